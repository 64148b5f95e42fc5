// A place as state knows it: WGS 84 / CGCS2000 geographic coordinates in units of 1e-7 degree (about 1 cm), so that
// no decision depends on floating point. Immutable value; std only.
#pragma once

#include <compare>
#include <cstdint>

namespace wangge {

struct Position {
  std::int32_t lon_e7 = 0;  // -180e7 ..= 180e7
  std::int32_t lat_e7 = 0;  // -90e7 ..= 90e7
  friend constexpr auto operator<=>(const Position&, const Position&) = default;
};

constexpr bool IsOnEarth(Position p) {
  return p.lon_e7 >= -1'800'000'000 && p.lon_e7 <= 1'800'000'000 && p.lat_e7 >= -900'000'000 && p.lat_e7 <= 900'000'000;
}

}  // namespace wangge
