// Predicates on lattice points, exact for every input. Pure.
#pragma once

#include <algorithm>
#include <cstdint>

#include "geo/lattice.h"

namespace wangge::geo {

__extension__ typedef __int128 Wide;

// A lattice point, a fine one, or one a little beyond: |x| and |y| below 2^42, so that no product overflows.
using WidePoint = FinePoint;

constexpr WidePoint Widen(LatticePoint p) { return {.x = p.x, .y = p.y}; }

// Above 0: `c` is to the left of the line from `a` to `b`; 0: on it.
constexpr int SideOf(WidePoint a, WidePoint b, WidePoint c) {
  const Wide cross = Wide{b.x - a.x} * (c.y - a.y) - Wide{b.y - a.y} * (c.x - a.x);
  return cross > 0 ? 1 : cross < 0 ? -1 : 0;
}

// The greatest whole number not above n / d, for d > 0.
constexpr Wide FloorDivide(Wide n, Wide d) { return n >= 0 ? n / d : -((-n + d - 1) / d); }

// Whether the segment a-b meets the closed box; exact.
constexpr bool MeetsBox(WidePoint a, WidePoint b, WidePoint low, WidePoint high) {
  if (std::max(a.x, b.x) < low.x || std::min(a.x, b.x) > high.x) return false;
  if (std::max(a.y, b.y) < low.y || std::min(a.y, b.y) > high.y) return false;
  const int sw = SideOf(a, b, low);
  const int se = SideOf(a, b, {.x = high.x, .y = low.y});
  const int nw = SideOf(a, b, {.x = low.x, .y = high.y});
  const int ne = SideOf(a, b, high);
  return !(sw > 0 && se > 0 && nw > 0 && ne > 0) && !(sw < 0 && se < 0 && nw < 0 && ne < 0);
}

}  // namespace wangge::geo
