// Project: the rows that follow from a change of a case, as values; libs/storage gives them keys. Pure.
#pragma once

#include <optional>

#include "base/time.h"
#include "domain/case.h"

namespace wangge::domain {

// The timer row of a case: one at most, for the earliest deadline that has not passed yet.
struct TimerRow {
  Timestamp due{};
  CaseId case_id{};
  ClockIndex clock = 0;
  std::uint32_t generation = 0;
  friend bool operator==(const TimerRow&, const TimerRow&) = default;
};

// Earliest due first, then the older run. O(runs).
std::optional<TimerRow> TimerOf(const Case& c);

struct TimerChange {
  std::optional<TimerRow> remove{};
  std::optional<TimerRow> put{};
};

// `before` is nullptr for a new case. Nothing to do when the row stays as it is.
TimerChange ProjectTimer(const Case* before, const Case& after);

}  // namespace wangge::domain
