// Ours beside PostgreSQL, a naive server and a bare one. See README.md; tests/bench/run starts it with PostgreSQL.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/status/text.h"
#include "services/wangge/commands/temporary_folder.h"
#include "services/wangge/state_files.h"
#include "tests/bench/contest/bare_server.h"
#include "tests/bench/contest/contest.h"
#include "tests/bench/contest/postgres_contender.h"
#include "tests/bench/contest/server_contenders.h"
#include "tests/bench/contest/settings.h"

namespace wangge::bench {
namespace {

constexpr std::uint64_t kFullCases = 10'000'000;

struct Options {
  std::vector<std::string> contenders = {"wangge", "postgres", "naive", "limit"};
  std::vector<std::string> settings{};
  std::string dir{};
  std::string config{};
  int seconds = 8;
  int rounds = 5;
  std::uint64_t cases = 1'000'000;
  bool full = false;
  bool json = false;
};

// The commands of this program.
using Settings = std::vector<Setting> (*)();

struct Bench {
  const char* name;
  const char* text;
  Settings settings;
  bool on_cases = false;   // so many are loaded before
  bool on_clocks = false;  // deadlines are armed before, on a clock moved by hand
};

absl::StatusOr<std::string> FolderOf(const commands::TemporaryFolder& parent, const std::string& name) {
  std::string folder = parent.path() + "/" + name;
  std::error_code error;
  std::filesystem::create_directory(folder, error);
  if (error) return Internal("Expected to make " + folder + ", but the system refused.");
  return folder;
}

// nullptr: told on stderr why it is not there.
absl::StatusOr<std::unique_ptr<Contender>> Make(const std::string& name, const Options& options,
                                                const commands::TemporaryFolder& parent, const simulate::City& city,
                                                const LifePlan& plan, const Bench& bench) {
  if (name == "postgres") {
    const char* place = std::getenv(kPostgresPlace);
    if (place == nullptr) {
      std::fprintf(stderr, "Not measured: PostgreSQL, because %s is not set. tests/bench/run starts one.\n",
                   kPostgresPlace);
      return nullptr;
    }
    return MakePostgres(place, city, plan);
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string folder, FolderOf(parent, name));
  const ServerPlace place{.folder = folder, .config = options.config, .manual_clock = bench.on_clocks};
  if (name == "wangge") return StartWangge(place, plan);
  return StartBare(place, name == "limit" ? Append::kGroups : Append::kEach);
}

void PrintLine(const Json& line) {
  std::printf("%s\n", line.dump().c_str());
  std::fflush(stdout);
}

void PrintRow(const Cell& cell) {
  std::printf(
      "%d %-14s %-9s %9.0f a second  p50 %8.0f us  p99 %8.0f us  CPU %7.1f us  %s syncs  %llu acked  %s readable\n",
      cell.round, cell.setting.c_str(), cell.contender.c_str(), cell.eps, cell.latencies.p50_us, cell.latencies.p99_us,
      cell.cpu_us, cell.syncs ? std::to_string(*cell.syncs).c_str() : "?", static_cast<unsigned long long>(cell.acked),
      cell.readable ? std::to_string(*cell.readable).c_str() : "?");
  std::fflush(stdout);
}

// What is there before it is measured.
absl::Status Load(Contender& contender, const Bench& bench, const Options& options, const LifePlan& plan) {
  if (!bench.on_cases) return absl::OkStatus();
  std::fprintf(stderr, "%s: loading %llu cases\n", contender.name().c_str(),
               static_cast<unsigned long long>(options.cases));
  std::uint64_t armed = 0;
  std::size_t stages = plan.steps.size() - 1;
  if (bench.on_clocks) {
    const Setting fires = bench.settings().front();
    const double slices_per_s = fires.fixed_eps / static_cast<double>(fires.batch);
    // Twice in a round, each with what warms up.
    const auto slices = static_cast<std::uint64_t>(slices_per_s * options.rounds * 2 * (options.seconds + 1));
    WANGGE_RETURN_IF_ERROR(contender.Arm(slices, fires.batch));
    armed = slices * fires.batch;
    stages = 0;
  }
  WANGGE_RETURN_IF_ERROR(LoadCases(contender, options.cases > armed ? options.cases - armed : 0, stages));
  return contender.Loaded();
}

absl::Status Run(const Options& options, const Bench& bench) {
  std::vector<Setting> settings = bench.settings();
  if (!options.settings.empty()) {
    std::erase_if(settings, [&](const Setting& s) {
      return std::ranges::find(options.settings, s.name) == options.settings.end();
    });
    if (settings.empty()) return InvalidArgument("Expected --settings of this bench, but none of them is one.");
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string config, ConfigDir(options.config));
  WANGGE_ASSIGN_OR_RETURN(const simulate::City city, simulate::LoadCity(config + "/demo/lishui"));
  WANGGE_ASSIGN_OR_RETURN(const LifePlan plan, PlanLife(city));
  WANGGE_ASSIGN_OR_RETURN(const auto folder, commands::TemporaryFolder::Make(options.dir));
  WANGGE_ASSIGN_OR_RETURN(const Json machine, DescribeMachine(folder.path()));
  std::vector<std::unique_ptr<Contender>> contenders;
  for (const std::string& name : options.contenders) {
    auto contender = Make(name, options, folder, city, plan, bench);
    if (!contender.ok()) return WithContext(name, contender.status());
    if (*contender != nullptr) contenders.push_back(*std::move(contender));
  }
  if (contenders.empty()) return FailedPrecondition("Expected a contender, but there is none.");
  for (const auto& contender : contenders) WANGGE_RETURN_IF_ERROR(Load(*contender, bench, options, plan));
  const ContestOptions contest{.seconds = options.seconds, .rounds = options.rounds, .on_cell = [&](const Cell& cell) {
                                 options.json ? PrintLine(LineOf(cell)) : PrintRow(cell);
                               }};
  WANGGE_ASSIGN_OR_RETURN(const auto cells, RunContest(contenders, settings, contest));
  Json summary = SummaryOf(cells, "wangge");
  summary["machine"] = machine;
  PrintLine(summary);
  if (summary["unreconciled_cells"] == 0) return absl::OkStatus();
  return DataLoss("Expected every acknowledged event to be readable, and no other, but in some cells they differ.");
}

int Main(int argc, char** argv) {
  CLI::App app("Ours beside PostgreSQL with PostGIS, a naive server and a bare one");
  app.require_subcommand(1);
  Options options;
  absl::Status status;
  const auto add = [&](const Bench& bench) {
    CLI::App* command = app.add_subcommand(bench.name, bench.text);
    command->add_option("--seconds", options.seconds, "Of each cell")
        ->check(CLI::Range(1, 3'600))
        ->capture_default_str();
    command->add_option("--rounds", options.rounds, "Of all settings")->check(CLI::Range(1, 99))->capture_default_str();
    command->add_option("--contenders", options.contenders, "Some of wangge, postgres, naive, limit")
        ->delimiter(',')
        ->check(CLI::IsMember({"wangge", "postgres", "naive", "limit"}));
    command->add_option("--settings", options.settings, "Only these")->delimiter(',');
    command->add_option("--dir", options.dir, "Where the states lie meanwhile: on the disk to be measured");
    command->add_option("--config", options.config, "The product's configuration, for the demo city");
    if (bench.on_cases) {
      command->add_option("--cases", options.cases, "Loaded before it is measured")->capture_default_str();
      command->add_flag("--full", options.full, "Ten million cases");
    }
    command->add_flag("--json", options.json, "Lines of JSON");
    command->callback([&, bench] {
      if (options.full) options.cases = kFullCases;
      if (bench.on_cases)
        std::erase_if(options.contenders, [](const auto& name) { return name == "naive" || name == "limit"; });
      status = Run(options, bench);
    });
  };
  add({"intake", "Reports, one by one and in batches", IntakeSettings});
  add({"lifecycle", "Cases from report to close, a durable step after the other", LifecycleSettings});
  add({"queries", "Pages of lists, alone and beside half the intake", QueriesSettings, true});
  add({"timers", "Deadlines that pass, alone and beside half the intake", TimersSettings, true, true});

  BareServerOptions bare;
  std::string append;
  CLI::App* serve = app.add_subcommand("serve", "")->group("");  // of this program's own
  serve->add_option("--listen", bare.listen);
  serve->add_option("--port-file", bare.port_file);
  serve->add_option("--folder", bare.folder);
  serve->add_option("--append", append);
  serve->callback([&] {
    bare.append = append == "each" ? Append::kEach : Append::kGroups;
    status = RunBareServer(bare);
  });
  CLI11_PARSE(app, argc, argv);
  if (status.ok()) return 0;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  return 4;
}

}  // namespace
}  // namespace wangge::bench

int main(int argc, char** argv) { return wangge::bench::Main(argc, argv); }
