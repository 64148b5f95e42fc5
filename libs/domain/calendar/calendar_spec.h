// What a calendar is compiled from: the hours of the week, the years with a published list of holidays, and the days
// that the lists name. Written by hand in config/calendars/. Values; std only.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "domain/calendar/day.h"
#include "domain/label.h"

namespace wangge::domain {

// Half-open, in seconds from the local midnight that begins the day it belongs to; past 86,400 it reaches into the
// next day: 0 <= from < 86,400, from < to <= 172,800.
struct Session {
  std::int32_t from_s = 0;
  std::int32_t to_s = 0;
  friend bool operator==(const Session&, const Session&) = default;
};
using Sessions = std::vector<Session>;  // in order, none overlapping

// The hours in force from a day on. A weekday without sessions is no working day.
struct WorkingHours {
  Day from{};
  std::array<Sessions, kDaysOfWeek> week{};  // Monday first
  Sessions make_up{};                        // of a make-up working day (调休上班)
};

enum class DayMark : std::uint8_t { kHoliday, kMakeUp };

struct MarkedDay {
  Day day{};
  DayMark mark = DayMark::kHoliday;
  std::string name{};  // of the holiday it belongs to
};

struct CalendarSpec {
  std::string id{};
  Label label{};
  Duration utc_offset{};
  Duration working_day = Hours(8);     // what one wd is worth
  bool urgent_day_is_natural = false;  // ud counts as nd
  std::vector<WorkingHours> hours{};   // by first day; the first one also holds before it
  int first_year = 0;                  // with a list of holidays; 0: none
  int last_year = 0;                   // every year between has one
  // From this day of a year on the list of the next year may mark days too; absent: it marks none.
  std::optional<std::chrono::month_day> next_list_from{};
  std::vector<MarkedDay> days{};  // any order
};

// What is wrong with a spec, and with which of its elements, so that a loader can name the line.
struct CalendarFault {
  enum class Where : std::uint8_t { kCalendar, kHours, kDay };
  Where where = Where::kCalendar;
  std::size_t index = 0;  // in `hours` or `days`
  std::string text{};     // "Expected ..., but ..."
};

// The hours in force on a day.
const WorkingHours& HoursOf(const CalendarSpec& spec, Day day);

// Refuses overlapping sessions (across midnight too), a day marked both holiday and make-up day, marks outside the
// years and the December before them, and a week without work. O(n log n).
std::optional<CalendarFault> FaultOf(const CalendarSpec& spec);

}  // namespace wangge::domain
