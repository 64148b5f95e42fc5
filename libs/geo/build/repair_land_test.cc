#include "geo/build/repair_land.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "geo/area.h"

namespace wangge::geo {
namespace {

Ring Box(double west, double width) {
  return {{west, 28}, {west + width, 28}, {west + width, 28.001}, {west, 28.001}, {west, 28}};
}

SourceCell Cell(const std::string& code, const std::vector<Ring>& parts) {
  SourceCell cell{.code = code, .polygons = {}};
  for (const Ring& part : parts) cell.polygons.push_back({.feature = 0, .first_ring = 0, .rings = {part}});
  return cell;
}

std::vector<RepairedCell> RepairedOf(const std::vector<SourceCell>& cells) {
  const LayerSource source{.cells = cells, .findings = {}};
  const auto clean = CleanUp(source);
  EXPECT_TRUE(clean.ok()) << clean.status();
  auto repaired = RepairedLand(source, *clean);
  EXPECT_TRUE(repaired.ok()) << repaired.status();
  return *std::move(repaired);
}

TEST(RepairLand, ACellThatNeededNoRepairIsNotListed) {
  EXPECT_THAT(RepairedOf({Cell("a", {Box(119, 0.001)})}), ::testing::IsEmpty());
}

TEST(RepairLand, ARingThatCrossesItselfIsDividedAndNoLandMoves) {
  const Ring bow = {{119, 28}, {119.001, 28.001}, {119.001, 28}, {119, 28.001}, {119, 28}};
  const auto repaired = RepairedOf({Cell("a", {Box(119.01, 0.001)}), Cell("bow", {bow})});
  ASSERT_EQ(repaired.size(), 1u);
  EXPECT_EQ(repaired[0].code, "bow");
  EXPECT_NEAR(repaired[0].before_m2, RingAreaM2(Box(119, 0.001)) / 2, 0.1);
  EXPECT_NEAR(repaired[0].after_m2, repaired[0].before_m2, 1e-2);
  EXPECT_LT(repaired[0].added_m2 + repaired[0].removed_m2, 1e-2);
}

TEST(RepairLand, PartsThatOverlapAreJoinedAndGainTheLandThatTheyBothHad) {
  const auto repaired = RepairedOf({Cell("a", {Box(119, 0.001), Box(119.0005, 0.001)})});
  ASSERT_EQ(repaired.size(), 1u);
  EXPECT_NEAR(repaired[0].added_m2, RingAreaM2(Box(119.0005, 0.0005)), 1e-2);
  EXPECT_NEAR(repaired[0].after_m2, RingAreaM2(Box(119, 0.0015)), 1e-2);
  EXPECT_EQ(repaired[0].removed_m2, 0);
}

TEST(RepairLand, ACellOfWhichNothingIsLeftIsListedWithoutLand) {
  const auto repaired =
      RepairedOf({Cell("a", {Box(119, 0.001)}), Cell("line", {{{120, 28}, {121, 28}, {122, 28}, {120, 28}}})});
  ASSERT_EQ(repaired.size(), 1u);
  EXPECT_EQ(repaired[0].code, "line");
  EXPECT_EQ(repaired[0].after_m2, 0);
}

}  // namespace
}  // namespace wangge::geo
