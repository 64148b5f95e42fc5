#include "domain/decide/decide.h"
#include "domain/run_deadline.h"

namespace wangge::domain {

std::vector<Event> RecountedClocks(const Editions& editions, const Case& c, Timestamp now) {
  std::vector<Event> events;
  for (const ClockRun& run : c.clocks) {
    if (run.stopped || !run.limit || run.calendar.value == 0) continue;
    const Calendar* counted_by = editions.calendars.Find(run.calendar);
    const auto* calendar = counted_by == nullptr ? nullptr : editions.calendars.Active(counted_by->id());
    if (calendar == nullptr || calendar->id == run.calendar) continue;
    const DeadlineOrNot counted = DeadlineOfRun(*calendar->body, run, PausesOf(run, now));
    const auto* deadline = std::get_if<Deadline>(&counted);
    if (deadline == nullptr) continue;
    // While a clock stands still its deadline is not known yet: the resumption counts it, by the new edition.
    const Timestamp due = run.paused() ? run.due : deadline->at;
    if (!run.paused() && due == run.due && deadline->provisional == run.provisional) continue;
    events.push_back(ClockRecounted{
        .clock = run.clock, .at = now, .calendar = calendar->id, .due = due, .provisional = deadline->provisional});
  }
  return events;
}

Decision DecideRecount(const Context& context, const Case* c, const RecountClocks& /*command*/) {
  if (c == nullptr) return std::vector<Event>{};
  return RecountedClocks(*context.editions, *c, context.now);
}

}  // namespace wangge::domain
