// Cells near a point: those within a distance, and the nearest few. Distances are to the nearest edge in metres.h's
// metres at the point's latitude, 0 where the point lies in the cell, rounded to centimetres; at equal distances the
// lower code comes first. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/position.h"
#include "geo/layer.h"

namespace wangge::geo {

struct NearCell {
  std::string_view code{};  // a view into the layer
  std::int64_t cm = 0;
  friend bool operator==(const NearCell&, const NearCell&) = default;
};

inline constexpr std::int64_t kNearCmMax = 5'000'000;  // 50 km: beyond it the metres are off by more than 200 m

// Nearest first. `cm` is 0 to kNearCmMax. O(log n + edges of the cells whose boxes meet the square of that half side).
std::vector<NearCell> CellsWithin(const Layer& layer, Position point, std::int64_t cm);

// The `count` nearest, or all where there are fewer; however far. O(log n + edges of the cells
// whose boxes are no farther than the last of them).
std::vector<NearCell> NearestCells(const Layer& layer, Position point, std::size_t count);

}  // namespace wangge::geo
