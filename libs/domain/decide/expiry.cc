#include "domain/decide/decide.h"
#include "domain/decide/perform.h"

namespace wangge::domain {
namespace {

// What the clock's rule has the engine do when the deadline passes. It is not done where the case does not allow it:
// the deadline has passed all the same, and that alone is recorded.
void AppendOnExpiry(const Context& context, const Case& c, ClockIndex clock, Timestamp due,
                    std::vector<Event>& events) {
  const Pinned pinned = PinnedBy(*context.editions, c);
  if (pinned.procedure == nullptr || clock >= pinned.procedure->clocks.size()) return;
  const auto& action = pinned.procedure->clocks[clock].on_expiry;
  if (!action || RefuseState(context, pinned, c, pinned.procedure->actions[*action])) return;
  std::vector<Event> performed;
  if (AppendAction(context, pinned, c, *action, PerformAction{.case_id = c.id}, performed, due)) return;
  events.insert(events.end(), performed.begin(), performed.end());
}

}  // namespace

// A timer may be late, doubled or stale; only the first one of the running generation after its deadline has an effect.
Decision DecideExpiry(const Context& context, const Case* c, const ExpireClock& command) {
  std::vector<Event> events;
  if (c == nullptr) return events;
  const ClockRun* run = LatestRun(*c, command.clock);
  const bool is_due = run != nullptr && run->generation == command.generation && run->running() && !run->passed &&
                      context.now > run->due;
  if (!is_due) return events;
  events.push_back(DeadlinePassed{.clock = command.clock, .generation = command.generation, .due = run->due});
  AppendOnExpiry(context, *c, command.clock, run->due, events);
  return events;
}

}  // namespace wangge::domain
