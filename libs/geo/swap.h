// Latitude and longitude in the wrong order: how it shows. Pure, thread-safe.
#pragma once

#include <optional>

#include "base/position.h"
#include "geo/lattice.h"
#include "geo/layer_source.h"

namespace wangge::geo {

inline LonLat Exchanged(LonLat point) { return {.lon = point.lat, .lat = point.lon}; }

// Whether `box`, closed, holds the point.
bool Holds(const Box& box, LonLat point);

// Whether the point lies outside of `box`, and within it with longitude and latitude exchanged. Never of a point whose
// exchange is not on Earth, and never where both lie in the box.
bool SuggestsSwap(Position point, const Box& box);
bool SuggestsSwap(LonLat point, const Box& box);

// Whether a layer of this extent lies apart from `area`, and meets it with longitude and latitude exchanged.
bool SuggestsSwap(const Box& layer, const Box& area);

// Of all cells; nullopt: there are none.
std::optional<Box> ExtentOf(const LayerSource& source);

}  // namespace wangge::geo
