// The cells that a track passes. A track is points joined by lines that are straight in longitude and latitude, as
// edges are; whether a line meets an edge is decided in whole numbers (1e-8 degree). Pure; thread-safe.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/position.h"
#include "geo/layer.h"

namespace wangge::geo {

// In the order in which the track first touches them, borders included; each once. Of several that a track touches in
// the same place the lower code comes first. A single point is in the cells that hold it. Codes are views into the
// layer. O(edges of the cells whose boxes meet a line, for each line).
std::vector<std::string_view> CellsCrossed(const Layer& layer, std::span<const Position> track);

}  // namespace wangge::geo
