#include "domain/decide/clocks.h"

#include "domain/calendar/deadline.h"

namespace wangge::domain {
namespace {

Rejection NoDeadlineFor(const ClockRule& rule, Limit limit, NoDeadline reason) {
  return {.kind = RefusalKind::kPrecondition,
          .reason = std::string(NameOf(reason)),
          .text = "Expected a calendar that can tell when " + FormatLimit(limit) + " of clock \"" + rule.id +
                  "\" end, but it cannot. Apply a calendar with the years and working hours that are needed.",
          .details = {{"clock", rule.id}, {"limit", FormatLimit(limit)}}};
}

}  // namespace

Edition<Calendar> CalendarOf(const Editions& editions, const System& system) {
  if (system.calendar.empty()) return {EditionId{}, {std::shared_ptr<const void>(), &system.local_days}};
  const auto* active = editions.calendars.Active(system.calendar);
  return active == nullptr ? Edition<Calendar>{} : *active;
}

Rejection CalendarMissing(const System& system) {
  return {.kind = RefusalKind::kPrecondition,
          .reason = "SYSTEM_INCOMPLETE",
          .text = "Expected the calendar \"" + system.calendar + "\" of system \"" + system.id +
                  "\" to be in force, but it is not. Apply its configuration.",
          .details = {{"system", system.id}, {"calendar", system.calendar}}};
}

std::optional<Rejection> StartClock(const Procedure& procedure, ClockIndex clock, const ClockStart& start,
                                    std::uint32_t& generations, std::vector<Event>& events) {
  const ClockRule& rule = procedure.clocks[clock];
  ClockStarted started{.clock = clock, .start = start.at};
  if (clock == procedure.disposal_clock && start.recorded_due) {
    started.due = *start.recorded_due;
    started.due_not_after_start = started.due <= started.start;
  } else {
    started.limit = rule.limit ? rule.limit : start.condition_limit;
    if (!started.limit) return std::nullopt;
    const DeadlineOrNot deadline = DeadlineOf(*start.calendar.body, start.at, *started.limit);
    if (const auto* reason = std::get_if<NoDeadline>(&deadline)) return NoDeadlineFor(rule, *started.limit, *reason);
    started.due = std::get<Deadline>(deadline).at;
    started.provisional = std::get<Deadline>(deadline).provisional;
    started.calendar = start.calendar.id;
  }
  started.generation = ++generations;
  events.push_back(started);
  return std::nullopt;
}

void StopClock(const Case& c, ClockIndex clock, Timestamp at, std::vector<Event>& events) {
  const ClockRun* run = LatestRun(c, clock);
  if (run == nullptr || run->stopped) return;
  events.push_back(ClockStopped{.clock = clock, .at = at, .late = at > run->due});
}

}  // namespace wangge::domain
