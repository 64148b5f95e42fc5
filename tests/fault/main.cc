// wangge_fault: what is left of a city after a power cut, a torn write, a full or failing disk, a flipped bit. One line
// of JSON a round, and a summary. Exit 0: nothing found; 4: something was.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <random>

#include "tests/fault/check.h"
#include "tests/fault/life.h"
#include "tests/fault/round.h"

namespace wangge::fault {
namespace {

constexpr int kExitFound = 4;

struct RunOptions {
  std::uint64_t rounds = 20;
  std::uint64_t seed = 0;
  std::string broken{};
  std::string folder{};
  bool keep = false;
};

int RunAll(const RunOptions& options) {
  const std::uint64_t seed = options.seed != 0 ? options.seed : std::random_device{}();
  const std::string temporary = std::filesystem::temp_directory_path().string();
  const std::string folder =
      options.folder.empty() ? temporary + "/wangge-fault-" + std::to_string(getpid()) : options.folder;
  std::uint64_t found = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t refused = 0;
  for (std::uint64_t i = 0; i < options.rounds; ++i) {
    Round round = RunRound({.program = std::filesystem::read_symlink("/proc/self/exe").string(),
                            .folder = folder,
                            .seed = seed + i,
                            .skip_sync = options.broken == "skip-sync"});
    acknowledged += round.told["acknowledged"].get<std::uint64_t>();
    refused += round.told.contains("refused") ? 1 : 0;
    std::printf("%s\n", round.told.dump().c_str());
    std::fflush(stdout);
    if (round.found.empty()) continue;
    ++found;
    std::fprintf(stderr, "FOUND with --rounds 1 --seed %llu: %s\n", static_cast<unsigned long long>(seed + i),
                 round.found.c_str());
    if (!options.broken.empty() || options.keep) break;
  }
  std::printf("%s\n", nlohmann::ordered_json{{"rounds", options.rounds},
                                             {"seed", seed},
                                             {"break", options.broken},
                                             {"acknowledged", acknowledged},
                                             {"refused", refused},
                                             {"found", found}}
                          .dump()
                          .c_str());
  if (!options.keep) std::filesystem::remove_all(folder);
  return found == 0 ? 0 : kExitFound;
}

int Main(int argc, char** argv) {
  CLI::App app("Faults of disks and power");
  app.require_subcommand(1);
  RunOptions run;
  CLI::App* all = app.add_subcommand("run", "Rounds of random faults");
  all->add_option("--rounds", run.rounds, "How many")->check(CLI::PositiveNumber);
  all->add_option("--seed", run.seed, "Of the first round; the next has the next number (default: a random one)");
  all->add_option("--break", run.broken, "A rule to be broken, which must be found")
      ->check(CLI::IsMember({"skip-sync"}));
  all->add_option("--folder", run.folder, "Where the states are (default: a temporary folder)");
  all->add_flag("--keep", run.keep, "Stop at the first finding and keep its folder");

  LifeOptions life;
  CLI::App* live = app.add_subcommand("live", "One life; used by run");
  live->add_option("--state", life.state)->required();
  live->add_option("--book", life.book)->required();
  live->add_option("--seed", life.seed);
  live->add_option("--commands", life.commands);
  live->add_flag("--close", life.close);
  live->add_flag("--skip-sync", life.skip_sync);
  live->add_option("--power-cut-at", life.disk.power_cut_at);
  live->add_flag("--torn", life.disk.torn);
  live->add_flag("--hole", life.disk.hole);
  live->add_option("--room", life.disk.room_bytes);
  live->add_option("--bad-sync-at", life.disk.bad_sync_at);

  std::string state;
  std::string book;
  CLI::App* look = app.add_subcommand("look", "One look at a state; used by run");
  look->add_option("--state", state)->required();
  look->add_option("--book", book)->required();

  CLI11_PARSE(app, argc, argv);
  if (*live) {
    life.disk.seed = life.seed;
    return Live(life);
  }
  if (*look) {
    const Checked checked = Check(state, ReadBook(book));
    std::printf("%s", checked.text.c_str());
    return static_cast<int>(checked.verdict);
  }
  return RunAll(run);
}

}  // namespace
}  // namespace wangge::fault

int main(int argc, char** argv) { return wangge::fault::Main(argc, argv); }
