#include "services/wangge/commands/message_json.h"

#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>

#include <cstdio>

#include "base/rfc3339.h"
#include "base/status/text.h"
#include "wire/time.h"

namespace wangge::commands {

absl::Status PrintJson(const google::protobuf::Message& message, bool is_illustrative) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  if (!status.ok()) return Internal("Expected to write the answer as JSON, but: " + status.ToString());
  if (is_illustrative && text.ends_with('}')) {
    text.pop_back();
    text.append(text.size() > 1 ? "," : "").append("\"illustrative\":true}");
  }
  std::printf("%s\n", text.c_str());
  return absl::OkStatus();
}

std::string TimeText(const google::protobuf::Timestamp& time) {
  google::protobuf::Timestamp second = time;
  second.set_nanos(0);
  return ExactTimeText(second);
}

std::string ExactTimeText(const google::protobuf::Timestamp& time) {
  const auto instant = wire::FromProto(time);
  return instant ? FormatRfc3339(*instant) : std::string();
}

}  // namespace wangge::commands
