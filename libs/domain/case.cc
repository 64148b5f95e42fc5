#include "domain/case.h"

#include <algorithm>

namespace wangge::domain {

const ClockRun* LatestRun(const Case& c, ClockIndex clock) {
  for (auto run = c.clocks.rbegin(); run != c.clocks.rend(); ++run) {
    if (run->clock == clock) return &*run;
  }
  return nullptr;
}

bool EverLate(const Case& c, ClockIndex clock) {
  return std::ranges::any_of(c.clocks, [clock](const ClockRun& run) { return run.clock == clock && run.late; });
}

}  // namespace wangge::domain
