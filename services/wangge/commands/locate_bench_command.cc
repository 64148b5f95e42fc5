#include <CLI/CLI.hpp>
#include <memory>

#include "services/wangge/bench/locate_run.h"
#include "services/wangge/commands/command.h"

namespace wangge::commands {

void AddBenchLocate(CLI::App& bench) {
  CLI::App* command = bench.add_subcommand("locate", "Which cell is a point in: our index beside GEOS, on one thread");
  const auto run = std::make_shared<bench::LocateRun>();
  command->add_option("--data", run->data_dir, "Folder of real records (default: $WANGGE_DATA, then ../shared/data)");
  command->add_option("--layer", run->layers, "Only these layers");
  command->add_option("--points", run->points, "How many of each kind")
      ->check(CLI::Range(1'000, 10'000'000))
      ->capture_default_str();
  command->add_option("--rounds", run->rounds, "The median of so many counts")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  command->add_flag("--json", run->json, "Lines of JSON");
  OnRun(*command, [run] { return bench::RunLocate(*run, {}); });
}

}  // namespace wangge::commands
