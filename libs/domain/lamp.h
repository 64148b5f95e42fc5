// The lamp (时限灯) of a running clock: green below the warning, yellow from it to the deadline, red after it. What is
// used of a limit is measured as the limit itself is: working time on the calendar, running time without one; a clock
// in days by the time of day. Pauses count for nothing. Pure; thread-safe. O(pauses).
//
// The lamp is the warning: it is read, not recorded. An event at the warning would need a second deadline with every
// start, pause, extension and recount of every clock, and a durable record a clock, for a fact that changes nothing and
// that whoever reads the case has exactly. What a deadline does when it passes is recorded (DeadlinePassed).
#pragma once

#include <cstdint>

#include "domain/calendar/calendar.h"
#include "domain/case.h"
#include "domain/editions.h"

namespace wangge::domain {

enum class Lamp : std::uint8_t { kNone, kGreen, kYellow, kRed };

// kNone for a run that has stopped. `calendar` is the run's; nullptr where it is not known: running time then.
Lamp LampOf(const ClockRun& run, const Calendar* calendar, std::uint8_t warning_percent, Timestamp now);

// The calendar that a run is counted by: its edition, or the system's local days.
const Calendar* CalendarOfRun(const ClockRun& run, const EditionLine<Calendar>& calendars, const System& system);

}  // namespace wangge::domain
