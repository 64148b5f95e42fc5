#include "geo/swap.h"

#include <gtest/gtest.h>

namespace wangge::geo {
namespace {

constexpr Box kLishui{.lon_min = 118.7, .lat_min = 27.4, .lon_max = 120.5, .lat_max = 28.9};

TEST(SuggestsSwap, APointThatLiesInTheBoxOnlyExchanged) {
  EXPECT_TRUE(SuggestsSwap(LonLat{.lon = 28.45, .lat = 119.92}, kLishui));
  EXPECT_TRUE(SuggestsSwap(LonLat{.lon = 27.4, .lat = 118.7}, kLishui)) << "the box is closed";
}

TEST(SuggestsSwap, NotAPointInTheBoxNorOneThatIsElsewhereEitherWay) {
  EXPECT_FALSE(SuggestsSwap(LonLat{.lon = 119.92, .lat = 28.45}, kLishui));
  EXPECT_FALSE(SuggestsSwap(LonLat{.lon = 121.5, .lat = 31.2}, kLishui));
  EXPECT_FALSE(SuggestsSwap(LonLat{.lon = 31.2, .lat = 121.5}, kLishui));
}

TEST(SuggestsSwap, NotWhereBothOrdersLieInTheBox) {
  constexpr Box kSquare{.lon_min = 10, .lat_min = 10, .lon_max = 20, .lat_max = 20};
  EXPECT_FALSE(SuggestsSwap(LonLat{.lon = 12, .lat = 18}, kSquare));
}

TEST(SuggestsSwap, APositionIsInItsOwnUnits) {
  constexpr Box kKashgar{.lon_min = 75.5, .lat_min = 39.2, .lon_max = 76.5, .lat_max = 39.8};
  EXPECT_TRUE(SuggestsSwap(Position{.lon_e7 = 395'000'000, .lat_e7 = 760'000'000}, kKashgar));
  EXPECT_FALSE(SuggestsSwap(Position{.lon_e7 = 760'000'000, .lat_e7 = 395'000'000}, kKashgar));
}

TEST(SuggestsSwap, ALayerThatMeetsAnAreaOnlyExchanged) {
  constexpr Box kKashgar{.lon_min = 75.5, .lat_min = 39.2, .lon_max = 76.5, .lat_max = 39.8};
  constexpr Box kExchanged{.lon_min = 39.2, .lat_min = 75.5, .lon_max = 39.8, .lat_max = 76.5};
  constexpr Box kBudapest{.lon_min = 18.9, .lat_min = 47.3, .lon_max = 19.3, .lat_max = 47.6};
  EXPECT_TRUE(SuggestsSwap(kExchanged, kKashgar));
  EXPECT_FALSE(SuggestsSwap(kKashgar, kKashgar));
  EXPECT_FALSE(SuggestsSwap(kBudapest, kKashgar)) << "elsewhere either way";
}

TEST(ExtentOf, IsAroundAllOuterRings) {
  EXPECT_FALSE(ExtentOf({}).has_value());
  const LayerSource source{.cells = {{.code = "a", .polygons = {{.rings = {{{1, 2}, {3, 2}, {3, 4}, {1, 2}}}}}},
                                     {.code = "b", .polygons = {{.rings = {{{-1, 2}, {0, 9}, {0, 2}, {-1, 2}}}}}}},
                           .findings = {}};
  const auto extent = ExtentOf(source);
  ASSERT_TRUE(extent.has_value());
  EXPECT_EQ(extent->lon_min, -1);
  EXPECT_EQ(extent->lon_max, 3);
  EXPECT_EQ(extent->lat_min, 2);
  EXPECT_EQ(extent->lat_max, 9);
}

}  // namespace
}  // namespace wangge::geo
