#include "geo/swap.h"

namespace wangge::geo {

bool Holds(const Box& box, LonLat point) {
  return point.lon >= box.lon_min && point.lon <= box.lon_max && point.lat >= box.lat_min && point.lat <= box.lat_max;
}

bool SuggestsSwap(LonLat point, const Box& box) { return !Holds(box, point) && Holds(box, Exchanged(point)); }

bool SuggestsSwap(Position point, const Box& box) {
  constexpr double kUnits = 1e7;
  return SuggestsSwap(LonLat{.lon = point.lon_e7 / kUnits, .lat = point.lat_e7 / kUnits}, box);
}

}  // namespace wangge::geo
