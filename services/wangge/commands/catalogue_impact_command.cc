// What-if: a changed catalogue before it is brought into force. By the very rule that `case migrate --catalogue` moves
// cases by.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "base/status/text.h"
#include "catalog/load.h"
#include "domain/decide/decide.h"
#include "engine/shard.h"
#include "services/wangge/case_scan.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;

// Never an edition of the log: positions are far smaller.
constexpr domain::EditionId kChanged{std::numeric_limits<std::uint64_t>::max()};

struct Options {
  std::string file{};
  std::string name{};
  std::string state{};
  bool json = false;
};

struct Counts {
  std::size_t open = 0;
  std::size_t moved = 0;                       // deadlines
  std::map<std::string, std::size_t> stays{};  // by why
};

// The catalogue that is changed: the one named, or the only one there is.
absl::StatusOr<std::string> NameIn(const domain::Editions& editions, const std::string& name) {
  const auto& active = editions.catalogues.active;
  if (name.empty() && active.size() == 1) return active.begin()->first;
  if (active.contains(name)) return name;
  std::string known;
  for (const auto& [id, edition] : active) known.append(known.empty() ? "" : ", ").append(id);
  return InvalidArgument("Expected --name with a catalogue in force (" + known + "), but got \"" + name + "\".");
}

void Print(const domain::Case& c, const std::string& clock, const domain::ClockRun& run,
           const domain::ClockRelimited& then, Duration offset, bool json) {
  const std::string name = "cases/" + std::to_string(c.id.value);
  const std::string due = FormatRfc3339(run.due, offset);
  const std::string due_then = FormatRfc3339(then.due, offset);
  const std::string limit = domain::FormatLimit(*run.limit);
  const std::string limit_then = domain::FormatLimit(then.limit);
  if (json) {
    const Json line{{"case", name},
                    {"clock", clock},
                    {"limit", limit},
                    {"limit_if_migrated", limit_then},
                    {"due", due},
                    {"due_if_migrated", due_then},
                    {"provisional_if_migrated", then.provisional},
                    {"paused", run.paused()},
                    {"moves_on_apply", false}};
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  std::printf("%-20s %-12s %s -> %s  %s -> %s%s\n", name.c_str(), clock.c_str(), limit.c_str(), limit_then.c_str(),
              due.c_str(), run.paused() ? "when it resumes" : due_then.c_str(), then.provisional ? " provisional" : "");
}

absl::Status Impact(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(options.file, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(domain::Catalogue changed, catalog::LoadCatalogue(body, options.file));
  WANGGE_ASSIGN_OR_RETURN(const OpenState state, OpenStateFiles(options.state, OpenFor::kExisting));
  WANGGE_ASSIGN_OR_RETURN(const auto shard, engine::Shard::Open(*state.committer, {}, CatalogLoader(), nullptr));
  domain::Editions editions = *shard->editions();
  WANGGE_ASSIGN_OR_RETURN(const std::string name, NameIn(editions, options.name));
  editions.catalogues.Activate(name, kChanged, std::make_shared<const domain::Catalogue>(std::move(changed)));
  const domain::Actor owner = OwnerOf(editions);
  const domain::Context context{.now = shard->last_time(), .editions = &editions, .actor = &owner};
  Counts counts;
  WANGGE_RETURN_IF_ERROR(ForEachCase(state, [&](const domain::Case& c) {
    const domain::System* system = editions.systems.Find(c.system);
    if (c.outcome != domain::Outcome::kOpen || system == nullptr || system->catalogue != name) return absl::OkStatus();
    ++counts.open;
    const domain::Decision decision = domain::Decide(context, &c, domain::MigrateCatalogue{c.id});
    if (const auto* rejection = std::get_if<domain::Rejection>(&decision)) {
      ++counts.stays[rejection->text];
      return absl::OkStatus();
    }
    for (const domain::Event& event : std::get<std::vector<domain::Event>>(decision)) {
      const auto* then = std::get_if<domain::ClockRelimited>(&event);
      if (then == nullptr) continue;
      ++counts.moved;
      const std::string& clock = editions.procedures.Find(c.procedure)->clocks[then->clock].id;
      Print(c, clock, *domain::LatestRun(c, then->clock), *then, system->local_days.utc_offset(), options.json);
    }
    return absl::OkStatus();
  }));
  std::fprintf(stderr,
               "%zu deadlines of %zu open cases would differ. None moves when the catalogue is applied: a case keeps "
               "the edition it was filed under. To move them afterwards: wangge case migrate --catalogue\n",
               counts.moved, counts.open);
  for (const auto& [why, count] : counts.stays) std::fprintf(stderr, "  %zu could not move: %s\n", count, why.c_str());
  return absl::OkStatus();
}

}  // namespace

void AddCatalogueImpact(CLI::App& catalogue) {
  CLI::App* command =
      catalogue.add_subcommand("impact", "Which open cases' deadlines would differ under a changed catalogue");
  const auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "The changed catalogue (CSV)")->required();
  command->add_option("--name", options->name, "Which catalogue it changes, where several are in force");
  command->add_option("--state", options->state, "Directory of the state, which no server has open")->required();
  command->add_flag("--json", options->json, "One line of JSON each");
  OnRun(*command, [options] { return Impact(*options); });
}

}  // namespace wangge::commands
