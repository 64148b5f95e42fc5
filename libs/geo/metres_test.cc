#include "geo/metres.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace wangge::geo
