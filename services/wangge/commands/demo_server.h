// A server of the demo city on a fresh state, for a measurement: in a process of its own that ends with it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/wangge/bench/server_process.h"
#include "services/wangge/client/connection.h"

namespace wangge::commands {

// `config` as ConfigDir takes it. State, keys, port and log lie in `folder`. `access` is told the way to it, as an
// inspector and administrator. `more` goes to `program serve`. Errors of ActivateOffline and ServerProcess::Start.
absl::StatusOr<std::unique_ptr<bench::ServerProcess>> StartDemoServer(const std::string& config,
                                                                      const std::string& folder, client::Access& access,
                                                                      const std::vector<std::string>& more = {},
                                                                      const std::string& program = "/proc/self/exe");

}  // namespace wangge::commands
