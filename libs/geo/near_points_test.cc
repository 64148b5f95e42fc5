#include "geo/near_points.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <tuple>

#include "geo/metres.h"

namespace wangge::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Position kCentre{.lon_e7 = 1'199'200'000, .lat_e7 = 284'500'000};

Position Off(std::int32_t east, std::int32_t north) {
  return {.lon_e7 = kCentre.lon_e7 + east, .lat_e7 = kCentre.lat_e7 + north};
}

std::vector<std::uint32_t> NumbersOf(const std::vector<NearPoint>& near) {
  std::vector<std::uint32_t> numbers;
  for (const NearPoint& point : near) numbers.push_back(point.number);
  return numbers;
}

TEST(NearPoints, ComeNearestFirstWithTheirCentimetres) {
  const std::vector<Position> points{Off(0, 3'000), Off(0, 0), Off(0, 1'000)};
  const NearPoints index(points);
  const std::vector<NearPoint> near = index.Find(kCentre, {.count = 5, .cm_max = 10'000});
  EXPECT_THAT(NumbersOf(near), ElementsAre(1, 2, 0));
  EXPECT_EQ(near[0].cm, 0);
  EXPECT_EQ(near[1].cm, 1'108) << "0.0001 degree of the meridian at 28.45 degrees";
}

TEST(NearPoints, AtTheSameCentimetreTheLowerNumberIsFirst) {
  const std::vector<Position> points{Off(500, 0), Off(-500, 0), Off(500, 0)};
  EXPECT_THAT(NumbersOf(NearPoints(points).Find(kCentre, {.count = 2, .cm_max = 10'000})), ElementsAre(0, 1));
}

TEST(NearPoints, AreNoFartherThanAsked) {
  const std::vector<Position> points{Off(0, 1'000)};
  EXPECT_THAT(NearPoints(points).Find(kCentre, {.count = 1, .cm_max = 1'107}), IsEmpty());
  EXPECT_THAT(NumbersOf(NearPoints(points).Find(kCentre, {.count = 1, .cm_max = 1'108})), ElementsAre(0));
}

TEST(NearPoints, OnlyThoseThatCount) {
  const std::vector<Position> points{Off(0, 1), Off(0, 2), Off(0, 50'000)};
  const auto last = [](std::uint32_t number) { return number == 2; };
  EXPECT_THAT(NumbersOf(NearPoints(points).Find(kCentre, {.count = 1, .cm_max = 100'000, .counts = last})),
              ElementsAre(2));
}

TEST(NearPoints, OfNoneThereIsNone) {
  EXPECT_THAT(NearPoints(std::span<const Position>()).Find(kCentre, {.count = 1, .cm_max = 100'000}), IsEmpty());
}

TEST(NearPoints, AreThoseThatLookingAtEachGives) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int32_t> off(-60'000, 60'000);
  std::vector<Position> points;
  for (int i = 0; i < 3'000; ++i) points.push_back(Off(off(random) / 100 * 100, off(random) / 100 * 100));
  const NearPoints index(points);
  for (int i = 0; i < 200; ++i) {
    const Position from = Off(off(random), off(random));
    const NearQuestion question{.count = 1 + random() % 50, .cm_max = 1 + static_cast<std::int64_t>(random() % 80'000)};
    // By another formula for the centimetres: it may differ in the last one.
    std::vector<std::int64_t> all;
    for (const Position point : points) all.push_back(DistanceCm(from, point));
    std::ranges::sort(all);
    const std::vector<NearPoint> near = index.Find(from, question);
    for (std::size_t k = 0; k < near.size(); ++k) ASSERT_LE(std::abs(near[k].cm - all[k]), 2);
    if (near.size() < question.count) {
      ASSERT_GE(all[near.size()] + 2, question.cm_max);
    }
    ASSERT_TRUE(std::ranges::is_sorted(near, {}, [](const NearPoint& p) { return std::tuple(p.cm, p.number); }));
  }
}

}  // namespace
}  // namespace wangge::geo
