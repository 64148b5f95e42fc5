#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>

#include "base/status/text.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/commands/temporary_folder.h"
#include "services/wangge/simulate/day.h"
#include "services/wangge/simulate/engine_port.h"
#include "services/wangge/simulate/server_port.h"
#include "services/wangge/summary.h"

namespace wangge::commands {
namespace {

struct Options {
  std::string city = "config/demo/lishui";
  std::string state{};
  std::string server{};
  std::string keys = "var/keys";
  std::string start = "2026-01-05";  // not today: the same command gives the same digest on any day
  simulate::DayOptions days{};
  bool json = false;
};

absl::Status Simulate(Options& options) {
  if (!options.state.empty() && !options.server.empty()) {
    throw CLI::ExcludesError("--state", "--server");
  }
  WANGGE_ASSIGN_OR_RETURN(const simulate::City city, simulate::LoadCity(options.city));
  const Duration offset = city.system->local_days.utc_offset();
  WANGGE_ASSIGN_OR_RETURN(options.days.start, ParseInstant("--start", options.start, offset));
  Progress progress("simulating");
  options.days.progress = [&progress](std::uint64_t done, std::uint64_t total) { progress.Show(done, total); };
  if (!options.server.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const auto port, simulate::ServerPort::Open(city, options.server, options.keys));
    WANGGE_RETURN_IF_ERROR(port->Begin(options.days.start));
    const auto counts = simulate::CityDays(city, options.days, *port).Run();
    if (!counts.ok()) return counts.status();
    std::printf("{\"reports\":%llu,\"steps\":%llu}\n", static_cast<unsigned long long>(counts->reports),
                static_cast<unsigned long long>(counts->steps));
    return absl::OkStatus();
  }
  std::optional<TemporaryFolder> temporary;
  if (options.state.empty()) {
    WANGGE_ASSIGN_OR_RETURN(temporary, TemporaryFolder::Make());
    options.state = temporary->path() + "/state";
  }
  {
    WANGGE_ASSIGN_OR_RETURN(const auto port, simulate::EnginePort::Make(city, options.state, options.days.start));
    const auto counts = simulate::CityDays(city, options.days, *port).Run();
    if (!counts.ok()) return counts.status();
  }
  WANGGE_ASSIGN_OR_RETURN(const OpenState state, OpenStateFiles(options.state, OpenFor::kExisting));
  WANGGE_ASSIGN_OR_RETURN(const Summary summary, Summarise(state));
  std::printf("%s\n", ToJson(summary).c_str());
  return absl::OkStatus();
}

}  // namespace

void AddSimulate(CLI::App& app) {
  CLI::App* command = app.add_subcommand("simulate", "Run days of a city, made from a seed");
  const auto options = std::make_shared<Options>();
  command->add_option("--city", options->city, "Folder with city.textproto, posts.csv and simulation.textproto")
      ->capture_default_str();
  command->add_option("--state", options->state, "Directory of the new state; without one it is thrown away");
  command->add_option("--server", options->server,
                      "HOST:PORT of a server with a manual clock at the first day's start");
  command->add_option("--keys", options->keys, "Directory of the server's development keys")->capture_default_str();
  command->add_option("--days", options->days.days, "How many days")->check(CLI::Range(1, 3660))->capture_default_str();
  command->add_option("--seed", options->days.seed, "The same seed gives the same digest")->capture_default_str();
  command->add_option("--rate", options->days.reports_per_day, "Reports a day; by default the city's own")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--start", options->start, "First day")->capture_default_str();
  command->add_flag("--json", options->json, "One line of JSON; the answer is always one");
  OnRun(*command, [options] { return Simulate(*options); });
}

}  // namespace wangge::commands
