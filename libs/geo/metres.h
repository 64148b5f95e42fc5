// Metres around a place on the WGS 84 ellipsoid: differences of longitude and latitude times two factors that hold at
// that place. Over a distance d the error is about d * tan|latitude| * d / 2R (R = 6,371 km): below 1 mm at 100 m and
// 45 degrees, 8 m at 10 km. Not for poles and not across the 180th meridian. Pure, thread-safe.
#pragma once

#include <cstdint>

#include "base/position.h"
#include "geo/layer_source.h"

namespace wangge::geo {

struct MetreScale {
  double lon = 0;  // metres of one degree of longitude
  double lat = 0;  // metres of one degree of latitude
};

MetreScale MetreScaleAt(double latitude);

// The distance in metres from `p` to the segment a-b, both scaled by `scale`; its square, where the least of many is
// asked.
double SegmentMetres(const MetreScale& scale, LonLat p, LonLat a, LonLat b);
double SegmentMetresSquared(const MetreScale& scale, LonLat p, LonLat a, LonLat b);

// Between two places, in whole centimetres, the short way round the globe; scaled in the middle of the two, so within
// 1 % up to 1,000 km outside the polar circles. For what is too far to be walked, not for where a border runs.
std::int64_t DistanceCm(Position a, Position b);

// How far a place may lie to the east or west, and to the north or south, in units of 1e-7 degree, while DistanceCm to
// `centre` is at most `cm`: a box that leaves none of them out. Whole parallels where a pole is near.
struct Reach {
  std::int64_t lon_e7 = 0;
  std::int64_t lat_e7 = 0;
};
Reach ReachOf(Position centre, std::int64_t cm);

}  // namespace wangge::geo
