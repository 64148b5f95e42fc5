#include "services/wangge/calendar/impact.h"

#include <algorithm>
#include <limits>
#include <variant>

#include "base/status/text.h"
#include "domain/decide/decide.h"
#include "engine/shard.h"
#include "services/wangge/case_scan.h"

namespace wangge::calendars {
namespace {

// Never an edition of the log: positions are far smaller.
constexpr domain::EditionId kChanged{std::numeric_limits<std::uint64_t>::max()};

const domain::ClockRun& RunningOf(const domain::Case& c, domain::ClockIndex clock) {
  return *std::ranges::find_if(c.clocks,
                               [clock](const domain::ClockRun& run) { return run.clock == clock && !run.stopped; });
}

}  // namespace

absl::StatusOr<Impact> ImpactOf(std::shared_ptr<const domain::Calendar> changed, const OpenState& state) {
  WANGGE_ASSIGN_OR_RETURN(const auto shard, engine::Shard::Open(*state.committer, {}, CatalogLoader(), nullptr));
  domain::Editions editions = *shard->editions();
  editions.calendars.Activate(changed->id(), kChanged, changed);
  Impact impact;
  WANGGE_RETURN_IF_ERROR(ForEachCase(state, [&](const domain::Case& c) {
    if (c.outcome != domain::Outcome::kOpen) return absl::OkStatus();
    ++impact.open_cases;
    const domain::Procedure* procedure = editions.procedures.Find(c.procedure);
    for (const domain::Event& event : domain::RecountedClocks(editions, c, shard->last_time())) {
      const auto& recounted = std::get<domain::ClockRecounted>(event);
      impact.moved.push_back({.case_id = c.id,
                              .clock = procedure->clocks[recounted.clock].id,
                              .due = RunningOf(c, recounted.clock).due,
                              .due_then = recounted.due,
                              .provisional_then = recounted.provisional});
    }
    return absl::OkStatus();
  }));
  return impact;
}

}  // namespace wangge::calendars
