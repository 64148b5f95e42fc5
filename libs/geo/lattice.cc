#include "geo/lattice.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"

namespace wangge::geo {
namespace {

constexpr std::int64_t kRoom = 16;  // units around the extent, so that nothing touches the first or the last number
constexpr std::int64_t kEnd = std::numeric_limits<std::uint32_t>::max();

std::int64_t ToUnits(double degrees, std::uint32_t units_in_e7) { return std::llround(degrees * (1e7 * units_in_e7)); }

}  // namespace

Lattice Lattice::Over(const Box& extent) {
  constexpr std::uint32_t kFinestFirst[] = {10, 1};
  for (const std::uint32_t units : kFinestFirst) {
    const std::int64_t x = ToUnits(extent.lon_min, units) - kRoom;
    const std::int64_t y = ToUnits(extent.lat_min, units) - kRoom;
    const std::int64_t x_end = ToUnits(extent.lon_max, units) + kRoom;
    const std::int64_t y_end = ToUnits(extent.lat_max, units) + kRoom;
    if (std::max(x_end - x, y_end - y) < kEnd) return {x, y, units};
  }
  CHECK(false);  // 360 degrees are 3.6e9 units of 1e-7
  return {0, 0, 1};
}

FinePoint Lattice::Refine(LonLat point) const {
  const double parts = 1e7 * units_in_e7_ * kFineParts;
  const FinePoint fine{.x = std::llround(point.lon * parts) - origin_x_ * kFineParts,
                       .y = std::llround(point.lat * parts) - origin_y_ * kFineParts};
  CHECK(fine.x > 0 && fine.x < kEnd * kFineParts && fine.y > 0 && fine.y < kEnd * kFineParts);
  return fine;
}

}  // namespace wangge::geo
