#include "domain/calendar/limit.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/check.h"

namespace wangge::domain {
namespace {

constexpr std::int32_t kAmountMax = 100'000;
constexpr std::array<std::pair<std::string_view, LimitUnit>, 10> kUnits{{
    {"um", LimitUnit::kUrgentMinute},
    {"uh", LimitUnit::kUrgentHour},
    {"ud", LimitUnit::kUrgentDay},
    {"nd", LimitUnit::kNaturalDay},
    {"wm", LimitUnit::kWorkingMinute},
    {"wh", LimitUnit::kWorkingHour},
    {"wd", LimitUnit::kWorkingDay},
    {"sd", LimitUnit::kStatutoryDay},
    {"sw", LimitUnit::kStatutoryWorkingDay},
    {"sm", LimitUnit::kStatutoryMonth},
}};

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

bool IsStatutory(LimitUnit unit) {
  return unit == LimitUnit::kStatutoryDay || unit == LimitUnit::kStatutoryWorkingDay ||
         unit == LimitUnit::kStatutoryMonth;
}

bool NeedsWorkingTime(LimitUnit unit) {
  return unit == LimitUnit::kWorkingMinute || unit == LimitUnit::kWorkingHour || unit == LimitUnit::kWorkingDay ||
         IsStatutory(unit);
}

}  // namespace wangge::domain
