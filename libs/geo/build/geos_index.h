// CellIndex over GEOS: an STRtree of the cells' boxes and one prepared geometry a cell, in the same noded edges as the
// cover index. GEOS says what is inside; a point that it finds on an edge is decided by the rule of border.h. About 2
// us a point.
#pragma once

#include <memory>
#include <span>

#include "absl/status/statusor.h"
#include "geo/build/geos_geometry.h"
#include "geo/build/snap_rounding.h"
#include "geo/cell_index.h"

namespace wangge::geo {

enum class Ties {
  kByRule,   // as every index of ours: a point on an edge is in the cell to its north-east
  kCovered,  // as GEOS is used by hand, with one predicate: a point on an edge is in all cells that have it
};

// INTERNAL when GEOS fails.
absl::StatusOr<std::unique_ptr<const CellIndex>> MakeGeosIndex(const Lattice& lattice, const NodedEdges& edges,
                                                               std::uint32_t cells, Ties ties = Ties::kByRule);

// The area of one cell in lattice units, from its edges; null when they enclose none.
absl::StatusOr<GeosGeometry> AreaOf(std::span<const LatticeEdge> edges);

}  // namespace wangge::geo
