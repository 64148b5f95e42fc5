// Reads the cells of a layer from GeoJSON (RFC 7946). Pure, thread-safe; nothing throws.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "geo/layer_source.h"

namespace wangge::geo {

// `text` is a FeatureCollection of Polygons and MultiPolygons; `key` is the property whose string or integer is the
// code of a cell (an integer becomes its decimal text).
//
// INVALID_ARGUMENT refuses the whole text, "`file_name`:line:column: ..." where there is a file name, and else with
// line, column and byte or with feature, code and ring: not JSON or cut off, not a FeatureCollection, a geometry of
// another type, a code that is missing, empty, longer than limits::kIdBytesMax or of another type, a coordinate that is
// not a number of degrees (for example projected metres), a `crs` member other than WGS 84 / CRS84 (EPSG:4326) or
// CGCS2000 (EPSG:4490), more than limits::kLayerCellsMax cells.
//
// Not an error but a finding: a ring of fewer than four points (dropped; with its holes when it is an outer ring), a
// ring that does not end where it began (closed), a feature without geometry (skipped) or without any polygon left
// (kept out), several features of one code (merged into one cell of several parts).
absl::StatusOr<LayerSource> ParseGeoJson(std::string_view text, std::string_view key, std::string_view file_name = {});

}  // namespace wangge::geo
