// Small calendars for tests. `China` is Monday to Friday 08:00-12:00 and 14:00-18:00 at +08:00 with the Spring
// Festival and National Day of 2026; years 2025 ..= 2026.
#pragma once

#include <variant>
#include <vector>

#include "domain/calendar/calendar.h"

namespace wangge::domain::testing {

inline const Sessions kOfficeHours{{8 * 3600, 12 * 3600}, {14 * 3600, 18 * 3600}};

inline WorkingHours OfficeWeek(const Sessions& sessions = kOfficeHours) {
  WorkingHours hours{.make_up = sessions};
  for (std::size_t weekday = 0; weekday < 5; ++weekday) hours.week[weekday] = sessions;
  return hours;
}

inline CalendarSpec ChinaSpec() {
  CalendarSpec spec{.id = "china", .utc_offset = Hours(8), .first_year = 2025, .last_year = 2026};
  spec.hours = {OfficeWeek()};
  const auto mark = [&spec](const char* from, const char* to, DayMark mark_as, const char* name) {
    for (Day day = *ParseDay(from); day <= *ParseDay(to); day = day + 1) spec.days.push_back({day, mark_as, name});
  };
  mark("2026-02-15", "2026-02-23", DayMark::kHoliday, "春节");
  mark("2026-02-14", "2026-02-14", DayMark::kMakeUp, "春节");
  mark("2026-02-28", "2026-02-28", DayMark::kMakeUp, "春节");
  mark("2026-10-01", "2026-10-07", DayMark::kHoliday, "国庆节");
  mark("2026-09-20", "2026-09-20", DayMark::kMakeUp, "国庆节");
  mark("2026-10-10", "2026-10-10", DayMark::kMakeUp, "国庆节");
  return spec;
}

inline Calendar Compiled(CalendarSpec spec) { return std::get<Calendar>(Calendar::Compile(std::move(spec))); }
inline Calendar China() { return Compiled(ChinaSpec()); }

}  // namespace wangge::domain::testing
