// Which cells cover a point: the part of a layer that another index may replace. Cells are numbers in the order of
// their codes. Immutable once built: every function may be called from many threads at once.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/position.h"
#include "geo/cell_shapes.h"

namespace wangge::geo {

inline constexpr std::uint32_t kNoCell = std::numeric_limits<std::uint32_t>::max();

struct CellMatch {
  std::uint32_t cell = kNoCell;  // the lowest of those that cover the point
  std::uint32_t matches = 0;     // how many do
};

class CellIndex {
 public:
  virtual ~CellIndex() = default;

  // A cell covers what is inside it or on its edge.
  virtual CellMatch Find(Position point) const = 0;

  // The same for many points; `matches` has the size of `points`.
  virtual void FindBatch(std::span<const Position> points, std::span<CellMatch> matches) const;

  // Adds to `cells`, in any order, every cell whose box meets `box`; it may add others.
  virtual void FindInBox(const Box& box, std::vector<std::uint32_t>& cells) const = 0;
};

}  // namespace wangge::geo
