// Cells against the cells that they should lie in: a code whose parent is missing, land outside of the parent.
// Used by layer_check.cc alone. Pure.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "geo/build/build_layer.h"
#include "geo/fault.h"

namespace wangge::geo {

// Adds kOrphanCode and kCrossesParent. INTERNAL as Overlay::Of.
absl::Status CheckParents(const CleanCells& cells, const CleanCells& parents, const LayerRule& rule,
                          std::vector<Fault>& faults);

}  // namespace wangge::geo
