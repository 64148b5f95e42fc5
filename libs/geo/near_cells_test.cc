#include "geo/near_cells.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <random>
#include <string>

#include "geo/build/build_layer.h"
#include "geo/build/drawn_cells.h"
#include "geo/crossed_cells.h"

namespace wangge::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Squares of 0.001 degree from (119, 28) on, named by column and row: "c0r0" is in the south-west.
std::shared_ptr<const Layer> Squares(int columns, int rows) {
  LayerSource source;
  for (int column = 0; column < columns; ++column) {
    for (int row = 0; row < rows; ++row) {
      const double west = 119 + column * 0.001, south = 28 + row * 0.001;
      const double east = 119 + (column + 1) * 0.001, north = 28 + (row + 1) * 0.001;
      const Ring ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
      source.cells.push_back({"c" + std::to_string(column) + "r" + std::to_string(row), {{.rings = {ring}}}});
    }
  }
  const auto layer = BuildLayer({.name = "squares", .version = 1, .key = "code"}, std::move(source));
  EXPECT_TRUE(layer.ok()) << layer.status();
  return *layer;
}

Position At(double column, double row) {
  return {.lon_e7 = static_cast<std::int32_t>(1'190'000'000 + column * 10'000),
          .lat_e7 = static_cast<std::int32_t>(280'000'000 + row * 10'000)};
}

std::vector<std::string_view> CodesOf(const std::vector<NearCell>& near) {
  std::vector<std::string_view> codes;
  for (const NearCell& cell : near) codes.push_back(cell.code);
  return codes;
}

TEST(CellsWithin, AreNearestFirstAndTheOneThatHoldsThePointIsAtZero) {
  const auto layer = Squares(3, 1);
  const std::vector<NearCell> near = CellsWithin(*layer, At(0.5, 0.5), 10'000);
  EXPECT_THAT(CodesOf(near), ElementsAre("c0r0", "c1r0"));
  EXPECT_EQ(near[0].cm, 0);
  EXPECT_NEAR(static_cast<double>(near[1].cm), 0.0005 * 98'364 * 100, 50) << "half a square of 98 m";
  EXPECT_THAT(CodesOf(CellsWithin(*layer, At(0.5, 0.5), 0)), ElementsAre("c0r0"));
  EXPECT_THAT(CellsWithin(*layer, At(5'000, 0), 10'000), IsEmpty());
}

TEST(CellsWithin, EqualDistancesComeByCode) {
  EXPECT_THAT(CodesOf(CellsWithin(*Squares(3, 1), At(1.5, 0.5), 6'000)), ElementsAre("c1r0", "c0r0", "c2r0"));
}

TEST(NearestCells, AreAsManyAsAskedForHoweverFar) {
  const auto layer = Squares(4, 1);
  EXPECT_THAT(CodesOf(NearestCells(*layer, At(-50'000, 0.5), 2)), ElementsAre("c0r0", "c1r0"));
  EXPECT_EQ(NearestCells(*layer, At(0, 0), 9).size(), 4u) << "all there are";
}

TEST(NearestCells, AgreeWithALookAtEveryCell) {
  const auto layer = Squares(12, 9);
  const auto seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> column(-4, 16), row(-4, 13);
  for (int i = 0; i < 300; ++i) {
    const Position point = At(column(random), row(random));
    const std::vector<NearCell> all = CellsWithin(*layer, point, kNearCmMax);
    ASSERT_EQ(all.size(), 108u);
    const std::vector<NearCell> nearest = NearestCells(*layer, point, 7);
    ASSERT_TRUE(std::equal(nearest.begin(), nearest.end(), all.begin())) << point.lon_e7 << "," << point.lat_e7;
  }
}

TEST(CellsCrossed, AreInTheOrderOfTheTrackAndEachOnce) {
  const auto layer = Squares(3, 2);
  const Position there_and_back[] = {At(0.5, 0.5), At(2.5, 0.5), At(2.5, 1.5), At(0.5, 0.5)};
  EXPECT_THAT(CellsCrossed(*layer, there_and_back), ElementsAre("c0r0", "c1r0", "c2r0", "c2r1", "c1r1"));
}

TEST(CellsCrossed, ABorderTouchesBothSides) {
  const auto layer = Squares(2, 2);
  const Position along[] = {At(0.25, 1), At(0.75, 1)};
  EXPECT_THAT(CellsCrossed(*layer, along), ElementsAre("c0r1", "c0r0"));
  const Position corner[] = {At(0.5, 1.5), At(1.5, 0.5)};
  EXPECT_THAT(CellsCrossed(*layer, corner), ElementsAre("c0r1", "c0r0", "c1r0", "c1r1"))
      << "through the corner of four";
}

TEST(CellsCrossed, APointAndAStandstillAreInTheirCell) {
  const auto layer = Squares(2, 2);
  const Position still[] = {At(1.5, 0.5), At(1.5, 0.5)};
  EXPECT_THAT(CellsCrossed(*layer, still), ElementsAre("c1r0"));
  EXPECT_THAT(CellsCrossed(*layer, {}), IsEmpty());
  const Position outside[] = {At(-3, -3), At(-2, 5)};
  EXPECT_THAT(CellsCrossed(*layer, outside), IsEmpty());
}

TEST(CellsCrossed, HoldEveryCellInWhichAPointOfTheLineLies) {
  const auto layer = Squares(12, 9);
  const auto seed = std::random_device()();
  std::printf("seed %u\n", seed);
  std::mt19937 random(seed);
  std::uniform_int_distribution<std::int32_t> column(-20'000, 140'000), row(-20'000, 110'000);
  const auto any = [&] {
    return Position{.lon_e7 = 1'190'000'000 + column(random), .lat_e7 = 280'000'000 + row(random)};
  };
  for (int i = 0; i < 200; ++i) {
    const Position track[] = {any(), any()};
    const auto crossed = CellsCrossed(*layer, track);
    for (int k = 0; k <= 64; ++k) {
      const Position on{.lon_e7 = track[0].lon_e7 + (track[1].lon_e7 - track[0].lon_e7) / 64 * k,
                        .lat_e7 = track[0].lat_e7 + (track[1].lat_e7 - track[0].lat_e7) / 64 * k};
      // Whole steps leave the line by some units: a cell that is deeper than that must be among them.
      const Location found = layer->Locate(on, {.edge = true, .nearest = false});
      if (found.code.empty() || *found.edge_cm < 200) continue;
      ASSERT_NE(std::ranges::find(crossed, found.code), crossed.end()) << found.code;
    }
  }
}

Ring Drawn(double west, double south, double east, double north) {
  const auto lon = [](double column) { return 119 + column * 0.001; };
  const auto lat = [](double row) { return 28 + row * 0.001; };
  return {{lon(west), lat(south)},
          {lon(east), lat(south)},
          {lon(east), lat(north)},
          {lon(west), lat(north)},
          {lon(west), lat(south)}};
}

TEST(CellsDrawn, AreInsideOrCrossingAndTouchingIsNeither) {
  const auto layer = Squares(4, 1);
  const auto drawn = CellsDrawn(*layer, {Drawn(-0.5, -0.5, 1.5, 1.5)});
  ASSERT_TRUE(drawn.ok()) << drawn.status();
  EXPECT_THAT(drawn->inside, ElementsAre("c0r0"));
  EXPECT_THAT(drawn->crossing, ElementsAre("c1r0"));
  const auto holed = CellsDrawn(*layer, {Drawn(-1, -1, 5, 2), Drawn(0.25, 0.25, 0.75, 0.75)});
  ASSERT_TRUE(holed.ok()) << holed.status();
  EXPECT_THAT(holed->inside, ElementsAre("c1r0", "c2r0", "c3r0"));
  EXPECT_THAT(holed->crossing, ElementsAre("c0r0")) << "the hole lies in it";
}

TEST(CellsDrawn, WhatIsNoPolygonIsRefused) {
  const auto layer = Squares(1, 1);
  EXPECT_EQ(CellsDrawn(*layer, {}).status().code(), absl::StatusCode::kInvalidArgument);
  Ring open = Drawn(0, 0, 1, 1);
  open.pop_back();
  EXPECT_EQ(CellsDrawn(*layer, {open}).status().code(), absl::StatusCode::kInvalidArgument);
  Ring bow = Drawn(0, 0, 1, 1);
  std::swap(bow[1], bow[2]);
  EXPECT_EQ(CellsDrawn(*layer, {bow}).status().code(), absl::StatusCode::kInvalidArgument);
  Ring nowhere = Drawn(0, 0, 1, 1);
  nowhere[1].lon = std::nan("");
  EXPECT_EQ(CellsDrawn(*layer, {nowhere}).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace wangge::geo
