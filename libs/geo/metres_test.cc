#include "geo/metres.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

namespace wangge::geo {
namespace {

TEST(MetresTest, ADegreeIsAsLongAsTheEllipsoidMakesIt) {
  // WGS 84: 111,319.49 m along the equator; 110,574.39 m from the equator to 1 degree north.
  EXPECT_EQ(DistanceCm({0, 0}, {10'000'000, 0}), 11'131'949);
  EXPECT_NEAR(static_cast<double>(DistanceCm({0, 0}, {0, 10'000'000})), 11'057'439, 5);
  // In Lishui: one degree of longitude is about 97.9 km.
  EXPECT_NEAR(static_cast<double>(DistanceCm({1'195'000'000, 284'500'000}, {1'205'000'000, 284'500'000})), 9'794'500,
              5'000);
}

TEST(MetresTest, ADistanceIsTheSameBothWays) {
  const Position a{1'199'000'000, 284'500'000};
  const Position b{1'199'123'456, 284'498'765};
  EXPECT_EQ(DistanceCm(a, b), DistanceCm(b, a));
  EXPECT_EQ(DistanceCm(a, a), 0);
}

TEST(MetresTest, ADistanceGoesTheShortWayOverThe180thMeridian) {
  EXPECT_EQ(DistanceCm({1'799'999'999, 0}, {-1'799'999'999, 0}), DistanceCm({0, 0}, {2, 0}));
  EXPECT_EQ(DistanceCm({1'800'000'000, 0}, {-1'800'000'000, 0}), 0);
}

// A box that left out a place would hide a case that is near.
TEST(ReachOf, HoldsEveryPlaceThatIsAsNear) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  const auto within = [&random](std::int64_t from, std::int64_t to) {
    return std::uniform_int_distribution<std::int64_t>(from, to)(random);
  };
  constexpr std::int64_t kRound = 3'600'000'000;
  int near = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::int64_t cm = within(0, 100'000);
    const Position centre{static_cast<std::int32_t>(within(-1'800'000'000, 1'800'000'000)),
                          static_cast<std::int32_t>(within(-900'000'000, 900'000'000))};
    const Reach reach = ReachOf(centre, cm);
    std::int64_t lon = centre.lon_e7 + within(-reach.lon_e7 - 10, reach.lon_e7 + 10);
    if (lon > kRound / 2) lon -= kRound;
    if (lon < -kRound / 2) lon += kRound;
    const std::int64_t lat = centre.lat_e7 + within(-reach.lat_e7 - 10, reach.lat_e7 + 10);
    const Position place{static_cast<std::int32_t>(lon),
                         static_cast<std::int32_t>(std::clamp<std::int64_t>(lat, -900'000'000, 900'000'000))};
    if (DistanceCm(centre, place) > cm) continue;
    ++near;
    const std::int64_t across = std::abs(std::int64_t{place.lon_e7} - centre.lon_e7);
    ASSERT_LE(std::min(across, kRound - across), reach.lon_e7) << centre.lon_e7 << "," << centre.lat_e7 << " " << cm;
    ASSERT_LE(std::abs(std::int64_t{place.lat_e7} - centre.lat_e7), reach.lat_e7);
  }
  EXPECT_GT(near, 50'000);
}

TEST(ReachOf, IsNoLargerThanItMustBe) {
  const Reach reach = ReachOf({1'199'000'000, 284'500'000}, 5'000);
  EXPECT_NEAR(static_cast<double>(reach.lat_e7), 50 / 110'850.0 * 1e7, 60);
  EXPECT_NEAR(static_cast<double>(reach.lon_e7), 50 / 97'990.0 * 1e7, 60);
}

}  // namespace
}  // namespace wangge::geo
