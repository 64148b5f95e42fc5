#include "geo/cell_shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wangge::geo {

void CellShapes::AddCell(const std::vector<Ring>& rings) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Box box{.lon_min = kFar, .lat_min = kFar, .lon_max = -kFar, .lat_max = -kFar};
  for (const Ring& ring : rings) {
    for (const LonLat& point : ring) {
      box.lon_min = std::min(box.lon_min, point.lon);
      box.lat_min = std::min(box.lat_min, point.lat);
      box.lon_max = std::max(box.lon_max, point.lon);
      box.lat_max = std::max(box.lat_max, point.lat);
      points_.push_back(point);
    }
    ring_ends_.push_back(points_.size());
  }
  cell_ends_.push_back(ring_ends_.size());
  boxes_.push_back(box);
}

std::span<const LonLat> CellShapes::RingOf(std::uint32_t cell, std::size_t ring) const {
  const std::size_t at = FirstRing(cell) + ring;
  const std::size_t begin = at == 0 ? 0 : ring_ends_[at - 1];
  return std::span(points_).subspan(begin, ring_ends_[at] - begin);
}

double CellShapes::EdgeMetres(const MetreScale& scale, LonLat p, std::uint32_t cell) const {
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < RingCount(cell); ++i) {
    const std::span<const LonLat> ring = RingOf(cell, i);
    for (std::size_t k = 1; k < ring.size(); ++k) {
      nearest = std::min(nearest, SegmentMetresSquared(scale, p, ring[k - 1], ring[k]));
    }
  }
  return std::sqrt(nearest);
}

}  // namespace wangge::geo
