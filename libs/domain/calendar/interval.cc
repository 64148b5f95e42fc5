#include "domain/calendar/interval.h"

#include <algorithm>

namespace wangge::domain {

std::vector<Interval> Merged(std::vector<Interval> intervals) {
  std::erase_if(intervals, [](const Interval& interval) { return interval.to <= interval.from; });
  std::ranges::sort(intervals, {}, &Interval::from);
  std::vector<Interval> merged;
  for (const Interval& interval : intervals) {
    if (!merged.empty() && interval.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, interval.to);
    } else {
      merged.push_back(interval);
    }
  }
  return merged;
}

}  // namespace wangge::domain
