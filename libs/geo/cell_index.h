// Which cells cover a point: the part of a layer that another index may replace. Cells are numbers in the order of
// their codes. Immutable once built: every function may be called from many threads at once.
//
// Every index gives the same answers: a point on a shared edge or corner is in one cell, the one in its north-east
// (build/border.h), whatever the order in which the layer was written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "base/position.h"

namespace wangge::geo {

inline constexpr std::uint32_t kNoCell = std::numeric_limits<std::uint32_t>::max();

// What the index of a layer may take unless it is told otherwise.
inline constexpr std::size_t kIndexBytesDefault = std::size_t{256} << 20;

struct CellMatch {
  std::uint32_t cell = kNoCell;  // the lowest of those that cover the point
  std::uint32_t matches = 0;     // how many do
  friend constexpr bool operator==(const CellMatch&, const CellMatch&) = default;
};

class CellIndex {
 public:
  virtual ~CellIndex() = default;

  virtual CellMatch Find(Position point) const = 0;

  // The same for many points; `matches` has the size of `points`.
  virtual void FindBatch(std::span<const Position> points, std::span<CellMatch> matches) const;

  // Adds every cell that covers the point to `cells`, in ascending order.
  virtual void FindAll(Position point, std::vector<std::uint32_t>& cells) const = 0;

  // Memory that the index takes; an estimate where a library holds it.
  virtual std::size_t bytes() const = 0;
};

}  // namespace wangge::geo
