// The rings of one shape of a Shapefile to polygons: the format has them in any order, an outer ring clockwise, a hole
// counter-clockwise. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <vector>

#include "geo/files/map_features.h"

namespace wangge::geo {

struct RingGroups {
  std::vector<MapPolygon> polygons{};   // in the order of their outer rings
  std::vector<std::size_t> reversed{};  // those whose outer ring is wound as a hole, but lies in no outer ring
};

// A hole goes to the smallest outer ring that holds it; to one that it only touches, by the middle of its edges. What
// crosses or overlaps stays as it is: the build of a layer mends it and says so. O(n log n) of points for usual shapes.
RingGroups GroupRings(std::vector<MapRing> rings);

}  // namespace wangge::geo
