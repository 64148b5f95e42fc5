#include "catalog/limit_steps.h"

namespace wangge::catalog {
namespace {

constexpr char kStep = '/';

}  // namespace

std::optional<LimitSteps> ParseLimitSteps(std::string_view text) {
  const std::size_t step = text.find(kStep);
  const bool has_two = step != std::string_view::npos;
  const auto last = domain::ParseLimit(has_two ? text.substr(step + 1) : text);
  if (!last) return std::nullopt;
  const auto secure = has_two ? domain::ParseLimit(text.substr(0, step)) : std::nullopt;
  if (secure.has_value() != has_two) return std::nullopt;
  return LimitSteps{.secure = secure, .last = *last};
}

std::string FormatLimitSteps(const LimitSteps& steps) {
  std::string text = steps.secure ? domain::FormatLimit(*steps.secure) + kStep : std::string();
  return text.append(domain::FormatLimit(steps.last));
}

std::optional<domain::Limit> WorkingDayStep(const LimitSteps& steps) {
  for (const std::optional<domain::Limit>& limit : {steps.secure, std::optional(steps.last)}) {
    if (limit && limit->unit == domain::LimitUnit::kWorkingDay) return limit;
  }
  return std::nullopt;
}

}  // namespace wangge::catalog
