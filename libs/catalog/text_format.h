// Parses text-format protobuf, the form of all configuration but spreadsheets. Thread-safe.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace google::protobuf {
class Message;
}

namespace wangge::catalog {

// Replaces `message` by what `body` says. INVALID_ARGUMENT with "`file_name`:line:column: " and the first fault:
// a syntax error, an unknown field or enumerator, a value of the wrong type or out of range, a singular field twice,
// text that is not UTF-8. `message` is then unspecified.
absl::Status ParseTextFormat(std::string_view body, std::string_view file_name, google::protobuf::Message& message);

}  // namespace wangge::catalog
