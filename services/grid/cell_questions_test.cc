#include "services/grid/cell_questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "geo/build/build_layer.h"
#include "rpc/error.h"

namespace wangge::grid {
namespace {

using ::testing::ElementsAre;

// Squares of 0.001 degree from 119 E 28 N on in one row; `wide` of them make one cell.
BookedLayer Row(const std::string& name, int cells, int wide) {
  geo::LayerSource source;
  for (int i = 0; i < cells; ++i) {
    const double west = 119 + i * wide * 0.001, east = 119 + (i + 1) * wide * 0.001;
    const geo::Ring ring{{west, 28}, {east, 28}, {east, 28.001}, {west, 28.001}, {west, 28}};
    source.cells.push_back({name + std::to_string(i), {{.rings = {ring}}}});
  }
  auto layer = geo::BuildLayer({.name = name, .version = 3, .key = "code"}, std::move(source));
  EXPECT_TRUE(layer.ok()) << layer.status();
  return {.layer = *std::move(layer)};
}

class CellQuestions : public ::testing::Test {
 protected:
  v1::FindCellsRequest About() const {
    v1::FindCellsRequest request;
    request.set_layer("unit");
    return request;
  }
  static void Put(double column, double row, v1::Point& point) {
    point.set_longitude(119 + column * 0.001);
    point.set_latitude(28 + row * 0.001);
  }
  std::vector<std::string> Codes(const v1::FindCellsRequest& request) const {
    const auto found = FindCells(layers_, request);
    EXPECT_TRUE(found.ok()) << found.status();
    std::vector<std::string> codes;
    if (found.ok()) {
      EXPECT_EQ(found->layer_version(), 3u);
      for (const auto& cell : found->cells()) codes.push_back(cell.code() + (cell.crossing() ? " crossing" : ""));
    }
    return codes;
  }
  std::string Reason(const v1::FindCellsRequest& request) const {
    return rpc::ReasonOf(FindCells(layers_, request).status());
  }

  const Layers layers_{{"unit", Row("unit", 8, 1)}, {"street", Row("street", 2, 4)}, {"county", Row("county", 1, 8)}};
};

TEST_F(CellQuestions, APointADistanceAFewATrackAndADrawing) {
  v1::FindCellsRequest at = About();
  Put(2.5, 0.5, *at.mutable_at());
  EXPECT_THAT(Codes(at), ElementsAre("unit2"));
  v1::FindCellsRequest within = About();
  Put(2.5, 0.5, *within.mutable_within()->mutable_point());
  within.mutable_within()->set_metres(60);
  EXPECT_THAT(Codes(within), ElementsAre("unit2", "unit1", "unit3"));
  v1::FindCellsRequest nearest = About();
  Put(-1, 0.5, *nearest.mutable_nearest()->mutable_point());
  nearest.mutable_nearest()->set_count(2);
  EXPECT_THAT(Codes(nearest), ElementsAre("unit0", "unit1"));
  v1::FindCellsRequest track = About();
  Put(5.5, 0.5, *track.mutable_track()->add_points());
  Put(3.5, 0.5, *track.mutable_track()->add_points());
  EXPECT_THAT(Codes(track), ElementsAre("unit5", "unit4", "unit3"));
  v1::FindCellsRequest drawn = About();
  auto& ring = *drawn.mutable_drawn()->add_rings();
  for (const auto& [column, row] : {std::pair{0.5, -1.0}, {2.0, -1.0}, {2.0, 2.0}, {0.5, 2.0}, {0.5, -1.0}}) {
    Put(column, row, *ring.add_points());
  }
  EXPECT_THAT(Codes(drawn), ElementsAre("unit0 crossing", "unit1"));
}

TEST_F(CellQuestions, WhatCannotBeAnsweredIsRefusedByName) {
  EXPECT_EQ(Reason(About()), "FIELD_INVALID");
  v1::FindCellsRequest within = About();
  Put(2.5, 0.5, *within.mutable_within()->mutable_point());
  within.mutable_within()->set_metres(50'001);
  EXPECT_EQ(Reason(within), "FIELD_INVALID");
  within.mutable_within()->set_metres(std::nan(""));
  EXPECT_EQ(Reason(within), "FIELD_INVALID");
  within.mutable_within()->mutable_point()->set_latitude(91);
  EXPECT_EQ(Reason(within), "POSITION_OUT_OF_RANGE");
  v1::FindCellsRequest nearest = About();
  Put(0, 0, *nearest.mutable_nearest()->mutable_point());
  EXPECT_EQ(Reason(nearest), "FIELD_INVALID") << "none are asked for";
  v1::FindCellsRequest track = About();
  track.mutable_track();
  EXPECT_EQ(Reason(track), "BATCH_SIZE");
  v1::FindCellsRequest drawn = About();
  Put(0, 0, *drawn.mutable_drawn()->add_rings()->add_points());
  EXPECT_EQ(Reason(drawn), "POLYGON_INVALID");
  drawn.set_layer("village");
  EXPECT_EQ(Reason(drawn), "LAYER_NOT_FOUND");
  drawn.set_layer("unit");
  drawn.set_datum("mars");
  EXPECT_EQ(Reason(drawn), "DATUM_UNKNOWN");
}

TEST_F(CellQuestions, ACellKnowsTheCellsOfCoarserLayersThatHoldIt) {
  v1::GetCellRequest request;
  request.set_layer("unit");
  request.set_code("unit5");
  const auto cell = GetCell(layers_, request);
  ASSERT_TRUE(cell.ok()) << cell.status();
  ASSERT_EQ(cell->parents_size(), 2);
  EXPECT_EQ(cell->parents(0).code(), "street1");
  EXPECT_EQ(cell->parents(1).code(), "county0");
  EXPECT_NEAR(cell->inside().longitude(), 119.0055, 0.0005);
  request.set_code("unit9");
  EXPECT_EQ(rpc::ReasonOf(GetCell(layers_, request).status()), "CELL_NOT_FOUND");
}

}  // namespace
}  // namespace wangge::grid
