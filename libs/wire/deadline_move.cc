#include "wire/deadline_move.h"

#include <algorithm>

#include "domain/calendar/limit.h"
#include "domain/lamp.h"
#include "wire/time.h"

namespace wangge::wire {

std::string CalendarName(const domain::ClockRun& run, const Pinned& pinned) {
  if (run.calendar.value == 0) return pinned.system->id;
  const domain::Calendar* calendar = domain::CalendarOfRun(run, *pinned.calendars, *pinned.system);
  return calendar == nullptr ? std::string() : calendar->id() + "/" + std::to_string(run.calendar.value);
}

void AddDeadlineMoves(const domain::Case& before, const domain::Case& after, const Pinned& pinned,
                      cases::v1::HistoryEntry& entry) {
  const std::size_t runs = std::min(before.clocks.size(), after.clocks.size());
  for (std::size_t i = 0; i < runs; ++i) {
    const domain::ClockRun& was = before.clocks[i];
    const domain::ClockRun& is = after.clocks[i];
    if (was.stopped || (was.due == is.due && was.limit == is.limit && was.calendar == is.calendar)) continue;
    auto& move = *entry.add_deadlines();
    move.set_clock(pinned.procedure->clocks[is.clock].id);
    move.set_generation(is.generation);
    *move.mutable_due_before() = ToProto(was.due);
    *move.mutable_due_at() = ToProto(is.due);
    if (is.limit) move.set_limit(domain::FormatLimit(*is.limit));
    move.set_calendar(CalendarName(is, pinned));
    move.set_provisional(is.provisional);
  }
}

}  // namespace wangge::wire
