// Areas as Well-Known Binary (ISO 13249-3), as GeoPackages hold them. Pure, thread-safe.
//
//   polygon      = order type:u32 count:u32 { ring }          type 3, 1003 (with z), 2003 (with m), 3003 (with both)
//   multipolygon = order type:u32 count:u32 { polygon }       type 6, 1006, 2006, 3006
//   ring         = count:u32 { x:f64 y:f64 [z:f64] [m:f64] }
//   order        = 0 (big-endian) | 1 (little-endian), of all numbers up to the next order
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/files/map_features.h"

namespace wangge::geo {

// Its polygons, z and m left out. INVALID_ARGUMENT: another type, cut off, bytes left over, a count of more than the
// bytes can hold (so memory is bounded by the size of `bytes`), a coordinate that is no number.
absl::StatusOr<std::vector<MapPolygon>> ReadWkb(std::string_view bytes);

}  // namespace wangge::geo
