// Half-open spans of time, kept as history: the pauses of a clock. Pure; std only.
#pragma once

#include <string>
#include <vector>

#include "base/time.h"

namespace wangge::domain {

struct Interval {
  Timestamp from{};
  Timestamp to{};  // not contained
  friend bool operator==(const Interval&, const Interval&) = default;
};

// In order, none empty, none overlapping or touching. O(n log n).
std::vector<Interval> Merged(std::vector<Interval> intervals);

}  // namespace wangge::domain
