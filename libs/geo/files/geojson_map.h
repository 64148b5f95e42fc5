// Reads a GeoJSON text whose coordinates are not longitude and latitude of WGS 84: GeoJSON of 2008 may have others, as
// its `crs` member says. Pure, thread-safe; nothing throws.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "geo/files/map_features.h"

namespace wangge::geo {

// What the `crs` member declares; nullopt: there is none, or it is null. Names such as "EPSG:4549",
// "urn:ogc:def:crs:EPSG::4549", "urn:ogc:def:crs:OGC:1.3:CRS84" or the end of a URL of opengis.net. INVALID_ARGUMENT: a
// `crs` without such a name. A text that is no JSON declares nothing here: reading it tells.
absl::StatusOr<std::optional<DeclaredCrs>> CrsOfGeoJson(std::string_view text);

// As ParseGeoJson, with coordinates of any size. All properties are kept. Findings of features that the features
// themselves still show (without geometry, without polygons) are left to who builds them.
absl::StatusOr<MapFile> ParseGeoJsonMap(std::string_view text, std::string_view key);

}  // namespace wangge::geo
