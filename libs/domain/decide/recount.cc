#include "domain/decide/clockwork.h"
#include "domain/decide/decide.h"
#include "domain/decide/pinned.h"
#include "domain/run_deadline.h"

namespace wangge::domain {

std::vector<Event> RecountedClocks(const Editions& editions, const Case& c, Timestamp now) {
  std::vector<Event> events;
  const Pinned pinned = PinnedBy(editions, c);
  if (pinned.system == nullptr) return events;
  const Edition<Calendar> calendar = CalendarOf(editions, *pinned.system);
  if (calendar.body == nullptr || calendar.id.value == 0) return events;
  for (std::size_t i = 0; i < c.clocks.size(); ++i) {
    const ClockRun& run = c.clocks[i];
    const bool is_older = run.calendar.value != 0 && run.calendar != calendar.id;
    if (run.stopped || !run.limit || !is_older) continue;
    const DeadlineOrNot counted = DeadlineOfRun(*calendar.body, run, PausesOf(run, now));
    const auto* deadline = std::get_if<Deadline>(&counted);
    if (deadline == nullptr) continue;
    // While a clock stands still its deadline is not known yet: the resumption counts it, by the new edition.
    const Timestamp due = run.paused() ? run.due : deadline->at;
    if (!run.paused() && due == run.due && deadline->provisional == run.provisional) continue;
    events.push_back(ClockRecounted{
        .clock = run.clock, .at = now, .calendar = calendar.id, .due = due, .provisional = deadline->provisional});
  }
  return events;
}

Decision DecideRecount(const Context& context, const Case* c, const RecountClocks& /*command*/) {
  if (c == nullptr) return std::vector<Event>{};
  return RecountedClocks(*context.editions, *c, context.now);
}

}  // namespace wangge::domain
