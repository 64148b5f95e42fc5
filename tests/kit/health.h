// Waiting for a server by its own word. Thread-safe.
#pragma once

#include <string>

#include "absl/status/status.h"

namespace wangge::kit {

// Watches the health of all services at `address` until it is SERVING. DEADLINE_EXCEEDED after a minute; UNAVAILABLE
// when the server goes away. With `roots_pem` over TLS.
absl::Status AwaitServing(const std::string& address, const std::string& roots_pem = {});

}  // namespace wangge::kit
