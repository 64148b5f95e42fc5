// Reads the cells of a layer from an OGC GeoPackage: an SQLite database whose feature tables hold geometries as blobs.
// By SQLite, opened for reading only. Thread-safe; nothing throws.
//
//   blob     = "GP" version:u8 flags:u8 srs_id:i32 [envelope] WKB     (WKB: wkb.h)
//   flags    = bit 0: srs_id and envelope are little-endian; bits 1-3: numbers in the envelope (0: 0, 1: 4, 2: 6, 3: 6,
//              4: 8 doubles); bit 4: the geometry is empty; bit 5: an extension of the format instead of WKB
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "geo/files/map_features.h"

namespace wangge::geo {

// `table` names the feature table; empty: the only one. `key` is the column whose value is the code of a cell: text, an
// integer, or a real number that is whole. The other columns are left out. Features come in the order of their row ids.
//
// INVALID_ARGUMENT, with the path: not a GeoPackage or damaged; no such table, no table of features at all, or several
// and none named; no such column; a code that is missing, empty, too long or of another type; a blob that is damaged or
// cut off, of another coordinate system than the table, or of another type than (multi)polygons. RESOURCE_EXHAUSTED:
// larger than limits::kConfigBodyBytesMax.
absl::StatusOr<MapFile> ReadGeoPackage(const std::string& path, std::string_view key, std::string_view table);

// Whether a file begins as an SQLite database does.
bool IsGeoPackage(std::string_view start);

}  // namespace wangge::geo
