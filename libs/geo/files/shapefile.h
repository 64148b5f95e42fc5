// Reads the cells of a layer from an ESRI Shapefile: NAME.shp with NAME.shx and NAME.dbf beside it, and with NAME.prj
// (its coordinate system as WKT) and NAME.cpg (the encoding of its text) where they are. By shapelib, after the sizes
// that the headers claim were compared with the files. Thread-safe; nothing throws.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "geo/files/map_features.h"

namespace wangge::geo {

// `key` is the field of the .dbf whose value is the code of a cell: text, or a whole number, which becomes its decimal
// text (WholeNumberText). The other fields are left out. `encoding` is that of the .dbf, whatever the file says itself;
// empty: by the .cpg, else by the language id of the .dbf. Polygons with z or m are read without.
//
// INVALID_ARGUMENT, with the path: a file that is missing, cut off, or has another number of records than its
// neighbours; shapes of another type than polygons; no such field or one of another type; a code that is empty, a
// fraction, or of bytes that are no text of the encoding; text beyond ASCII of no known encoding; a coordinate that is
// no number. RESOURCE_EXHAUSTED: larger than limits::kConfigBodyBytesMax.
//
// Findings: a ring that is wound as a hole and lies in no outer ring (taken as an outer ring; rings are counted as they
// stand in the result: an outer ring, its holes, the next outer ring), a record that is marked
// as deleted (skipped). A null shape is a feature without geometry.
absl::StatusOr<MapFile> ReadShapefile(const std::string& path, std::string_view key, std::string_view encoding);

// Whether a file begins as a .shp does.
bool IsShapefile(std::string_view start);

}  // namespace wangge::geo
