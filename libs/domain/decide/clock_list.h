// The clocks that an action's list is about.
#pragma once

#include <vector>

#include "domain/procedure.h"

namespace wangge::domain {

// Those that it names, or all of the procedure.
inline std::vector<ClockIndex> ClocksNamed(const Procedure& procedure, const std::vector<ClockIndex>& named, bool all) {
  if (!all) return named;
  std::vector<ClockIndex> clocks(procedure.clocks.size());
  for (std::size_t i = 0; i < clocks.size(); ++i) clocks[i] = static_cast<ClockIndex>(i);
  return clocks;
}

}  // namespace wangge::domain
