// Ids of writes: a UUID that sorts by time (RFC 9562, version 7) in its text form. Thread-safe.
#pragma once

#include <string>

namespace wangge::client {

std::string NewRequestId();

}  // namespace wangge::client
