// A limit as the catalogue writes it: of one step, or of two. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "domain/calendar/limit.h"

namespace wangge::catalog {

struct LimitSteps {
  std::optional<domain::Limit> secure{};  // make safe
  domain::Limit last{};                   // restore; the only one where there is one
  friend bool operator==(const LimitSteps&, const LimitSteps&) = default;
};

// "2uh", or "1uh/5wd". nullopt for more than two steps and where ParseLimit knows one of them not.
std::optional<LimitSteps> ParseLimitSteps(std::string_view text);
std::string FormatLimitSteps(const LimitSteps& steps);

// The step that is counted in wd. Days of work that a statute gives are statutory ones (sw) and never these.
std::optional<domain::Limit> WorkingDayStep(const LimitSteps& steps);

}  // namespace wangge::catalog
