#include "catalog/text_format.h"

#include <string>

#include "base/status/text.h"
#include "catalog/names.h"
#include "catalog/text_node.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace wangge::catalog {
namespace {

// Keeps the first fault: those that follow are mostly its echoes.
class FirstFault : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& text) override {
    if (!text_.empty()) return;
    text_ = std::to_string(line < 0 ? 1 : line + 1) + ":" + std::to_string(column < 0 ? 1 : column + 1) + ": " + text;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::Status Parse(std::string_view body, std::string_view file_name, google::protobuf::Message& message,
                   google::protobuf::TextFormat::ParseInfoTree* places) {
  const std::string file(file_name);
  if (const std::size_t line = FirstLineNotUtf8(body); line != 0) {
    return InvalidArgument(file + ":" + std::to_string(line) + ":1: Expected UTF-8 text, but this line is not.");
  }
  FirstFault fault;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&fault);
  if (places != nullptr) parser.WriteLocationsTo(places);
  google::protobuf::io::ArrayInputStream stream(body.data(), static_cast<int>(body.size()));
  if (parser.Parse(&stream, &message)) return absl::OkStatus();
  return InvalidArgument(file + ":" + (fault.text().empty() ? "1:1: Expected a text-format message." : fault.text()));
}

}  // namespace

absl::Status ParseTextFormat(std::string_view body, std::string_view file_name, google::protobuf::Message& message) {
  return Parse(body, file_name, message, nullptr);
}

absl::Status ParseTextFormat(std::string_view body, google::protobuf::Message& message, ParsedText& text) {
  return Parse(body, text.file_name, message, &text.places);
}

}  // namespace wangge::catalog
