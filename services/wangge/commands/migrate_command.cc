#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/status/clock.h"
#include "base/status/text.h"
#include "domain/decide/decide.h"
#include "engine/shard.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/progress.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string state{};
  bool plan = false;
  bool json = false;
};

struct Outcome {
  std::uint64_t open = 0;
  std::uint64_t current = 0;                    // under the edition in force already
  std::uint64_t moved = 0;                      // or would be
  std::map<std::string, std::uint64_t> left{};  // by why
};

// Open cases whose edition of the procedure is not the one in force.
absl::StatusOr<std::vector<domain::Case>> OlderCases(const OpenState& files, const domain::Editions& editions,
                                                     Outcome& outcome) {
  std::vector<domain::Case> older;
  WANGGE_RETURN_IF_ERROR(ForEachCase(files, [&](domain::Case c) {
    if (c.outcome != domain::Outcome::kOpen) return absl::OkStatus();
    ++outcome.open;
    const domain::System* system = editions.systems.Find(c.system);
    const auto* active = system == nullptr ? nullptr : editions.procedures.Active(system->procedure);
    if (active == nullptr || active->id == c.procedure) {
      ++outcome.current;
    } else {
      older.push_back(std::move(c));
    }
    return absl::OkStatus();
  }));
  return older;
}

absl::Status Run(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const OpenState files,
                          OpenStateFiles(options.state, OpenFor::kExisting, {.inline_mode = true}));
  WANGGE_ASSIGN_OR_RETURN(const auto shard, engine::Shard::Open(*files.committer, {}, CatalogLoader(), nullptr));
  const std::shared_ptr<const domain::Editions> editions = shard->editions();
  const domain::Actor owner = OwnerOf(*editions);
  const Timestamp now = std::max(SystemClock().Now(), shard->last_time());
  Outcome outcome;
  WANGGE_ASSIGN_OR_RETURN(const std::vector<domain::Case> older, OlderCases(files, *editions, outcome));
  absl::Status failure;
  Progress progress(options.plan ? "planning" : "moving");
  for (std::size_t i = 0; i < older.size() && failure.ok(); ++i) {
    const domain::MigrateCase command{older[i].id};
    const auto count = [&outcome](const domain::Rejection* rejection) {
      ++(rejection == nullptr ? outcome.moved : outcome.left[rejection->text]);
    };
    if (options.plan) {
      const domain::Context context{.now = now, .editions = editions.get(), .actor = &owner};
      const domain::Decision decision = domain::Decide(context, &older[i], command);
      count(std::get_if<domain::Rejection>(&decision));
    } else {
      shard->Stage({.envelope = {.actor = owner, .command = command},
                    .done =
                        [&](const engine::Answer& answer) {
                          if (const auto* status = std::get_if<absl::Status>(&answer)) {
                            failure = *status;
                          } else {
                            count(std::get_if<domain::Rejection>(&answer));
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
    const Json json{{"plan", options.plan},
                    {"open", outcome.open},
                    {"current", outcome.current},
                    {"moved", outcome.moved},
                    {"left", outcome.left}};
    std::printf("%s\n", json.dump().c_str());
    return absl::OkStatus();
  }
  std::printf("%llu open cases: %llu under the edition in force, %llu %s\n",
              static_cast<unsigned long long>(outcome.open), static_cast<unsigned long long>(outcome.current),
              static_cast<unsigned long long>(outcome.moved), options.plan ? "would move" : "moved");
  for (const auto& [why, count] : outcome.left) {
    std::printf("  %llu stay: %s\n", static_cast<unsigned long long>(count), why.c_str());
  }
  return absl::OkStatus();
}

}  // namespace

void AddMigrate(CLI::App& parent) {
  CLI::App* command = parent.add_subcommand("migrate", "Move open cases to the edition of their procedure in force");
  const auto options = std::make_shared<Options>();
  command->add_option("--state", options->state, "Directory of the state, which no server has open")->required();
  command->add_flag("--plan", options->plan, "Only say what would move and what would not, and why");
  command->add_flag("--json", options->json, "One line of JSON");
  OnRun(*command, [options] { return Run(*options); });
}

}  // namespace wangge::commands
