// A cell of a layer as an area of GEOS, and a point inside it. Thread-safe.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "base/position.h"
#include "geo/build/geos_geometry.h"
#include "geo/cell_shapes.h"
#include "geo/layer.h"

namespace wangge::geo {

// What the rings of a cell enclose, holes and islands included. INTERNAL: GEOS cannot.
absl::StatusOr<GeosGeometry> AreaOf(const CellShapes& shapes, std::uint32_t cell);

// A point that the layer places in the cell; nullopt: the cell is so narrow that none of whole 1e-7 degrees was found.
absl::StatusOr<std::optional<Position>> PointInside(const Layer& layer, std::uint32_t cell);

}  // namespace wangge::geo
