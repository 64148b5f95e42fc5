// Local calendar days as whole numbers, and their civil dates. Pure; constexpr; std only.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace wangge::domain {

struct Day {
  std::int32_t number = 0;  // days since 1970-01-01 of the calendar's own offset; negative before
  friend constexpr auto operator<=>(const Day&, const Day&) = default;
};

constexpr Day operator+(Day day, std::int32_t n) { return {day.number + n}; }
constexpr Day operator-(Day day, std::int32_t n) { return {day.number - n}; }
constexpr std::int32_t operator-(Day a, Day b) { return a.number - b.number; }

constexpr std::int32_t kDaysOfWeek = 7;

// 0 = Monday ... 6 = Sunday.
constexpr std::int32_t WeekdayOf(Day day) { return ((day.number + 3) % kDaysOfWeek + kDaysOfWeek) % kDaysOfWeek; }

constexpr std::chrono::year_month_day DateOf(Day day) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{day.number}}};
}
constexpr Day DayOf(std::chrono::year_month_day date) {
  return {static_cast<std::int32_t>(std::chrono::sys_days{date}.time_since_epoch().count())};
}
constexpr Day FirstDayOf(int year) {
  return DayOf(std::chrono::year_month_day{std::chrono::year{year}, std::chrono::January, std::chrono::day{1}});
}
constexpr int YearOf(Day day) { return static_cast<int>(DateOf(day).year()); }

// The local day that holds `t`, and the first instant of a day.
constexpr Day LocalDay(Timestamp t, Duration utc_offset) {
  const std::int64_t local = t.micros + utc_offset.micros;
  const std::int64_t day = Days(1).micros;
  return {static_cast<std::int32_t>(local / day - (local % day < 0 ? 1 : 0))};
}
constexpr Timestamp StartOf(Day day, Duration utc_offset) {
  return {std::int64_t{day.number} * Days(1).micros - utc_offset.micros};
}

// "2026-02-17", both ways; nullopt for anything else and for days that do not exist.
std::optional<Day> ParseDay(std::string_view text);
std::string FormatDay(Day day);

}  // namespace wangge::domain
