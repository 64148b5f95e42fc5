#include "geo/area.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace wangge::geo {
namespace {

// All of the ellipsoid, as GeographicLib and EPSG have it: 510,065,621,724,088 m².
TEST(Area, TheWholeEarthHasTheAreaThatIsPublished) {
  const Ring earth = {{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}};
  EXPECT_NEAR(RingAreaM2(earth), 510'065'621'724'088.4, 1e4);
}

// The same integral, summed from 20,000 x 1 thin strips of M N cos f: nothing of Q in it.
double BetweenParallels(double south, double north, double degrees_of_longitude) {
  constexpr double a = 6'378'137.0, e2 = 0.00669437999014, radians = std::numbers::pi / 180;
  constexpr int kStrips = 20'000;
  double sum = 0;
  for (int i = 0; i < kStrips; ++i) {
    const double f = (south + (north - south) * (i + 0.5) / kStrips) * radians;
    const double w2 = 1 - e2 * std::sin(f) * std::sin(f);
    sum += a * a * (1 - e2) / (w2 * w2) * std::cos(f);
  }
  return sum * (north - south) * radians / kStrips * degrees_of_longitude * radians;
}

TEST(Area, ABoxHasTheAreaBetweenItsParallels) {
  const auto box = [](double lon, double lat, double side) {
    return Ring{{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}};
  };
  for (const double lat : {-89.0, -45.0, 0.0, 28.45, 60.0, 89.0}) {
    const double expected = BetweenParallels(lat, lat + 1, 1);
    EXPECT_NEAR(RingAreaM2(box(119, lat, 1)) / expected, 1, 1e-8) << lat;
  }
  // One thousandth of a degree, a unit grid of the demo city: 98 m by 111 m.
  EXPECT_NEAR(RingAreaM2(box(119.92, 28.45, 0.001)), BetweenParallels(28.45, 28.451, 0.001), 1e-4);
}

TEST(Area, ASlantingEdgeIsStraightInDegrees) {
  // Two triangles along the diagonal of a box are the box, and over all longitudes each is half of a cap's box on the
  // equator, where north and south are alike.
  const Ring below = {{0, -30}, {40, -30}, {40, 30}, {0, -30}}, above = {{0, -30}, {40, 30}, {0, 30}, {0, -30}};
  EXPECT_NEAR(RingAreaM2(below), RingAreaM2(above), 1);
  EXPECT_NEAR((RingAreaM2(below) + RingAreaM2(above)) / BetweenParallels(-30, 30, 40), 1, 1e-8);
}

TEST(Area, ARingThatRunsClockwiseHasANegativeArea) {
  const Ring ring = {{0, 0}, {1, 0}, {1, 1}, {0, 0}};
  EXPECT_GT(RingAreaM2(ring), 0);
  EXPECT_DOUBLE_EQ(RingAreaM2({ring.rbegin(), ring.rend()}), -RingAreaM2(ring));
  EXPECT_EQ(RingAreaM2({}), 0);
}

TEST(Area, APieceOfASquareMillimetreStillHasItsArea) {
  const double side = 1e-8;  // degree, some millimetre
  const Ring ring = {
      {119.5, 28.5}, {119.5 + side, 28.5}, {119.5 + side, 28.5 + side}, {119.5, 28.5 + side}, {119.5, 28.5}};
  const double expected = BetweenParallels(28.5, 28.5 + 1e-3, 1e-3) * 1e-10;
  EXPECT_NEAR(RingAreaM2(ring), expected, 1e-9);
}

}  // namespace
}  // namespace wangge::geo
