// wangge: serves a city, and everything its administrators do.
#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>

#include "rpc/transport_log.h"
#include "services/wangge/commands/command.h"

namespace {

using namespace wangge::commands;  // NOLINT: this file is only the list of them

int Run(int argc, char** argv) {
  CLI::App app("Wangge 网格: the event pipeline of grid-based digital urban management", "wangge");
  app.require_subcommand(1);
  AddVersion(app);
  AddBench(app);
  AddCalendar(app);
  AddCase(app);
  AddClock(app);
  AddConfig(app);
  AddLayer(app);
  AddLocate(app);
  AddReplay(app);
  AddReport(app);
  AddServe(app);
  AddSimulate(app);
  AddStats(app);
  AddVerify(app);
  AddToken(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitOk : kExitUsage;
  }
  return ExitCode();
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error of the write, not the end of the process
  wangge::rpc::SendTransportLog();
  try {
    return Run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "wangge: %s\n", error.what());
    return kExitFailure;
  }
}
