#include "services/wangge/commands/demo_server.h"

#include "base/status/clock.h"
#include "base/status/text.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/development_keys.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {

absl::StatusOr<std::unique_ptr<bench::ServerProcess>> StartDemoServer(const std::string& config,
                                                                      const std::string& folder, client::Access& access,
                                                                      const std::vector<std::string>& more,
                                                                      const std::string& program) {
  WANGGE_ASSIGN_OR_RETURN(const std::string found, ConfigDir(config));
  WANGGE_ASSIGN_OR_RETURN(const auto editions, catalog::ReadConfigFiles(found + "/demo/lishui/city.textproto"));
  WANGGE_RETURN_IF_ERROR(ActivateOffline(folder + "/state", editions, SystemClock().Now()).status());
  WANGGE_RETURN_IF_ERROR(LoadOrMakeSigningKey(folder + "/keys").status());
  std::vector<std::string> arguments = {"--state",        folder + "/state", "--keys",
                                        folder + "/keys", "--log-level",     "warning"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  WANGGE_ASSIGN_OR_RETURN(auto server, bench::ServerProcess::Start(folder, std::move(arguments), program));
  access.server = server->address();
  access.keys = folder + "/keys";
  access.caller = {.actor = "bench",
                   .organisation = "331102-JD",
                   .area = "*",
                   .roles = {"inspector", "administrator"},
                   .expires = {}};
  return server;
}

}  // namespace wangge::commands
