// Areas in m² on the WGS 84 ellipsoid, of outlines whose edges are straight in longitude and latitude. Pure,
// thread-safe.
//
// A small piece of the ellipsoid is M(f) N(f) cos f df dl, M and N being the radii of curvature at the latitude f. With
//   Q(f) = integral of M N cos from the equator to f
//        = b²/2 (s / (1 - e² s²) + ln((1 + e s) / (1 - e s)) / 2e),  s = sin f   (Snyder 1987, p. 16; the authalic q)
// the area of a ring that runs counterclockwise is minus the integral of Q dl along it. Longitude and latitude grow
// evenly along an edge, so the integral over one edge is its difference of longitude times the mean of Q between its
// latitudes: three points of Gauss for every 5 degrees, which is exact to 1e-13.
//
// What is left is the rounding of doubles: some 1e-6 m² a kilometre of outline, below 1e-11 of the area of a province.
// An edge gives both of its sides the same number, so what one cell gains another loses.
#pragma once

#include "geo/layer_source.h"

namespace wangge::geo {

class EllipsoidArea {
 public:
  // Counts from `latitude` on instead of from the equator: near the outlines, the numbers stay small.
  explicit EllipsoidArea(double latitude);

  // Between the parallel of `latitude` and the edge, in m²: positive where an edge north of it runs east. The sum over
  // a ring that runs clockwise is its area, counterclockwise minus its area.
  double Under(LonLat from, LonLat to) const;

 private:
  double base_;
};

// Of a closed ring, positive when it runs counterclockwise. Parts that it runs round twice count twice.
double RingAreaM2(const Ring& ring);

}  // namespace wangge::geo
