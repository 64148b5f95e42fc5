// Makes one valid area of what a file says about a cell. Used by build_layer.cc alone.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "geo/build/geos_geometry.h"
#include "geo/layer_source.h"

namespace wangge::geo {

// A valid polygon or multipolygon; null when nothing with an area is left. Each change is added to `findings`, as
// BuildLayer lists them. INTERNAL when GEOS fails.
absl::StatusOr<GeosGeometry> RepairCell(const SourceCell& cell, std::vector<Finding>& findings);

}  // namespace wangge::geo
