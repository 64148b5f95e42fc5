#include "geo/swap.h"

#include <algorithm>

namespace wangge::geo {
namespace {

bool Meet(const Box& a, const Box& b) {
  return a.lon_min <= b.lon_max && b.lon_min <= a.lon_max && a.lat_min <= b.lat_max && b.lat_min <= a.lat_max;
}

}  // namespace

bool Holds(const Box& box, LonLat point) {
  return point.lon >= box.lon_min && point.lon <= box.lon_max && point.lat >= box.lat_min && point.lat <= box.lat_max;
}

bool SuggestsSwap(LonLat point, const Box& box) { return !Holds(box, point) && Holds(box, Exchanged(point)); }

bool SuggestsSwap(Position point, const Box& box) {
  constexpr double kUnits = 1e7;
  return SuggestsSwap(LonLat{.lon = point.lon_e7 / kUnits, .lat = point.lat_e7 / kUnits}, box);
}

bool SuggestsSwap(const Box& layer, const Box& area) {
  const Box exchanged{
      .lon_min = layer.lat_min, .lat_min = layer.lon_min, .lon_max = layer.lat_max, .lat_max = layer.lon_max};
  return !Meet(layer, area) && Meet(exchanged, area);
}

std::optional<Box> ExtentOf(const LayerSource& source) {
  std::optional<Box> extent;
  for (const SourceCell& cell : source.cells) {
    for (const SourcePolygon& polygon : cell.polygons) {
      for (const LonLat& p : polygon.rings.front()) {  // holes lie within
        if (!extent.has_value()) extent = Box{p.lon, p.lat, p.lon, p.lat};
        extent = Box{.lon_min = std::min(extent->lon_min, p.lon),
                     .lat_min = std::min(extent->lat_min, p.lat),
                     .lon_max = std::max(extent->lon_max, p.lon),
                     .lat_max = std::max(extent->lat_max, p.lat)};
      }
    }
  }
  return extent;
}

}  // namespace wangge::geo
