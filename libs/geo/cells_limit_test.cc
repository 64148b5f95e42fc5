// A layer as large as it may be: some hundred megabytes of text, so on its own among the slow tests.
#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"
#include "geo/geojson.h"

namespace wangge::geo {
namespace {

TEST(CellsLimit, AMillionCellsAreReadAndOneMoreIsRefused) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  const auto add = [&text](std::size_t code) {
    text.append(R"({"type":"Feature","properties":{"c":)").append(std::to_string(code));
    text.append(R"(},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}})");
  };
  for (std::size_t i = 0; i < limits::kLayerCellsMax; ++i) {
    if (i > 0) text += ',';
    add(i);
  }
  {
    const auto source = ParseGeoJson(text + "]}", "c");
    ASSERT_TRUE(source.ok()) << source.status();
    EXPECT_EQ(source->cells.size(), limits::kLayerCellsMax);
  }
  text += ',';
  add(limits::kLayerCellsMax);
  const auto refused = ParseGeoJson(text + "]}", "c");
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(std::string(refused.status().message()).find("at most 1000000 cells"), std::string::npos);
}

}  // namespace
}  // namespace wangge::geo
