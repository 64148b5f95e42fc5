#include "services/grid/layer_book.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "catalog/layer_body.h"
#include "rpc/error.h"
#include "services/grid/grid_port.h"
#include "services/grid/point_check.h"

namespace wangge::grid {
namespace {

std::string Square(const std::string& code) {
  return R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":")" + code +
         R"(","illustrative":true},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]})";
}

BookedLayer LayerOf(const std::string& name, std::uint64_t version, const std::string& code) {
  const std::string geojson = Square(code);
  return *LayerOfEdition(name, version, Timestamp{1}, *catalog::EncodeLayerBody({"code", "wgs84", geojson}));
}

TEST(LayerBookTest, NothingIsAnsweredBeforeTheSetIsWhole) {
  LayerBook book;
  book.Put(LayerOf("unit", 1, "a"));
  EXPECT_EQ(rpc::ReasonOf(book.Read().status()), "LAYERS_NOT_LOADED");
  book.Open();
  ASSERT_TRUE(book.Read().ok());
  EXPECT_TRUE((*book.Read())->at("unit").illustrative);
}

TEST(LayerBookTest, AReaderKeepsItsSetAndAnOlderVersionChangesNothing) {
  LayerBook book;
  book.Open();
  book.Put(LayerOf("unit", 2, "b"));
  const auto before = *book.Read();
  book.Put(LayerOf("unit", 3, "c"));
  book.Put(LayerOf("unit", 1, "a"));
  EXPECT_EQ(before->at("unit").layer->version(), 2u);
  EXPECT_EQ((*book.Read())->at("unit").layer->version(), 3u);
}

TEST(LayerBookTest, APointGetsAPlacementOrAGapForEachLayer) {
  LayerBook book;
  book.Open();
  book.Put(LayerOf("unit", 4, "a"));
  const ComponentBook components;
  LocalGrid grid(book, components);
  grid.LocateAll({{5'000'000, 5'000'000}, {20'000'000, 5'000'000}}, Timestamp{}, [](const auto& found) {
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->size(), 2u);
    EXPECT_EQ((*found)[0].placements, (std::vector<domain::Placement>{{"unit", 4, "a", 1, std::nullopt}}));
    ASSERT_EQ((*found)[1].gaps.size(), 1u);
    EXPECT_EQ((*found)[1].gaps[0].nearest, "a");
    EXPECT_GT((*found)[1].gaps[0].nearest_cm, 10'000'000);
  });
}

TEST(PointCheckTest, APointOfAWebMapIsTakenBackToWgs84) {
  wire::Faults faults;
  const auto datum = CheckDatum("gcj02", "datum", faults);
  EXPECT_EQ(datum, geo::Datum::kGcj02);
  const auto point = CheckPoint(119.924403079, 28.446586291, datum, "p", faults);
  ASSERT_TRUE(point.has_value());
  EXPECT_NEAR(point->lon_e7, 1'199'200'000, 1);
  EXPECT_NEAR(point->lat_e7, 284'500'000, 1);
  EXPECT_FALSE(CheckPoint(119.92, 28.45, std::nullopt, "p", faults));
  EXPECT_TRUE(faults.empty());
}

TEST(PointCheckTest, PointsAreRoundedAndWrongOnesNamed) {
  wire::Faults faults;
  EXPECT_EQ(CheckPoint(119.123456789, -28.00000004, geo::Datum::kWgs84, "p", faults),
            (Position{1'191'234'568, -280'000'000}));
  EXPECT_TRUE(faults.empty());
  EXPECT_FALSE(CheckPoint(std::nan(""), 90.1, geo::Datum::kWgs84, "p", faults));
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_EQ(faults[0].field, "p.longitude");
  EXPECT_EQ(faults[1].field, "p.latitude");
  EXPECT_EQ(faults[1].reason, "POSITION_OUT_OF_RANGE");
  EXPECT_FALSE(CheckDatum("krass", "datum", faults));
  EXPECT_EQ(faults.back().reason, "DATUM_UNKNOWN");
}

}  // namespace
}  // namespace wangge::grid
