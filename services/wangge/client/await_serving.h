// Waiting for a server by its own word. Thread-safe.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "base/time.h"
#include "rpc/channel.h"

namespace wangge::client {

// Watches the health of all services of a server until it is SERVING. DEADLINE_EXCEEDED after `patience`; UNAVAILABLE
// when the server goes away.
absl::Status AwaitServing(const std::shared_ptr<grpc::Channel>& channel, Duration patience);

}  // namespace wangge::client
