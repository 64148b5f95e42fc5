// Metres around a place on the WGS 84 ellipsoid: differences of longitude and latitude times two factors that hold at
// that place. Over a distance d the error is about d * tan|latitude| * d / 2R (R = 6,371 km): below 1 mm at 100 m and
// 45 degrees, 8 m at 10 km. Not for poles and not across the 180th meridian. Pure, thread-safe.
#pragma once

#include "geo/layer_source.h"

namespace wangge::geo {

struct MetreScale {
  double lon = 0;  // metres of one degree of longitude
  double lat = 0;  // metres of one degree of latitude
};

MetreScale MetreScaleAt(double latitude);

// The distance in metres from `p` to the segment a-b, both scaled by `scale`.
double SegmentMetres(const MetreScale& scale, LonLat p, LonLat a, LonLat b);

}  // namespace wangge::geo
