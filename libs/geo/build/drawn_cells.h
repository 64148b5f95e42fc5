// The cells that a drawn polygon takes in: those wholly inside, and those that its border cuts. Thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/layer.h"

namespace wangge::geo {

struct DrawnCells {
  std::vector<std::string_view> inside{};    // sorted; views into the layer
  std::vector<std::string_view> crossing{};  // partly inside: they share area with the polygon, and have some without
};

// `rings`: the outer ring, then holes, each closed, in degrees, with edges straight in longitude and latitude. A cell
// that only touches is in neither list. INVALID_ARGUMENT: no ring, one of fewer than four points or not closed, a
// coordinate that is no number of degrees, a ring that crosses itself. Areas are taken from the outlines as the file
// gave them. O(log n + edges of the cells whose boxes meet the polygon's, times the log of its own).
absl::StatusOr<DrawnCells> CellsDrawn(const Layer& layer, const std::vector<Ring>& rings);

}  // namespace wangge::geo
