#include "geo/build/layer_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "geo/area.h"

namespace wangge::geo {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kSide = 0.001;

Ring Box(double x, double y, double width = 1, double height = 1) {
  const double west = 119 + x * kSide, south = 28 + y * kSide;
  const double east = 119 + (x + width) * kSide, north = 28 + (y + height) * kSide;
  return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

struct Named {
  std::string code;
  Ring ring;
};

LayerDiff DiffOf(const std::vector<Named>& from, const std::vector<Named>& to) {
  const auto clean = [](const std::vector<Named>& cells) {
    LayerSource source;
    for (const Named& cell : cells) {
      source.cells.push_back({.code = cell.code, .polygons = {{.feature = 0, .first_ring = 0, .rings = {cell.ring}}}});
    }
    return *CleanUp(source);
  };
  auto diff = DiffLayers(clean(from), clean(to));
  EXPECT_TRUE(diff.ok()) << diff.status();
  return *std::move(diff);
}

auto Is(ChangeKind kind, const std::vector<std::string>& from, const std::vector<std::string>& to) {
  return AllOf(Field(&Change::kind, kind), Field(&Change::from, from), Field(&Change::to, to));
}

TEST(LayerDiff, ALayerDoesNotDifferFromItself) {
  const std::vector<Named> cells = {{"a", Box(0, 0)}, {"b", Box(1, 0)}};
  const LayerDiff diff = DiffOf(cells, cells);
  EXPECT_THAT(diff.changes, IsEmpty());
  EXPECT_EQ(diff.unchanged, 2u);
  EXPECT_NEAR(diff.common_m2, RingAreaM2(Box(0, 0, 2)), 1e-3);
}

TEST(LayerDiff, AnotherCodeForTheSameLandIsRenamedAlsoWhereCodesAreSwapped) {
  EXPECT_THAT(DiffOf({{"village", Box(0, 0)}}, {{"community", Box(0, 0)}}).changes,
              ElementsAre(Is(ChangeKind::kRenamed, {"village"}, {"community"})));
  EXPECT_THAT(DiffOf({{"a", Box(0, 0)}, {"b", Box(1, 0)}}, {{"b", Box(0, 0)}, {"a", Box(1, 0)}}).changes,
              ElementsAre(Is(ChangeKind::kRenamed, {"a"}, {"b"}), Is(ChangeKind::kRenamed, {"b"}, {"a"})));
}

TEST(LayerDiff, ACellInSeveralIsSplitWithTheShareOfEach) {
  const LayerDiff diff = DiffOf({{"a", Box(0, 0, 4)}}, {{"a", Box(0, 0, 3)}, {"a2", Box(3, 0)}});
  ASSERT_THAT(diff.changes, ElementsAre(Is(ChangeKind::kSplit, {"a"}, {"a", "a2"})));
  ASSERT_THAT(diff.changes[0].land, SizeIs(2));
  EXPECT_NEAR(diff.changes[0].land[0].share_from, 0.75, 1e-6);
  EXPECT_NEAR(diff.changes[0].land[0].share_to, 1, 1e-6);
  EXPECT_EQ(diff.changes[0].land[1].to, "a2");
  EXPECT_NEAR(diff.changes[0].land[1].m2, RingAreaM2(Box(3, 0)), 1e-3);
}

TEST(LayerDiff, SeveralCellsInOneAreMerged) {
  const LayerDiff diff = DiffOf({{"a", Box(0, 0)}, {"b", Box(1, 0)}, {"c", Box(2, 0)}}, {{"b", Box(0, 0, 3)}});
  ASSERT_THAT(diff.changes, ElementsAre(Is(ChangeKind::kMerged, {"a", "b", "c"}, {"b"})));
  EXPECT_NEAR(diff.changes[0].land[0].share_to, 1.0 / 3, 1e-6);
}

TEST(LayerDiff, ABorderThatMovesMovesBothCells) {
  const LayerDiff diff = DiffOf({{"a", Box(0, 0)}, {"b", Box(1, 0)}}, {{"a", Box(0, 0, 0.9)}, {"b", Box(0.9, 0, 1.1)}});
  ASSERT_THAT(diff.changes, ElementsAre(Is(ChangeKind::kMoved, {"a"}, {"a"}), Is(ChangeKind::kMoved, {"b"}, {"b"})));
  EXPECT_FALSE(diff.changes[0].renamed);
  EXPECT_NEAR(diff.changes[0].land[0].share_from, 0.9, 1e-6);
  EXPECT_EQ(diff.changes[0].land[1].to, "b");
  EXPECT_NEAR(diff.changes[0].land[1].share_from, 0.1, 1e-6);
}

TEST(LayerDiff, ABorderThatMovesWithTheCodeIsMovedAndRenamed) {
  const LayerDiff diff = DiffOf({{"a", Box(0, 0)}}, {{"z", Box(0, 0, 0.9)}});
  ASSERT_THAT(diff.changes, ElementsAre(Is(ChangeKind::kMoved, {"a"}, {"z"})));
  EXPECT_TRUE(diff.changes[0].renamed);
}

TEST(LayerDiff, ACodeThatGoesToOtherLandIsMovedWithNothingInCommon) {
  const LayerDiff diff = DiffOf({{"a", Box(0, 0)}}, {{"a", Box(5, 0)}});
  ASSERT_THAT(diff.changes, ElementsAre(Is(ChangeKind::kMoved, {"a"}, {"a"})));
  EXPECT_THAT(diff.changes[0].land, ElementsAre(Field(&CommonLand::to, ""), Field(&CommonLand::from, "")));
}

TEST(LayerDiff, WhatContinuesInNoneVanishedAndWhatContinuesNoneIsNew) {
  const LayerDiff diff = DiffOf({{"a", Box(0, 0)}, {"gone", Box(5, 0)}}, {{"a", Box(0, 0)}, {"fresh", Box(9, 0)}});
  EXPECT_THAT(diff.changes, ElementsAre(Is(ChangeKind::kVanished, {"gone"}, {}), Is(ChangeKind::kNew, {}, {"fresh"})));
  EXPECT_EQ(diff.unchanged, 1u);
}

TEST(LayerDiff, AVanishedCellTellsWhoHasItsLand) {
  // Three neighbours take a third each, none of which is most of the cell or of the neighbour.
  const LayerDiff diff =
      DiffOf({{"a", Box(0, 0, 3)}, {"b", Box(0, 1, 1, 2)}, {"c", Box(1, 1, 1, 2)}, {"d", Box(2, 1, 1, 2)}},
             {{"b", Box(0, 0, 1, 3)}, {"c", Box(1, 0, 1, 3)}, {"d", Box(2, 0, 1, 3)}});
  ASSERT_FALSE(diff.changes.empty());
  const Change& last = diff.changes.back();
  EXPECT_EQ(last.kind, ChangeKind::kVanished);
  EXPECT_THAT(last.land, SizeIs(3));
  EXPECT_NEAR(last.land[0].share_from, 1.0 / 3, 1e-6);
}

TEST(LayerDiff, SliversOfBordersThatWereDrawnAnewChangeNothingButAreSummed) {
  const LayerDiff diff =
      DiffOf({{"a", Box(0, 0)}, {"b", Box(1, 0)}}, {{"a", Box(0, 0, 1.0005)}, {"b", Box(1.0005, 0)}});
  EXPECT_THAT(diff.changes, IsEmpty());
  EXPECT_EQ(diff.unchanged, 2u);
  EXPECT_NEAR(diff.sliver_m2, 2 * RingAreaM2(Box(1, 0, 0.0005)), 1e-3);
}

TEST(LayerDiff, LandInSeveralCellsOfAVersionCountsForTheLowestCode) {
  const LayerDiff diff = DiffOf({{"a", Box(0, 0, 2)}, {"b", Box(1, 0, 2)}}, {{"a", Box(0, 0, 2)}, {"b", Box(2, 0)}});
  EXPECT_THAT(diff.changes, IsEmpty());
  EXPECT_EQ(diff.unchanged, 2u);
}

}  // namespace
}  // namespace wangge::geo
