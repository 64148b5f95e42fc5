// wangge: serves a city, and everything its administrators do.
#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "rpc/transport_log.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/usage.h"

namespace {

using namespace wangge::commands;  // NOLINT: this file is only the list of them

int TellUsage(const std::string& text) {
  std::fprintf(stderr, "wangge: %s\n", text.c_str());
  return kExitUsage;
}

int Run(int argc, char** argv) {
  CLI::App app("Wangge 网格: the event pipeline of grid-based digital urban management", "wangge");
  app.require_subcommand(1);
  AddVersion(app);
  AddBackup(app);
  AddBench(app);
  AddCalendar(app);
  AddRouting(app);
  AddProcedure(app);
  AddCase(app);
  AddCatalogue(app);
  AddClock(app);
  AddComponent(app);
  AddConfig(app);
  AddDoctor(app);
  AddLayer(app);
  AddLocate(app);
  AddCells(app);
  AddPatrol(app);
  AddReplay(app);
  AddReport(app);
  AddRestore(app);
  AddServe(app);
  AddSimulate(app);
  AddStats(app);
  AddVerify(app);
  AddToken(app);
  std::vector<std::string> arguments(argv + 1, argv + argc);
  if (!arguments.empty() && arguments.front() == "help") {
    arguments.erase(arguments.begin());
    std::fputs(CommandOf(app, arguments).help().c_str(), stdout);
    return kExitOk;
  }
  if (arguments.empty()) std::fputs(app.help().c_str(), stderr);
  if (const std::string wrong = CheckNames(app, arguments); !wrong.empty()) return TellUsage(wrong);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return TellUsage(TextOf(app, arguments, error));
    return app.exit(error);  // --help and --version
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
