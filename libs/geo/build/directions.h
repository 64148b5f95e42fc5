// Directions of edges in the order in which a hand meets them that turns from just above east towards north; east is
// the last. Exact, pure.
#pragma once

#include <cstdint>

#include "geo/exact.h"

namespace wangge::geo {

struct Direction {
  std::int64_t x = 0;
  std::int64_t y = 0;

  static Direction Between(LatticePoint from, LatticePoint to) {
    return {.x = std::int64_t{to.x} - from.x, .y = std::int64_t{to.y} - from.y};
  }
  bool IsInFirstHalf() const { return y > 0 || (y == 0 && x < 0); }
  friend bool operator<(const Direction& a, const Direction& b) {
    if (a.IsInFirstHalf() != b.IsInFirstHalf()) return a.IsInFirstHalf();
    return SideOf({}, {.x = a.x, .y = a.y}, {.x = b.x, .y = b.y}) > 0;
  }
};

}  // namespace wangge::geo
