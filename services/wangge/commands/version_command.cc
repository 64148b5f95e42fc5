#include <CLI/CLI.hpp>
#include <cstdio>

#include "services/wangge/commands/command.h"

namespace wangge::commands {

void AddVersion(CLI::App& app) {
  app.set_version_flag("--version", "wangge " WANGGE_VERSION, "Print the version");
  CLI::App* command = app.add_subcommand("version", "Print the version");
  OnRun(*command, [] {
    std::printf("wangge %s\n", WANGGE_VERSION);
    return absl::OkStatus();
  });
}

}  // namespace wangge::commands
