// Writes the features of a map as GeoJSON in longitude and latitude. Used by layer_file.cc alone.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "absl/status/statusor.h"
#include "geo/files/map_features.h"

namespace wangge::geo {

using RingToEarth = std::function<absl::StatusOr<Ring>(const MapRing&)>;

// One feature a line, MultiPolygons all; a feature without geometry keeps its place. Numbers are the shortest that read
// back as they are. Errors of `to_earth`, with feature and ring; RESOURCE_EXHAUSTED: more than `bytes_max`.
absl::StatusOr<std::string> WriteGeoJson(std::span<const MapFeature> features, const RingToEarth& to_earth,
                                         std::size_t bytes_max);

}  // namespace wangge::geo
