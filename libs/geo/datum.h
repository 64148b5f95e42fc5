// The datums in which people and maps give a place, and the way to WGS 84, in which state keeps it. Two of them are
// shifts of WGS 84 that Chinese web maps apply within China: GCJ-02 (some 100 to 700 metres) and, on top of it, BD-09.
// A place does not show its datum, so whoever sends one says it; nothing here guesses. Pure, thread-safe.
// Formulas: the published reconstructions of both shifts, as in the open library gcoord (MIT), which is the oracle.
#pragma once

#include <optional>
#include <string_view>

#include "base/position.h"
#include "geo/layer_source.h"

namespace wangge::geo {

enum class Datum {
  kWgs84,     // "wgs84"
  kCgcs2000,  // "cgcs2000", the same as WGS 84 to some centimetres
  kGcj02,     // "gcj02"
  kBd09,      // "bd09"
};

inline constexpr std::string_view kDatumNames = "\"wgs84\", \"cgcs2000\", \"gcj02\" or \"bd09\"";

std::optional<Datum> DatumNamed(std::string_view name);

// Within a millimetre of the place whose shift is `point`; 2 to 6 steps. Outside of China (72.004 to 137.8347 degrees
// east, 0.8293 to 55.8271 north) GCJ-02 is WGS 84. `point` is on Earth.
LonLat ToWgs84(LonLat point, Datum datum);

// The other way.
LonLat FromWgs84(LonLat point, Datum datum);

// To 1e-7 degree, the nearest. `point` is on Earth.
Position ToPosition(LonLat point);

}  // namespace wangge::geo
