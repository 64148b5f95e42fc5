#include "tests/scenario/grid_map.h"

#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"

namespace wangge::scenario {
namespace {

constexpr std::string_view kKey = "code";
constexpr std::int32_t kSideE7 = 100'000;
constexpr std::int32_t kWestE7 = 1'199'000'000;
constexpr std::int32_t kNorthE7 = 285'000'000;
constexpr int kDecimals = 7;

// The north-west corner of a square.
Position CornerOf(std::size_t row, std::size_t column) {
  return {.lon_e7 = kWestE7 + static_cast<std::int32_t>(column) * kSideE7,
          .lat_e7 = kNorthE7 - static_cast<std::int32_t>(row) * kSideE7};
}

std::string Degrees(std::int32_t e7) {
  std::string text = std::to_string(e7);
  return text.insert(text.size() - kDecimals, ".");
}

std::string Point(Position corner, std::int32_t east, std::int32_t south) {
  return "[" + Degrees(corner.lon_e7 + east * kSideE7) + "," + Degrees(corner.lat_e7 - south * kSideE7) + "]";
}

std::string Feature(char letter, Position corner) {
  return R"({"type":"Feature","properties":{"code":")" + GridMap::CodeOf(letter) +
         R"("},"geometry":{"type":"Polygon","coordinates":[[)" + Point(corner, 0, 1) + "," + Point(corner, 1, 1) + "," +
         Point(corner, 1, 0) + "," + Point(corner, 0, 0) + "," + Point(corner, 0, 1) + "]]}}";
}

}  // namespace

std::string GridMap::CodeOf(char letter) {
  const std::string number = std::to_string(1 + letter - 'A');
  return "331102001001" + std::string(3 - number.size(), '0') + number;
}

Position GridMap::MiddleOf(char letter) const {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const std::size_t column = rows_[row].find(letter);
    if (column == std::string::npos) continue;
    const Position corner = CornerOf(row, column);
    return {.lon_e7 = corner.lon_e7 + kSideE7 / 2, .lat_e7 = corner.lat_e7 - kSideE7 / 2};
  }
  CHECK(false);  // the drawing has no such letter
}

std::string GridMap::GeoJson() const {
  std::string features;
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    for (std::size_t column = 0; column < rows_[row].size(); ++column) {
      if (rows_[row][column] == ' ') continue;
      if (!features.empty()) features += ",\n";
      features += Feature(rows_[row][column], CornerOf(row, column));
    }
  }
  return R"({"type":"FeatureCollection","features":[)" + features + "]}";
}

std::shared_ptr<const geo::Layer> GridMap::Build(const std::string& name, std::uint64_t version) const {
  auto cells = geo::ParseGeoJson(GeoJson(), kKey);
  CHECK(cells.ok());
  auto layer = geo::BuildLayer({.name = name, .version = version, .key = std::string(kKey)}, *std::move(cells));
  CHECK(layer.ok());
  return *layer;
}

}  // namespace wangge::scenario
