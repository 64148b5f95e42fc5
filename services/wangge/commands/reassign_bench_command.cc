#include <CLI/CLI.hpp>
#include <memory>

#include "services/wangge/bench/reassign.h"
#include "services/wangge/commands/command.h"

namespace wangge::commands {

void AddBenchReassign(CLI::App& bench) {
  CLI::App* command =
      bench.add_subcommand("reassign", "Points of one version of 20,000 unit grids, assigned under the next one");
  const auto run = std::make_shared<bench::ReassignRun>();
  command->add_option("--points", run->points, "How many")
      ->check(CLI::Range(1'000, 100'000'000))
      ->capture_default_str();
  command->add_option("--rounds", run->rounds, "The median of so many times")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  command->add_flag("--json", run->json, "One line of JSON");
  OnRun(*command, [run] { return bench::RunReassign(*run); });
}

}  // namespace wangge::commands
