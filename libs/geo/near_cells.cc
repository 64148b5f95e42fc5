#include "geo/near_cells.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace wangge::geo {
namespace {

constexpr double kWholeWorldDegrees = 720;  // a half side that reaches every cell from any point
constexpr double kCmInMetres = 0.01;

std::int64_t ToCm(double metres) { return std::llround(metres * 100); }

// The degrees that cover `metres` each way. At a pole a degree of longitude has no length and any number will do.
Box BoxAround(LonLat point, double metres, const MetreScale& scale) {
  const double lon = scale.lon * kWholeWorldDegrees > metres ? metres / scale.lon : kWholeWorldDegrees;
  const double lat = std::min(metres / scale.lat, kWholeWorldDegrees);
  return {
      .lon_min = point.lon - lon, .lat_min = point.lat - lat, .lon_max = point.lon + lon, .lat_max = point.lat + lat};
}

class Search {
 public:
  Search(const Layer& layer, Position point)
      : layer_(layer),
        point_{.lon = static_cast<double>(point.lon_e7) / 1e7, .lat = static_cast<double>(point.lat_e7) / 1e7},
        scale_(MetreScaleAt(point_.lat)) {
    layer.index().FindAll(point, holding_);
  }

  // Every cell that is at most so far, nearest first.
  std::vector<NearCell> Within(double metres) const {
    std::vector<std::uint32_t> found;
    layer_.FindMeeting(BoxAround(point_, metres + kCmInMetres, scale_), found);
    std::vector<NearCell> near;
    for (const std::uint32_t cell : found) {
      if (const NearCell measured = Measure(cell); measured.cm <= ToCm(metres)) near.push_back(measured);
    }
    std::ranges::sort(near, NearerThan);
    return near;
  }

  // Boxes come by their distance in degrees, and a cell is no nearer than its box: the first box that is farther than
  // the last cell wanted ends it.
  std::vector<NearCell> Nearest(std::size_t count) const {
    if (count == 0) return {};
    const double metres_of_degree = std::min(scale_.lon, scale_.lat);
    std::vector<NearCell> near;
    layer_.VisitNearest(point_, [&](std::uint32_t cell, double degrees) {
      const bool enough = near.size() == count;
      // One more centimetre, for the rounding of both.
      if (enough && ToCm(degrees * metres_of_degree) > near.back().cm + 1) return false;
      const NearCell measured = Measure(cell);
      if (enough && !NearerThan(measured, near.back())) return true;
      if (enough) near.pop_back();
      near.insert(std::ranges::upper_bound(near, measured, NearerThan), measured);
      return true;
    });
    return near;
  }

 private:
  static bool NearerThan(const NearCell& a, const NearCell& b) {
    return std::tie(a.cm, a.code) < std::tie(b.cm, b.code);
  }

  NearCell Measure(std::uint32_t cell) const {
    const bool holds = std::binary_search(holding_.begin(), holding_.end(), cell);
    return {layer_.codes()[cell], holds ? 0 : ToCm(layer_.shapes().EdgeMetres(scale_, point_, cell))};
  }

  const Layer& layer_;
  LonLat point_;
  MetreScale scale_;
  std::vector<std::uint32_t> holding_;
};

}  // namespace

std::vector<NearCell> CellsWithin(const Layer& layer, Position point, std::int64_t cm) {
  return Search(layer, point).Within(static_cast<double>(cm) * kCmInMetres);
}

std::vector<NearCell> NearestCells(const Layer& layer, Position point, std::size_t count) {
  return Search(layer, point).Nearest(count);
}

}  // namespace wangge::geo
