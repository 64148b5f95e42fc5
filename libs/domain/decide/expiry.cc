#include "domain/decide/decide.h"

namespace wangge::domain {

// A timer may be late, doubled or stale; only the first one of the running generation after its deadline has an effect.
Decision DecideExpiry(const Context& context, const Case* c, const ExpireClock& command) {
  std::vector<Event> events;
  if (c == nullptr) return events;
  const ClockRun* run = LatestRun(*c, command.clock);
  const bool is_due = run != nullptr && run->generation == command.generation && !run->stopped && !run->passed &&
                      context.now > run->due;
  if (is_due) {
    events.push_back(DeadlinePassed{.clock = command.clock, .generation = command.generation, .due = run->due});
  }
  return events;
}

}  // namespace wangge::domain
