#include "insight/recurrence.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

namespace wangge::insight {
namespace {

constexpr Position kHere{.lon_e7 = 1'199'000'000, .lat_e7 = 284'500'000};
constexpr Timestamp kNoon{1'800'000'000'000'000};

Position North(Position from, double metres) {
  return {.lon_e7 = from.lon_e7, .lat_e7 = from.lat_e7 + static_cast<std::int32_t>(metres / 0.0111319)};
}

TEST(Recurrence, OfTheSameCategoryWithinFiftyMetresAndADay) {
  Recurrence recurrence;
  EXPECT_FALSE(recurrence.Add("lamp", kHere, kNoon));
  EXPECT_TRUE(recurrence.Add("lamp", North(kHere, 49), kNoon + Hours(24)));
  EXPECT_FALSE(recurrence.Add("cover", kHere, kNoon + Hours(24))) << "another category";
  EXPECT_FALSE(recurrence.Add("lamp", North(kHere, 101), kNoon + Hours(24))) << "another place";
  EXPECT_FALSE(recurrence.Add("lamp", std::nullopt, kNoon + Hours(24))) << "no place";
  EXPECT_FALSE(recurrence.Add("lamp", kHere, kNoon + Hours(49))) << "too late";
}

TEST(Recurrence, AgreesWithALookAtEveryReport) {
  const auto seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  struct Report {
    Position position;
    Timestamp at;
  };
  for (const std::int32_t lat : {0, 284'500'000, -650'000'000, 880'000'000}) {
    Recurrence recurrence;
    std::vector<Report> all;
    std::uniform_int_distribution<std::int32_t> offset(-60'000, 60'000);
    std::exponential_distribution<double> minutes(0.2);
    Timestamp now = kNoon;
    for (int i = 0; i < 2'000; ++i) {
      now = now + Seconds(static_cast<std::int64_t>(minutes(random) * 60));
      const Position here{.lon_e7 = offset(random), .lat_e7 = lat + offset(random)};
      bool expected = false;
      for (const Report& report : all) {
        const double dx = (here.lon_e7 - report.position.lon_e7) * 0.0111319 *
                          std::cos(report.position.lat_e7 * 1e-7 * 3.14159265358979323846 / 180);
        const double dy = (here.lat_e7 - report.position.lat_e7) * 0.0111319;
        expected |= dx * dx + dy * dy <= 2'500 && report.at + Hours(24) >= now;
      }
      ASSERT_EQ(recurrence.Add("lamp", here, now), expected) << "report " << i << " at latitude " << lat;
      all.push_back({here, now});
    }
  }
}

}  // namespace
}  // namespace wangge::insight
