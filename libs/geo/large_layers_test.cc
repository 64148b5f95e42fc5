// Layers as large as real ones ever are, built, asked and checked: some of these take a minute.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "geo/build/build_layer.h"
#include "geo/build/layer_check.h"
#include "geo/build/layer_diff.h"

namespace wangge::geo {
namespace {

Position At(double lon, double lat) {
  return {.lon_e7 = static_cast<std::int32_t>(std::lround(lon * 1e7)),
          .lat_e7 = static_cast<std::int32_t>(std::lround(lat * 1e7))};
}

SourceCell Cell(std::string code, Ring ring) {
  return {.code = std::move(code), .polygons = {{.feature = 0, .first_ring = 0, .rings = {std::move(ring)}}}};
}

// A circle of half a degree with ten thousand teeth, so that it nowhere is a smooth curve.
double RadiusAt(double angle) { return 0.5 + 0.001 * std::sin(10'000 * angle); }

constexpr double kLon = 119.9, kLat = 28.4;

Ring Toothed(std::size_t points) {
  Ring ring;
  for (std::size_t i = 0; i < points; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(points);
    ring.push_back({kLon + RadiusAt(angle) * std::cos(angle), kLat + RadiusAt(angle) * std::sin(angle)});
  }
  ring.push_back(ring.front());
  return ring;
}

TEST(LargeLayers, AnOutlineOfAMillionPointsIsBuiltAndAnswersInsideAndOutside) {
  const auto layer = BuildLayer({.name = "l", .version = 1, .key = "code"},
                                {.cells = {Cell("million", Toothed(1'000'000))}, .findings = {}});
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_EQ((*layer)->findings().size(), 0u);
  for (int i = 0; i < 10'000; ++i) {
    const double angle = 2 * std::numbers::pi * i / 10'000 + 1e-4;
    const auto at = [&](double radius) { return At(kLon + radius * std::cos(angle), kLat + radius * std::sin(angle)); };
    ASSERT_EQ((*layer)->Locate(at(RadiusAt(angle) - 1e-5), {}).code, "million") << i;
    ASSERT_EQ((*layer)->Locate(at(RadiusAt(angle) + 1e-5), {}).code, "") << i;
  }
}

TEST(LargeLayers, AnOutlineOfAMillionPointsIsChecked) {
  const auto check =
      CheckLayer({.cells = {Cell("million", Toothed(1'000'000))}, .findings = {}}, StrictRule(), nullptr);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->faults.size(), 0u);
}

// 500 by 400 squares of 0.001 degree, about 100 m.
LayerSource Squares(double shift) {
  constexpr int kColumns = 500, kRows = 400;
  LayerSource source;
  for (int y = 0; y < kRows; ++y) {
    for (int x = 0; x < kColumns; ++x) {
      const auto lon = [&](int column) { return 119 + column * 0.001 + (column % 100 == 50 ? shift : 0); };
      const auto lat = [](int row) { return 28 + row * 0.001; };
      source.cells.push_back(Cell(
          std::to_string(100'000'000 + y * 1'000 + x),
          {{lon(x), lat(y)}, {lon(x + 1), lat(y)}, {lon(x + 1), lat(y + 1)}, {lon(x), lat(y + 1)}, {lon(x), lat(y)}}));
    }
  }
  return source;
}

TEST(LargeLayers, TwoHundredThousandCellsAreBuiltAndEachAnswersInItsMiddle) {
  const auto layer = BuildLayer({.name = "l", .version = 1, .key = "code"}, Squares(0));
  ASSERT_TRUE(layer.ok()) << layer.status();
  ASSERT_EQ((*layer)->codes().size(), 200'000u);
  for (int y = 0; y < 400; ++y) {
    for (int x = 0; x < 500; ++x) {
      const Location at = (*layer)->Locate(At(119.0005 + x * 0.001, 28.0005 + y * 0.001), {});
      ASSERT_EQ(at.code, std::to_string(100'000'000 + y * 1'000 + x));
      ASSERT_EQ(at.matches, 1u);
    }
  }
}

TEST(LargeLayers, TwoHundredThousandCellsAreCheckedAndComparedWithAnotherVersion) {
  const auto check = CheckLayer(Squares(0), StrictRule(), nullptr);
  ASSERT_TRUE(check.ok()) << check.status();
  EXPECT_EQ(check->faults.size(), 0u);
  EXPECT_EQ(check->cells, 200'000u);
  const auto from = CleanUp(Squares(0)), to = CleanUp(Squares(0.0001));
  ASSERT_TRUE(from.ok() && to.ok());
  const auto diff = DiffLayers(*from, *to);
  ASSERT_TRUE(diff.ok()) << diff.status();
  EXPECT_EQ(diff->changes.size(), 2u * 5 * 400);  // both neighbours of five borders in each row
  EXPECT_EQ(diff->unchanged, 200'000u - diff->changes.size());
}

}  // namespace
}  // namespace wangge::geo
