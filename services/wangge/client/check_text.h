// Text on its way to a server must be UTF-8; said here, where the bytes come from. Pure.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace google::protobuf {
class Message;
}

namespace wangge::client {

// INVALID_ARGUMENT names the first field, by its path in the request, whose text is not UTF-8.
absl::Status CheckText(const google::protobuf::Message& request);

// The same of one text; `what` names it.
absl::Status CheckText(std::string_view what, std::string_view text);

}  // namespace wangge::client
