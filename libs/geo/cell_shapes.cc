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

double CellShapes::EdgeMetres(const MetreScale& scale, LonLat p, std::uint32_t cell) const {
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t ring = cell == 0 ? 0 : cell_ends_[cell - 1]; ring < cell_ends_[cell]; ++ring) {
    const std::size_t begin = ring == 0 ? 0 : ring_ends_[ring - 1];
    for (std::size_t i = begin + 1; i < ring_ends_[ring]; ++i) {
      nearest = std::min(nearest, SegmentMetres(scale, p, points_[i - 1], points_[i]));
    }
  }
  return nearest;
}

double CellShapes::BoxMetres(const MetreScale& scale, LonLat p, std::uint32_t cell) const {
  const Box& box = boxes_[cell];
  const double lon = std::max({box.lon_min - p.lon, p.lon - box.lon_max, 0.0});
  const double lat = std::max({box.lat_min - p.lat, p.lat - box.lat_max, 0.0});
  return std::hypot(lon * scale.lon, lat * scale.lat);
}

}  // namespace wangge::geo
