// CellIndex over GEOS: an STRtree of the cells' boxes and one prepared geometry a cell. About 2 us a point.
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/build/geos_geometry.h"
#include "geo/cell_index.h"

namespace wangge::geo {

// Cell i is geometries[i]: valid, not empty. INTERNAL when GEOS fails.
absl::StatusOr<std::unique_ptr<const CellIndex>> MakeGeosIndex(std::vector<GeosGeometry> geometries);

}  // namespace wangge::geo
