#include "domain/limit.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/check.h"

namespace wangge::domain {
namespace {

constexpr std::int32_t kAmountMax = 100'000;
constexpr std::array<std::pair<std::string_view, LimitUnit>, 4> kUnits{{
    {"um", LimitUnit::kUrgentMinute},
    {"uh", LimitUnit::kUrgentHour},
    {"ud", LimitUnit::kUrgentDay},
    {"nd", LimitUnit::kNaturalDay},
}};

// The first instant of the local day that holds `t`.
Timestamp StartOfDay(Timestamp t, Duration utc_offset) {
  const std::int64_t day = Days(1).micros;
  const std::int64_t local = t.micros + utc_offset.micros;
  const std::int64_t into_day = ((local % day) + day) % day;
  return {t.micros - into_day};
}

}  // namespace

std::optional<Limit> ParseLimit(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const std::string_view unit = text.substr(text.size() - 2);
  const std::string_view digits = text.substr(0, text.size() - 2);
  std::int32_t amount = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
  if (error != std::errc{} || end != digits.data() + digits.size() || amount < 1 || amount > kAmountMax) {
    return std::nullopt;
  }
  for (const auto& [name, value] : kUnits) {
    if (name == unit) return Limit{value, amount};
  }
  return std::nullopt;
}

std::string FormatLimit(Limit limit) {
  for (const auto& [name, value] : kUnits) {
    if (value == limit.unit) return std::to_string(limit.amount).append(name);
  }
  CHECK(false);
}

Timestamp DeadlineOf(Timestamp start, Limit limit, Duration utc_offset) {
  switch (limit.unit) {
    case LimitUnit::kUrgentMinute:
      return start + Minutes(limit.amount);
    case LimitUnit::kUrgentHour:
      return start + Hours(limit.amount);
    case LimitUnit::kUrgentDay:
      return start + Days(limit.amount);
    case LimitUnit::kNaturalDay:
      return StartOfDay(start, utc_offset) + Days(limit.amount + std::int64_t{1});
  }
  CHECK(false);
}

}  // namespace wangge::domain
