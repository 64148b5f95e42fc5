// HOST:PORT. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wangge::rpc {

struct Address {
  std::string host;  // without the brackets of IPv6
  int port = 0;
};

// "127.0.0.1:7000", "[::1]:7000", "localhost:0". INVALID_ARGUMENT otherwise.
absl::StatusOr<Address> ParseAddress(std::string_view text);
std::string FormatAddress(const Address& address);

// 127.0.0.0/8, ::1 and the name localhost: what never leaves the machine. Other names are not looked up.
bool IsLoopback(const Address& address);

}  // namespace wangge::rpc
