#include "domain/calendar/day.h"

#include "base/rfc3339.h"

namespace wangge::domain {

std::optional<Day> ParseDay(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() != kShape.size()) return std::nullopt;
  const auto midnight = ParseRfc3339(std::string(text).append("T00:00:00Z"));
  if (!midnight) return std::nullopt;
  return LocalDay(*midnight, Duration{});
}

std::string FormatDay(Day day) {
  constexpr std::size_t kDateLength = 10;
  return FormatRfc3339(StartOf(day, Duration{})).substr(0, kDateLength);
}

}  // namespace wangge::domain
