#include <algorithm>

#include "domain/decide/administrators.h"
#include "domain/decide/decide.h"
#include "domain/decide/migration_loss.h"
#include "domain/decide/pinned.h"
#include "domain/scope.h"

namespace wangge::domain {
namespace {

Rejection Lost(const char* what, const std::string& id, const Procedure& procedure) {
  return MigrationLoses("procedure", procedure.id, what, id);
}

// The index of the same id in the other table.
template <typename Entry>
std::optional<std::uint16_t> SameOf(const std::vector<Entry>& before, std::size_t index,
                                    const std::vector<Entry>& after) {
  const auto found = std::ranges::find(after, before[index].id, &Entry::id);
  if (found == after.end()) return std::nullopt;
  return static_cast<std::uint16_t>(found - after.begin());
}

}  // namespace

// Everything that the case refers to must be there under the same id: a fact that has no name any more would be lost.
Decision DecideMigration(const Context& context, const Case* c, const MigrateCase& /*command*/) {
  const Editions& editions = *context.editions;
  if (c == nullptr) return CaseNotFound();
  const std::vector<std::string> administrators = Administrators(*editions.roles);
  if (!HasAnyRole(*context.actor, administrators)) {
    return RoleNotAllowed("move cases to another edition", *context.actor, administrators);
  }
  const Pinned pinned = PinnedBy(editions, *c);
  const Procedure& before = *pinned.procedure;
  const auto* active = editions.procedures.Active(pinned.system->procedure);
  if (active == nullptr || active->id == c->procedure) return std::vector<Event>{};
  const Procedure& after = *active->body;

  Migrated migrated{.procedure = active->id};
  const auto stage = SameOf(before.stages, c->stage, after.stages);
  if (!stage) return Lost("stage", before.stages[c->stage].id, after);
  migrated.stage = *stage;
  if (c->stage_before) {
    migrated.stage_before = SameOf(before.stages, *c->stage_before, after.stages);
    if (!migrated.stage_before) return Lost("stage", before.stages[*c->stage_before].id, after);
  }
  for (const ClockRun& run : c->clocks) {
    const auto clock = SameOf(before.clocks, run.clock, after.clocks);
    if (!clock) return Lost("clock", before.clocks[run.clock].id, after);
    migrated.clocks.push_back(*clock);
  }
  for (const Request& request : c->requests) {
    const auto index = SameOf(before.requests, request.request, after.requests);
    if (!index) return Lost("request", before.requests[request.request].id, after);
    migrated.requests.push_back(*index);
  }
  for (std::size_t i = 0; i < c->counters.size(); ++i) {
    if (c->counters[i] == 0) continue;
    const auto counter = SameOf(before.counters, i, after.counters);
    if (!counter) return Lost("counter", before.counters[i].id, after);
    if (migrated.counters.size() <= *counter) migrated.counters.resize(std::size_t{*counter} + 1);
    migrated.counters[*counter] = c->counters[i];
  }
  return std::vector<Event>{migrated};
}

}  // namespace wangge::domain
