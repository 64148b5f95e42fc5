// The deadline that a limit gives on a calendar. At the deadline itself one is still on time. Pure; thread-safe; std
// only; exact to the microsecond, nothing is truncated.
//
// um uh        the clock runs on, but for pauses.
// ud           24 urgent hours, or as nd where the calendar says so.
// wm wh wd     the earliest instant at which the measured working time reaches the limit; a start outside the sessions
//              begins to count at the next one.
// nd           the start day is not counted; ends at 24:00 of the last day.
// sd           as nd; a last day that is no working day rolls to the next one (Civil Code art. 201, 203).
// sw           the start day is not counted; ends at 24:00 of the n-th working day.
// sm           the corresponding day, or the month's last where it has none (art. 202); rolls as sd.
//
// 24:00 is 00:00:00 of the next day. Pauses are merged; a part before the start or from the deadline on counts for
// nothing. A pause takes its time out of um .. wd; for nd sd sw sm one from day A to day B moves the last day by B - A
// days, before the roll.
#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "base/time.h"
#include "domain/calendar/calendar.h"
#include "domain/calendar/interval.h"
#include "domain/calendar/limit.h"

namespace wangge::domain {

struct Deadline {
  Timestamp at{};
  bool provisional = false;  // rests on days beyond the last published list of holidays
  friend bool operator==(const Deadline&, const Deadline&) = default;
};

enum class NoDeadline : std::uint8_t {
  kBeforeCalendar,  // the start lies before the calendar's first year
  kNoWorkingTime,   // the unit needs to know what is worked, and the calendar knows only its offset
  kTooFar,          // after the year 9999
};

// "BEFORE_CALENDAR", "NO_WORKING_TIME", "DEADLINE_TOO_FAR".
std::string_view NameOf(NoDeadline reason);

using DeadlineOrNot = std::variant<Deadline, NoDeadline>;

// `pauses` need not be merged. O(pauses * log limit).
DeadlineOrNot DeadlineOf(const Calendar& calendar, Timestamp start, Limit limit,
                         const std::vector<Interval>& pauses = {});

// How a limit is counted on a calendar: time that runs, time that is worked, or whole days.
enum class Measure : std::uint8_t { kRunningTime, kWorkingTime, kDays };
Measure MeasureOf(const Calendar& calendar, LimitUnit unit);

// What the limit is worth in running or working time.
Duration WorthOf(const Calendar& calendar, Limit limit);

// The last day of a limit in days, moved by `paused_days` and then rolled; the deadline is its 24:00.
struct LastDay {
  Day unrolled{};
  Day rolled{};
};
LastDay LastDayOf(const Calendar& calendar, Day start, Limit limit, std::int32_t paused_days);

}  // namespace wangge::domain
