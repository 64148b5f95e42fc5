#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/rfc3339.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "catalog/way_of_case.h"
#include "domain/decide/decide.h"
#include "domain/evolve.h"
#include "engine/shard.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/instant.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kLast = "last";

struct Options {
  std::string state{};
  std::string at{};
  bool catalogue = false;
  bool plan = false;
  bool json = false;
};

struct Outcome {
  std::uint64_t open = 0;
  std::uint64_t current = 0;                    // under the edition in force already
  std::uint64_t moved = 0;                      // or would be
  std::uint64_t deadlines = 0;                  // of those moved: clocks with another limit
  std::map<std::string, std::uint64_t> left{};  // by why
};

bool IsCurrent(const domain::Case& c, const domain::Editions& editions, bool catalogue) {
  const domain::System* system = editions.systems.Find(c.system);
  if (system == nullptr) return true;
  if (catalogue) {
    const auto* active = editions.catalogues.Active(system->catalogue);
    return active == nullptr || active->id == c.catalogue;
  }
  const auto* active = editions.procedures.Active(system->procedure);
  return active == nullptr || active->id == c.procedure;
}

// Open cases whose edition is not the one in force.
absl::StatusOr<std::vector<domain::Case>> OlderCases(const OpenState& files, const domain::Editions& editions,
                                                     bool catalogue, Outcome& outcome) {
  std::vector<domain::Case> older;
  WANGGE_RETURN_IF_ERROR(ForEachCase(files, [&](domain::Case c) {
    if (c.outcome != domain::Outcome::kOpen) return absl::OkStatus();
    ++outcome.open;
    if (IsCurrent(c, editions, catalogue)) {
      ++outcome.current;
    } else {
      older.push_back(std::move(c));
    }
    return absl::OkStatus();
  }));
  return older;
}

// What Decide cannot ask, as it takes following every way of the procedure: whether the proofs of the edition in force
// hold for the case.
class Coverage {
 public:
  std::optional<std::string> WhyNot(const domain::Case& moved, const domain::Editions& editions) {
    auto [found, is_new] = covered_.try_emplace(moved.procedure.value);
    if (is_new) found->second = std::make_unique<catalog::CoveredStates>(*editions.procedures.Find(moved.procedure));
    return found->second->WhyNot(moved);
  }

 private:
  std::map<std::uint64_t, std::unique_ptr<catalog::CoveredStates>> covered_;  // by edition
};

// nullopt: it moves, and counts. Otherwise why it stays.
std::optional<std::string> WhyItStays(const domain::Context& context, const domain::Case& c,
                                      const domain::Command& command, Coverage& coverage, Outcome& outcome) {
  const domain::Decision decision = domain::Decide(context, &c, command);
  if (const auto* rejection = std::get_if<domain::Rejection>(&decision)) return rejection->text;
  const auto& events = std::get<std::vector<domain::Event>>(decision);
  domain::Case moved = c;
  domain::EvolveAll(moved, c.last, events);
  if (moved.procedure != c.procedure) {
    if (auto why = coverage.WhyNot(moved, *context.editions)) return why;
  }
  ++outcome.moved;
  outcome.deadlines += static_cast<std::uint64_t>(std::ranges::count_if(
      events, [](const domain::Event& event) { return std::holds_alternative<domain::ClockRelimited>(event); }));
  return std::nullopt;
}

// On the real clock, or where a state with a manual clock stands or is to stand.
absl::StatusOr<Timestamp> TimeOf(const Options& options, Timestamp last) {
  if (options.at == kLast) return last;
  WANGGE_ASSIGN_OR_RETURN(const auto at, ParseOptionalInstant("--at", options.at, {}));
  if (at && *at < last) {
    return InvalidArgument("Expected --at no earlier than the last log record, " + FormatRfc3339(last) +
                           ", but got \"" + options.at + "\". Name a later instant, or \"last\".");
  }
  return at.value_or(std::max(SystemClock().Now(), last));
}

absl::Status Run(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState files,
                          OpenStateFiles(options.state, OpenFor::kExisting, {.inline_mode = true}));
  WANGGE_ASSIGN_OR_RETURN(const auto shard, engine::Shard::Open(*files.committer, {}, CatalogLoader(), nullptr));
  const std::shared_ptr<const domain::Editions> editions = shard->editions();
  const domain::Actor owner = OwnerOf(*editions);
  WANGGE_ASSIGN_OR_RETURN(const Timestamp now, TimeOf(options, shard->last_time()));
  Outcome outcome;
  WANGGE_ASSIGN_OR_RETURN(const std::vector<domain::Case> older,
                          OlderCases(files, *editions, options.catalogue, outcome));
  const domain::Context context{.now = now, .editions = editions.get(), .actor = &owner};
  Coverage coverage;
  absl::Status failure;
  Progress progress(options.plan ? "planning" : "moving");
  for (std::size_t i = 0; i < older.size() && failure.ok(); ++i) {
    const domain::Command command = options.catalogue ? domain::Command(domain::MigrateCatalogue{older[i].id})
                                                      : domain::Command(domain::MigrateCase{older[i].id});
    if (const auto why = WhyItStays(context, older[i], command, coverage, outcome)) {
      ++outcome.left[*why];
    } else if (!options.plan) {
      // Nobody else has the state: the engine decides as it was just decided here.
      shard->Stage({.envelope = {.actor = owner, .command = command},
                    .done =
                        [&failure](const engine::Answer& answer) {
                          if (const auto* status = std::get_if<absl::Status>(&answer)) failure = *status;
                          if (const auto* rejection = std::get_if<domain::Rejection>(&answer)) {
                            failure = Internal("Expected a case to move, but: " + rejection->text);
                          }
                        }},
                   now);
    }
    progress.Show(i + 1, older.size());
  }
  shard->Commit();
  WANGGE_RETURN_IF_ERROR(shard->Flush());
  WANGGE_RETURN_IF_ERROR(failure);
  if (options.json) {
    const Json json{{"plan", options.plan},   {"open", outcome.open},           {"current", outcome.current},
                    {"moved", outcome.moved}, {"deadlines", outcome.deadlines}, {"left", outcome.left}};
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  std::printf("%llu open cases: %llu under the edition in force, %llu %s\n",
              static_cast<unsigned long long>(outcome.open), static_cast<unsigned long long>(outcome.current),
              static_cast<unsigned long long>(outcome.moved), options.plan ? "would move" : "moved");
  if (options.catalogue) {
    std::printf("  %llu of their clocks %s another limit\n", static_cast<unsigned long long>(outcome.deadlines),
                options.plan ? "would get" : "got");
  }
  for (const auto& [why, count] : outcome.left) {
    std::printf("  %llu stay: %s\n", static_cast<unsigned long long>(count), why.c_str());
  }
  return absl::OkStatus();
}

}  // namespace

void AddMigrate(CLI::App& parent) {
  CLI::App* command =
      parent.add_subcommand("migrate", "Move open cases to the edition of their procedure or catalogue in force");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of the state, which no server has open")->required();
  command->add_flag("--catalogue", options->catalogue, "To the edition of their catalogue instead: limits change");
  command->add_option("--at", options->at,
                      "Time of the log records: only for states with a manual clock; \"last\" is where it stands");
  command->add_flag("--plan", options->plan, "Only say what would move and what would not, and why");
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options] { return Run(*options); });
}

}  // namespace wangge::commands
