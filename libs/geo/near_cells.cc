#include "geo/near_cells.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace wangge::geo {
namespace {

constexpr double kFirstSearchMetres = 250;
constexpr double kSearchGrowth = 4;
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
      const bool holds = std::binary_search(holding_.begin(), holding_.end(), cell);
      const std::int64_t cm = holds ? 0 : ToCm(layer_.shapes().EdgeMetres(scale_, point_, cell));
      if (cm <= ToCm(metres)) near.push_back({layer_.codes()[cell], cm});
    }
    std::ranges::sort(near, {}, [](const NearCell& cell) { return std::tuple(cell.cm, cell.code); });
    return near;
  }

  bool ReachesAll(double metres) const { return metres / scale_.lat >= kWholeWorldDegrees; }

 private:
  const Layer& layer_;
  LonLat point_;
  MetreScale scale_;
  std::vector<std::uint32_t> holding_;
};

}  // namespace

std::vector<NearCell> CellsWithin(const Layer& layer, Position point, std::int64_t cm) {
  return Search(layer, point).Within(static_cast<double>(cm) * kCmInMetres);
}

// Whatever lies within a distance is found by a square of that half side, so the first square that finds enough ends
// it.
std::vector<NearCell> NearestCells(const Layer& layer, Position point, std::size_t count) {
  const Search search(layer, point);
  double metres = kFirstSearchMetres;
  std::vector<NearCell> near = search.Within(metres);
  for (; near.size() < count && !search.ReachesAll(metres); near = search.Within(metres)) metres *= kSearchGrowth;
  if (near.size() > count) near.resize(count);
  return near;
}

}  // namespace wangge::geo
