// The whole numbers in which a layer decides: longitude and latitude in units of 1e-8 degree (about 1 mm), or of 1e-7
// (about 1 cm) where a layer is wider than 42 degrees, counted from an origin south-west of everything in it. A
// Position is such a number exactly, so no point is ever rounded; corners of cells are rounded once, when the layer is
// built. Immutable value, thread-safe.
#pragma once

#include <compare>
#include <cstdint>

#include "base/position.h"
#include "geo/layer_source.h"

namespace wangge::geo {

struct LatticePoint {
  std::uint32_t x = 0;
  std::uint32_t y = 0;
  friend constexpr auto operator<=>(const LatticePoint&, const LatticePoint&) = default;
};

// A place in parts of a lattice unit, 256 to each, in which differences of doubles still show.
struct FinePoint {
  std::int64_t x = 0;
  std::int64_t y = 0;
  friend constexpr auto operator<=>(const FinePoint&, const FinePoint&) = default;
};
inline constexpr std::int64_t kFineParts = 256;

// The lattice point whose square of one unit, closed to the west and the south, holds the place.
constexpr LatticePoint RoundToLattice(FinePoint p) {
  return {.x = static_cast<std::uint32_t>((p.x + kFineParts / 2) / kFineParts),
          .y = static_cast<std::uint32_t>((p.y + kFineParts / 2) / kFineParts)};
}

struct Box {
  double lon_min = 0;  // degrees
  double lat_min = 0;
  double lon_max = 0;
  double lat_max = 0;
};

class Lattice {
 public:
  // Holds everything in `extent`, which lies on Earth, with room around it: neither 0 nor kEnd - 1 is taken by it.
  static Lattice Over(const Box& extent);

  // One that was made before: its origin in units, and its units in 1e-7 degree (1 or 10).
  Lattice(std::int64_t origin_x, std::int64_t origin_y, std::uint32_t units_in_e7)
      : origin_x_(origin_x), origin_y_(origin_y), units_in_e7_(units_in_e7) {}

  // A point of the extent in parts of a unit, the nearest: outlines keep these until they are noded (snap_rounding.h).
  FinePoint Refine(LonLat point) const;
  // The degrees of a place in units, which may lie between lattice points.
  LonLat DegreesOf(double x, double y) const {
    const double units = 1e7 * units_in_e7_;
    return {.lon = (static_cast<double>(origin_x_) + x) / units, .lat = (static_cast<double>(origin_y_) + y) / units};
  }
  // False: the point is beyond the lattice, so in no cell.
  bool Find(Position point, LatticePoint& found) const {
    const std::int64_t x = std::int64_t{point.lon_e7} * units_in_e7_ - origin_x_;
    const std::int64_t y = std::int64_t{point.lat_e7} * units_in_e7_ - origin_y_;
    found = {.x = static_cast<std::uint32_t>(x), .y = static_cast<std::uint32_t>(y)};
    return found.x == x && found.y == y;
  }

  std::int64_t origin_x() const { return origin_x_; }
  std::int64_t origin_y() const { return origin_y_; }
  std::uint32_t units_in_e7() const { return units_in_e7_; }

  friend constexpr bool operator==(const Lattice&, const Lattice&) = default;

 private:
  std::int64_t origin_x_;  // in units; may lie outside of the Earth by a few of them
  std::int64_t origin_y_;
  std::uint32_t units_in_e7_;
};

}  // namespace wangge::geo
