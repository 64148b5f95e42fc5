// Edges between faces, and which of them a path crosses. Each point of the lattice stands for the point a little east
// of it, and much less north of it: (x + e, y + e^2) for an e smaller than any difference. Such a point is on no edge
// and in no corner, so it lies in exactly one face; a point on a border belongs to the face in its north-east. Exact,
// pure.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "geo/exact.h"
#include "geo/lattice.h"

namespace wangge::geo {

struct BorderEdge {
  LatticePoint low;  // low.y <= high.y; when equal, low.x < high.x
  LatticePoint high;

  static BorderEdge Between(LatticePoint p, LatticePoint q) {
    const bool in_order = p.y != q.y ? p.y < q.y : p.x < q.x;
    return in_order ? BorderEdge{p, q} : BorderEdge{q, p};
  }
};

// Whether a ray from `p` to the west crosses the edge.
inline bool IsWestOf(const BorderEdge& edge, WidePoint p) {
  return edge.low.y <= p.y && p.y < edge.high.y && SideOf(Widen(edge.low), Widen(edge.high), p) <= 0;
}

// The lowest y of a point of column `x` that is above the edge; none when the edge does not cross the column.
inline std::optional<std::int64_t> AboveIn(const BorderEdge& edge, std::int64_t x) {
  WidePoint left = Widen(edge.low), right = Widen(edge.high);
  if (left.x > right.x) std::swap(left, right);
  if (left.x > x || right.x <= x) return std::nullopt;
  const Wide climb = Wide{right.y - left.y} * (x - left.x);
  const Wide run = right.x - left.x;
  // On a rising edge the point that stands for (x, y) is below it, on a level or a falling one above it.
  if (right.y > left.y) return left.y + static_cast<std::int64_t>(FloorDivide(climb, run)) + 1;
  return left.y - static_cast<std::int64_t>(FloorDivide(-climb, run));
}

// Whether a path north from `from` and then east to `to` crosses the edge an odd number of times.
inline bool IsCrossed(const BorderEdge& edge, WidePoint from, WidePoint to) {
  const auto above = AboveIn(edge, from.x);
  const bool north = above.has_value() && *above > from.y && *above <= to.y;
  const bool east = IsWestOf(edge, to) && !IsWestOf(edge, {.x = from.x, .y = to.y});
  return north != east;
}

}  // namespace wangge::geo
