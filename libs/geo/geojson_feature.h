// One feature of a GeoJSON text. Used by geojson.cc and files/geojson_map.cc.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/layer_source.h"

namespace wangge::geo {

struct Feature {
  std::string code;
  std::vector<SourcePolygon> polygons;  // empty: nothing to build, and `findings` says why
  std::vector<Finding> findings;
};

enum class Coordinates {
  kDegrees,  // longitude, latitude; others are refused
  kOfAMap,   // any finite numbers: x as `lon`, y as `lat`
};

// Errors and findings as ParseGeoJson lists them; `number` is the feature's place in the file, from 0.
absl::StatusOr<Feature> ParseFeature(const nlohmann::json& feature, std::string_view key, std::size_t number,
                                     Coordinates coordinates = Coordinates::kDegrees);

}  // namespace wangge::geo
