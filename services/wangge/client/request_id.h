// Ids of writes: a random UUID (RFC 4122, version 4) in its text form. Thread-safe.
#pragma once

#include <string>

namespace wangge::client {

std::string NewRequestId();

}  // namespace wangge::client
