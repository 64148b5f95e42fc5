#include "geo/files/ring_groups.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace wangge::geo {
namespace {

// A square from (low, low) to (high, high), clockwise: an outer ring.
MapRing Outer(double low, double high) { return {{low, low}, {low, high}, {high, high}, {high, low}, {low, low}}; }
MapRing Hole(double low, double high) {
  MapRing ring = Outer(low, high);
  std::ranges::reverse(ring);
  return ring;
}

TEST(GroupRings, AHoleGoesToTheSmallestOuterRingAroundItWhateverTheOrder) {
  const auto groups = GroupRings({Hole(4, 5), Outer(0, 10), Hole(1, 9), Outer(3, 7)});
  ASSERT_EQ(groups.polygons.size(), 2u);
  EXPECT_EQ(groups.polygons[0], (MapPolygon{Outer(0, 10), Hole(1, 9)}));
  EXPECT_EQ(groups.polygons[1], (MapPolygon{Outer(3, 7), Hole(4, 5)})) << "an island in a hole, with a hole";
  EXPECT_TRUE(groups.reversed.empty());
}

TEST(GroupRings, AHoleThatTouchesItsOuterRingIsStillIts) {
  const MapRing corner = {{0, 0}, {2, 1}, {1, 2}, {0, 0}};  // one corner on the outer ring, counter-clockwise
  EXPECT_EQ(GroupRings({Outer(0, 10), corner}).polygons, (std::vector<MapPolygon>{{Outer(0, 10), corner}}));
  const MapRing diamond = {{5, 0}, {10, 5}, {5, 10}, {0, 5}, {5, 0}};  // every corner on it
  EXPECT_EQ(GroupRings({Outer(0, 10), diamond}).polygons, (std::vector<MapPolygon>{{Outer(0, 10), diamond}}));
}

TEST(GroupRings, AHoleInNoOuterRingIsAnOuterRingWoundTheWrongWay) {
  const auto groups = GroupRings({Hole(0.2, 0.4), Outer(0, 1), Hole(5, 6), Hole(20, 30)});
  ASSERT_EQ(groups.polygons.size(), 3u);
  EXPECT_EQ(groups.polygons[1], MapPolygon{Hole(5, 6)});
  EXPECT_EQ(groups.reversed, (std::vector<std::size_t>{1, 2}));
}

TEST(GroupRings, OuterRingsWithinOneAnotherStayOuterRings) {
  EXPECT_EQ(GroupRings({Outer(0, 10), Outer(2, 3)}).polygons.size(), 2u);
}

TEST(GroupRings, RingsWithoutAreaAndNoRingsAreKeptAsTheyAre) {
  EXPECT_TRUE(GroupRings({}).polygons.empty());
  EXPECT_EQ(GroupRings({MapRing{}, MapRing{{1, 1}}}).polygons.size(), 2u);
}

TEST(GroupRings, SignsAreRightForLargeCoordinates) {
  MapRing outer = Outer(0, 0.5), hole = Hole(0.1, 0.2);
  for (MapRing* ring : {&outer, &hole}) {
    for (MapPoint& p : *ring) p = {.x = p.x + 40'500'000, .y = p.y + 3'148'000};
  }
  EXPECT_EQ(GroupRings({hole, outer}).polygons, (std::vector<MapPolygon>{{outer, hole}}));
}

}  // namespace
}  // namespace wangge::geo
