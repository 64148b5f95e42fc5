// Starting and stopping the clocks of a procedure: the events that an action's `starts` and `stops` make.
#pragma once

#include <optional>
#include <vector>

#include "domain/case.h"
#include "domain/editions.h"
#include "domain/event.h"
#include "domain/rejection.h"

namespace wangge::domain {

// What a clock may start with. A rule's own limit wins; the disposal clock takes the record's due time where there is
// one, else the filing condition's limit; a clock that finds none of these does not start.
struct ClockStart {
  Timestamp at{};
  Edition<Calendar> calendar{};
  std::optional<Limit> condition_limit{};
  std::optional<Timestamp> recorded_due{};
};

// The calendar in force by which the clocks of a system's cases are counted: the edition that the system names, else
// its local days (without an edition id; borrowed from `system`). Null where the edition that it names is not in force.
Edition<Calendar> CalendarOf(const Editions& editions, const System& system);

Rejection CalendarMissing(const System& system);

// Appends ClockStarted unless the clock has no limit. `generations` counts the runs so far and is moved on. A limit
// that has no deadline on the calendar (NoDeadline) refuses the command that would start it.
std::optional<Rejection> StartClock(const Procedure& procedure, ClockIndex clock, const ClockStart& start,
                                    std::uint32_t& generations, std::vector<Event>& events);

// Appends ClockStopped if the clock runs in `c`. Late means after the deadline; at the deadline is on time.
void StopClock(const Case& c, ClockIndex clock, Timestamp at, std::vector<Event>& events);

}  // namespace wangge::domain
