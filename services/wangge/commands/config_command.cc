#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/released.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/usage_error.h"

namespace wangge::commands {
namespace {

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string city{};
  std::string state{};
  std::string at{};
  bool json = false;
};

void Print(const Activated& one, bool json) {
  const std::string kind(NameOf(one.edition.kind));
  if (json) {
    const nlohmann::ordered_json line{{"kind", kind},
                                      {"name", one.edition.name},
                                      {"version", one.version},
                                      {"unchanged", one.unchanged},
                                      {"findings", one.findings}};
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  std::printf("%-16s %-16s version %llu%s\n", kind.c_str(), one.edition.name.c_str(),
              static_cast<unsigned long long>(one.version), one.unchanged ? " (unchanged)" : "");
  for (const std::string& finding : one.findings) std::printf("  %s\n", finding.c_str());
}

absl::StatusOr<std::vector<Activated>> Activate(const Options& options,
                                                const std::vector<catalog::ConfigEdition>& editions) {
  WANGGE_ASSIGN_OR_RETURN(const auto at, ParseOptionalInstant("--at", options.at, {}));
  if (options.access->server.empty()) {
    return ActivateOffline(options.state, editions, at.value_or(SystemClock().Now()));
  }
  if (at) return UsageError("Expected --at only with --state, but got it with --server, which has a clock.");
  return ActivateOnServer(*options.access, editions);
}

absl::Status Apply(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const auto editions, catalog::ReadConfigFiles(options.city));
  WANGGE_RETURN_IF_ERROR(CheckReleased(editions));
  WANGGE_ASSIGN_OR_RETURN(const auto activated, Activate(options, editions));
  for (const Activated& one : activated) Print(one, options.json);
  const bool moves_deadlines = std::ranges::any_of(activated, [](const Activated& one) {
    return one.edition.kind == domain::EditionKind::kCalendar && !one.unchanged;
  });
  if (moves_deadlines && options.access->server.empty()) {
    std::fputs("Deadlines of open cases are counted by the calendar once the state is served: wangge serve\n", stderr);
  }
  return absl::OkStatus();
}

}  // namespace

void AddConfig(CLI::App& app) {
  CLI::App* config = app.add_subcommand("config", "Configuration")->require_subcommand(1);
  CLI::App* command = config->add_subcommand("apply", "Check a city's files and bring what has changed into force");
  const auto options = std::make_shared<Options>();
  command->add_option("city", options->city, "City file, e.g. config/demo/lishui/city.textproto")->required();
  command->add_option("--state", options->state, "Directory of the state; made where there is none");
  command->add_option("--at", options->at, "Time of the log records: only for states with a manual clock");
  command->add_flag("--json", options->json, "One line of JSON an edition");
  options->access = AddServerOptions(*command, {"--state"});
  OnRun(*command, [options] { return Apply(*options); });
}

}  // namespace wangge::commands
