#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/status/text.h"
#include "services/wangge/bench/lifecycle.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/temporary_folder.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

// Monday 2026-06-01T09:00:00+08:00: in the years of the calendar, and the same in every run.
constexpr Timestamp kStart{1'780'275'600'000'000};

struct Options {
  std::string config{};
  std::string dir{};
  std::uint64_t cases = 20'000;
  std::uint64_t in_flight = 64;
  bool json = false;
};

Json FiguresOf(const bench::LifecycleResult& result) {
  const auto transitions = static_cast<double>(result.transitions);
  const auto micros = static_cast<double>(std::max<std::int64_t>(result.wall.micros, 1));
  return {{"cases", result.cases},
          {"transitions", result.transitions},
          {"transitions_per_s", std::round(transitions * 1e6 / micros)},
          {"us_per_transition", std::round(micros * 1000 / transitions) / 1000},
          {"syncs", result.syncs}};
}

absl::Status Run(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const std::string config, ConfigDir(options.config));
  WANGGE_ASSIGN_OR_RETURN(const auto editions, catalog::ReadConfigFiles(config + "/demo/lishui/city.textproto"));
  WANGGE_ASSIGN_OR_RETURN(const TemporaryFolder folder, TemporaryFolder::Make(options.dir));
  WANGGE_ASSIGN_OR_RETURN(const auto core, bench::RunCore(editions, options.cases, kStart));
  WANGGE_ASSIGN_OR_RETURN(const auto memory, bench::RunEngine(editions, options.cases, options.in_flight, kStart, {}));
  WANGGE_ASSIGN_OR_RETURN(
      const auto rocks, bench::RunEngine(editions, options.cases, options.in_flight, kStart, folder.path() + "/state"));
  const Json figures{{"core", FiguresOf(core)}, {"memory", FiguresOf(memory)}, {"rocks", FiguresOf(rocks)}};
  if (options.json) {
    std::printf("%s\n", figures.dump().c_str());
    return absl::OkStatus();
  }
  for (const auto& [name, row] : figures.items()) {
    std::printf("%-7s %s transitions, %s a second, %s us each, %s syncs\n", name.c_str(),
                row["transitions"].dump().c_str(), row["transitions_per_s"].dump().c_str(),
                row["us_per_transition"].dump().c_str(), row["syncs"].dump().c_str());
  }
  return absl::OkStatus();
}

}  // namespace

void AddBenchLifecycle(CLI::App& bench) {
  CLI::App* command = bench.add_subcommand(
      "lifecycle", "Cases from report to close: the rules alone, the engine in memory, and on RocksDB");
  const auto options = std::make_shared<Options>();
  command->add_option("--cases", options->cases, "How many")->check(CLI::Range(1, 10'000'000))->capture_default_str();
  command->add_option("--in-flight", options->in_flight, "Cases that take the same step together, synced once")
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  command->add_option("--dir", options->dir, "Where the fresh state lies meanwhile: on the disk to be measured");
  command->add_option("--config", options->config, "The product's configuration, for the demo city");
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options] { return Run(*options); });
}

}  // namespace wangge::commands
