// Other libraries as contenders of point location, each used as its manual shows. The layer outlives them. Planar ones
// get the noded edges of the layer, in lattice units; S2 gets the same corners in degrees, and takes edges for arcs of
// great circles.
#pragma once

#include "absl/status/statusor.h"
#include "services/wangge/bench/locate_bench.h"

namespace wangge::bench {

// An STRtree of boxes, then GEOS's IndexedPointInAreaLocator of each cell.
absl::StatusOr<Contender> MakeGeosLocator(const PlaceLayer& layer);
// Boost.Geometry: an R-tree of boxes, then covered_by.
absl::StatusOr<Contender> MakeBoostTree(const PlaceLayer& layer);
// MutableS2ShapeIndex and S2ContainsPointQuery.
absl::StatusOr<Contender> MakeS2Index(const PlaceLayer& layer);

// PostgreSQL with PostGIS: all points joined with the cells in one query over GiST indexes. A service: each answer is
// planned, found and sent between two processes. The environment variable says where it is (a libpq connection string).
inline constexpr const char* kPostgresVariable = "WANGGE_BENCH_POSTGRES";
absl::StatusOr<Contender> MakePostgis(const PlaceLayer& layer);

}  // namespace wangge::bench
