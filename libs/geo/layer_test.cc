#include "geo/layer.h"

#include <gtest/gtest.h>

#include <cmath>

#include "geo/build/build_layer.h"

namespace wangge::geo {
namespace {

Ring Square(double lon, double lat, double side) {
  return {{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}};
}

SourceCell Cell(const std::string& code, std::vector<Ring> rings) {
  return {.code = code, .polygons = {{.feature = 0, .first_ring = 0, .rings = std::move(rings)}}};
}

std::shared_ptr<const Layer> Build(std::vector<SourceCell> cells) {
  auto layer = BuildLayer({.name = "test", .version = 3, .key = "code"}, {.cells = std::move(cells), .findings = {}});
  EXPECT_TRUE(layer.ok()) << layer.status();
  return layer.ok() ? *layer : nullptr;
}

Position At(double lon, double lat) {
  return {.lon_e7 = static_cast<std::int32_t>(std::lround(lon * 1e7)),
          .lat_e7 = static_cast<std::int32_t>(std::lround(lat * 1e7))};
}

constexpr LocateOptions kAll{.edge = true, .nearest = true};

TEST(Layer, APointOnASharedEdgeIsInTheCellToItsNorthEastWhateverTheCodes) {
  for (const auto& [west, east] : {std::pair{"a", "b"}, std::pair{"b", "a"}}) {
    const auto layer = Build({Cell(west, {Square(0, 0, 1)}), Cell(east, {Square(1, 0, 1)})});
    const Location on_edge = layer->Locate(At(1, 0.5), kAll);
    EXPECT_EQ(on_edge.code, east);
    EXPECT_EQ(on_edge.matches, 1u);
    EXPECT_EQ(on_edge.edge_cm, 0);
    EXPECT_EQ(layer->Locate(At(0, 0), kAll).code, west);
    EXPECT_EQ(layer->Locate(At(0.9999999, 0.5), kAll).code, west);
    EXPECT_EQ(layer->Locate(At(2, 0.5), kAll).code, "");
    EXPECT_EQ(layer->Locate(At(2, 0.5), kAll).nearest_cm, 0);
  }
}

TEST(Layer, WhereCellsOverlapTheLowestCodeAnswersAndAllAreNamed) {
  const auto layer = Build({Cell("b", {Square(0, 0, 2)}), Cell("a", {Square(1, 0, 2)})});
  const Location location = layer->Locate(At(1.5, 0.5), kAll);
  EXPECT_EQ(location.code, "a");
  EXPECT_EQ(location.matches, 2u);
  EXPECT_EQ(layer->CodesAt(At(1.5, 0.5)), (std::vector<std::string_view>{"a", "b"}));
  EXPECT_EQ(layer->CodesAt(At(0.5, 0.5)), (std::vector<std::string_view>{"b"}));
  EXPECT_TRUE(layer->CodesAt(At(5, 0.5)).empty());
}

TEST(Layer, AHoleIsNotCoveredAndItsWestAndSouthSidesBelongToIt) {
  const auto layer = Build({Cell("ring", {Square(0, 0, 3), Square(1, 1, 1)})});
  EXPECT_EQ(layer->Locate(At(0.5, 0.5), kAll).code, "ring");
  EXPECT_EQ(layer->Locate(At(1.5, 1.5), kAll).code, "");
  EXPECT_EQ(layer->Locate(At(1.5, 1.5), kAll).nearest, "ring");
  EXPECT_EQ(layer->Locate(At(1, 1.5), kAll).code, "");
  EXPECT_EQ(layer->Locate(At(1.5, 1), kAll).code, "");
  EXPECT_EQ(layer->Locate(At(2, 1.5), kAll).code, "ring");
  EXPECT_EQ(layer->Locate(At(1.5, 2), kAll).code, "ring");
}

TEST(Layer, OnlyWhatIsAskedForIsAnswered) {
  const auto layer = Build({Cell("a", {Square(0, 0, 1)})});
  EXPECT_FALSE(layer->Locate(At(0.5, 0.5), {}).edge_cm.has_value());
  EXPECT_FALSE(layer->Locate(At(2, 2), {}).nearest_cm.has_value());
  const Location inside = layer->Locate(At(0.5, 0.5), kAll);
  EXPECT_TRUE(inside.nearest.empty() && !inside.nearest_cm.has_value());
  EXPECT_FALSE(layer->Locate(At(2, 2), kAll).edge_cm.has_value());
}

// Lengths of a degree from published tables of the ellipsoid: at 28 degrees 110.808 km north, 98.360 km east; at the
// equator 110.574 and 111.320; at 60 degrees 111.412 and 55.800.
TEST(Layer, DistancesAreTrueMetresInBothDirections) {
  struct Row {
    double lat, north_m, east_m;
  };
  for (const Row row : {Row{0, 110'574, 111'320}, Row{28, 110'808, 98'360}, Row{60, 111'412, 55'800}}) {
    const auto layer = Build({Cell("a", {Square(10, row.lat - 1, 1)})});
    const Location north = layer->Locate(At(10.5, row.lat + 0.01), kAll);
    EXPECT_NEAR(static_cast<double>(*north.nearest_cm) / 100, row.north_m * 0.01, 0.6) << row.lat;
    const Location east = layer->Locate(At(11.01, row.lat - 0.01), kAll);
    EXPECT_NEAR(static_cast<double>(*east.nearest_cm) / 100, row.east_m * 0.01, row.east_m * 0.01 * 0.0005) << row.lat;
  }
}

TEST(Layer, TheEdgeDistanceIsRoundedToCentimetresAndStopsAtAHundredMetres) {
  const auto layer = Build({Cell("a", {Square(10, -1, 1.5)})});
  EXPECT_EQ(layer->Locate(At(10.00001, 0), kAll).edge_cm, 111);        // 1.1132 m
  EXPECT_EQ(layer->Locate(At(10.0000001, 0), kAll).edge_cm, 1);        // 1.11 cm
  EXPECT_EQ(layer->Locate(At(10.0008, 0), kAll).edge_cm, 8'906);       // 89.056 m
  EXPECT_EQ(layer->Locate(At(10.0009, 0), kAll).edge_cm, kEdgeCmMax);  // 100.19 m
}

// At 60 degrees a degree of longitude is half as long: the cell that is farther in degrees is nearer in metres.
TEST(Layer, NearestMeansNearestInMetres) {
  const auto layer = Build({Cell("north", {Square(10, 60.010, 0.01)}), Cell("east", {Square(10.020, 60, 0.005)})});
  const Location location = layer->Locate(At(10.005, 60.002), kAll);
  EXPECT_EQ(location.nearest, "east");
  EXPECT_NEAR(static_cast<double>(*location.nearest_cm), 83'700, 100);
}

TEST(Layer, TheLowestCodeIsNamedOfTwoEquallyNear) {
  const auto layer = Build({Cell("b", {Square(0, 0, 1)}), Cell("a", {Square(0, 1, 1)}), Cell("c", {Square(0, -1, 1)})});
  EXPECT_EQ(layer->Locate(At(1.5, 1), kAll).nearest, "a");
  EXPECT_EQ(layer->Locate(At(1.5, 0), kAll).nearest, "b");
}

TEST(Layer, TheNearestIsFoundFromAnywhere) {
  const auto layer = Build({Cell("a", {Square(119, 28, 0.001)})});
  for (const Position far : {At(-180, -90), At(180, 90), At(-61, -28), At(0, 0), At(119, 28.5)}) {
    const Location location = layer->Locate(far, kAll);
    EXPECT_EQ(location.nearest, "a");
    EXPECT_GT(*location.nearest_cm, 0);
  }
}

TEST(Layer, ABatchAnswersLikeSinglePoints) {
  const auto layer = Build({Cell("a", {Square(0, 0, 1)}), Cell("b", {Square(1, 0, 1)})});
  const std::vector<Position> points = {At(0.5, 0.5), At(1, 0.5), At(7, 7), At(1.5, 0.2)};
  const std::vector<Location> batch = layer->LocateBatch(points, kAll);
  ASSERT_EQ(batch.size(), points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Location single = layer->Locate(points[i], kAll);
    EXPECT_EQ(batch[i].code, single.code);
    EXPECT_EQ(batch[i].matches, single.matches);
    EXPECT_EQ(batch[i].edge_cm, single.edge_cm);
    EXPECT_EQ(batch[i].nearest, single.nearest);
    EXPECT_EQ(batch[i].nearest_cm, single.nearest_cm);
  }
  EXPECT_TRUE(layer->LocateBatch({}, kAll).empty());
}

}  // namespace
}  // namespace wangge::geo
