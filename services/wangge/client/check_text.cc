#include "services/wangge/client/check_text.h"

#include <google/protobuf/message.h>

#include <vector>

#include "base/status/text.h"
#include "base/utf8.h"

namespace wangge::client {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status CheckFields(const Message& message, const std::string& path);

absl::Status CheckField(const Message& message, const FieldDescriptor& field, int index, const std::string& path) {
  const auto& reflection = *message.GetReflection();
  const bool repeated = field.is_repeated();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    return CheckFields(
        repeated ? reflection.GetRepeatedMessage(message, &field, index) : reflection.GetMessage(message, &field),
        path + ".");
  }
  if (field.type() != FieldDescriptor::TYPE_STRING) return absl::OkStatus();
  return CheckText(
      path, repeated ? reflection.GetRepeatedString(message, &field, index) : reflection.GetString(message, &field));
}

absl::Status CheckFields(const Message& message, const std::string& path) {
  const auto& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      WANGGE_RETURN_IF_ERROR(CheckField(message, *field, i, path + field->name()));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckText(const Message& request) { return CheckFields(request, ""); }

absl::Status CheckText(std::string_view what, std::string_view text) {
  if (IsUtf8(text)) return absl::OkStatus();
  return InvalidArgument("Expected UTF-8 in " + std::string(what) +
                         ", but it holds other bytes. Does the terminal write another encoding?");
}

}  // namespace wangge::client
