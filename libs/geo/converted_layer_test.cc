// A layer from the file of a surveyor to the answer about a point: what conversion may not break.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "geo/build/build_layer.h"
#include "geo/files/layer_file.h"
#include "geo/files/testing/shape_writer.h"
#include "geo/geojson.h"

namespace wangge::geo {
namespace {

TEST(ConvertedLayer, ABorderWithATJunctionHasNoGap) {
  // One large cell above, two below whose common corner lies on the border, which slants, where no halving of it comes.
  const MapPoint a{480'000, 3'140'000}, b{520'000, 3'160'000}, t{492'000, 3'146'000};
  const MapRing above = {a, {480'000, 3'180'000}, {520'000, 3'180'000}, b, a};
  const MapRing left = {a, t, {492'000, 3'120'000}, {480'000, 3'120'000}, a};
  const MapRing right = {t, b, {520'000, 3'120'000}, {492'000, 3'120'000}, t};
  const std::string folder = TestFolder();
  WriteShapefile(folder + "a", {}, {{"above", {above}}, {"left", {left}}, {"right", {right}}});
  const auto file = ReadLayerFile(folder + "a.shp", {.key = "CODE", .crs = "EPSG:4549"});
  ASSERT_TRUE(file.ok()) << file.status();
  const auto layer =
      BuildLayer({.name = "a", .version = 1, .key = "CODE"}, ParseGeoJson(file->geojson, "CODE").value());
  ASSERT_TRUE(layer.ok()) << layer.status();
  EXPECT_TRUE((*layer)->findings().empty());
  // Along the border, by steps of the smallest unit across it: always exactly one cell.
  const auto source = ParseGeoJson(file->geojson, "CODE").value();
  std::size_t asked = 0;
  for (const LonLat& p : source.cells[0].polygons[0].rings[0]) {
    if (p.lat > 28.56) continue;
    for (int dx = -3; dx <= 3; ++dx) {
      for (int dy = -3; dy <= 3; ++dy) {
        const Position at{.lon_e7 = static_cast<std::int32_t>(std::lround(p.lon * 1e7)) + dx,
                          .lat_e7 = static_cast<std::int32_t>(std::lround(p.lat * 1e7)) + dy};
        const Location found = (*layer)->Locate(at, {});
        const bool is_inside = at.lon_e7 > 1'197'980'000 && at.lon_e7 < 1'202'020'000;
        if (!is_inside) continue;
        EXPECT_EQ(found.matches, 1u) << at.lon_e7 << " " << at.lat_e7;
        ++asked;
      }
    }
  }
  EXPECT_GT(asked, 5'000u);
}

}  // namespace
}  // namespace wangge::geo
