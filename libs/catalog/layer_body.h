// The body of a layer edition: one line that says how to read the GeoJSON, then the GeoJSON bytes as they are.
//   wangge-layer 1 key=<key> datum=<datum>[ source=<format> crs=<crs>][ index=geos]\n<GeoJSON>
// The first line is part of what is hashed, so that the same bytes under another key are another edition. `source` and
// `crs` say what the GeoJSON was converted from (libs/geo/files); without them it is the file as it was. Pure.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace wangge::catalog {

struct LayerBody {
  std::string key{};    // attribute of a feature that holds its code; no blanks or control characters
  std::string datum{};  // as libs/geo names it
  std::string_view geojson{};
  std::string source{};        // "shapefile", "geopackage", "geojson"; empty, as `crs` is then: nothing was converted
  std::string crs{};           // "EPSG:4549"
  bool index_of_geos = false;  // in place of the cover index of libs/geo
};

// INVALID_ARGUMENT: an empty key or datum, one of `source` and `crs` without the other, or one of the four with a blank
// or control character.
absl::StatusOr<std::string> EncodeLayerBody(const LayerBody& layer);

// `geojson` of the result points into `body`. DATA_LOSS: not written by EncodeLayerBody.
absl::StatusOr<LayerBody> DecodeLayerBody(std::string_view body);

// Whether its boundaries are made up for a demonstration (config/demo): a feature has the property `illustrative:
// true`.
bool IsIllustrative(const LayerBody& layer);

}  // namespace wangge::catalog
