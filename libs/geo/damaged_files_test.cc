// Files that were cut or had bits flipped, from the file to a point in its cell. What a test can see is that there is
// an answer or a refusal of the input; what it cannot, the sanitizers do: run it in the preset asan.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "geo/build/build_layer.h"
#include "geo/files/layer_file.h"
#include "geo/files/testing/package_writer.h"
#include "geo/files/testing/shape_writer.h"
#include "geo/geojson.h"

namespace wangge::geo {
namespace {

constexpr char kZone120[] =
    R"(PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",)"
    R"(DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],)"
    R"(UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],)"
    R"(PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],)"
    R"(PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])";
constexpr int kRounds = 150;
constexpr std::size_t kFlipsMax = 12;

class DamagedFiles : public ::testing::Test {
 protected:
  DamagedFiles() {
    const char* given = std::getenv("WANGGE_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
    std::printf("WANGGE_SEED=%u\n", seed);
    random_.seed(seed);
  }

  // As the import of a layer does: OK where a point was looked for.
  absl::Status Import(const std::string& path) const {
    const auto file = ReadLayerFile(path, {.key = "CODE"});
    if (!file.ok()) return file.status();
    auto source = ParseGeoJson(file->geojson, "CODE");
    if (!source.ok()) return source.status();
    const auto layer = BuildLayer({.name = "survey", .version = 1, .key = "CODE"}, *std::move(source));
    if (!layer.ok()) return layer.status();
    (void)(*layer)->Locate({1'200'004'000, 284'475'000}, {.edge = true, .nearest = true});
    return absl::OkStatus();
  }
  std::string Damaged(std::string bytes) {
    if (random_() % 4 == 0) return bytes.substr(0, random_() % bytes.size());
    for (std::size_t flips = 1 + random_() % kFlipsMax; flips > 0; --flips) {
      bytes[random_() % bytes.size()] ^= static_cast<char>(1 << random_() % 8);
    }
    return bytes;
  }
  // Damages one of the files at a time, and mends it.
  void TryAll(const std::string& path, const std::vector<std::string>& files) {
    ASSERT_TRUE(Import(path).ok()) << Import(path);
    std::map<absl::StatusCode, int> answers;
    for (int i = 0; i < kRounds; ++i) {
      const std::string& file = files[random_() % files.size()];
      const std::string whole = ReadBytes(file);
      WriteBytes(file, Damaged(whole));
      const absl::Status status = Import(path);
      ++answers[status.code()];
      EXPECT_NE(status.code(), absl::StatusCode::kUnknown) << status;
      EXPECT_NE(status.code(), absl::StatusCode::kInternal) << status;
      WriteBytes(file, whole);
    }
    EXPECT_GT(answers[absl::StatusCode::kInvalidArgument], kRounds / 10) << "damage is noticed";
    EXPECT_TRUE(Import(path).ok()) << "nothing is kept of a damaged file";
  }

  const std::string folder_ = TestFolder();
  const std::vector<MapRing> squares_ = {OuterSquare(500'000, 3'148'000, 100), OuterSquare(500'100, 3'148'000, 100),
                                         OuterSquare(500'000, 3'148'100, 200)};
  std::mt19937 random_;
};

TEST_F(DamagedFiles, AShapefileIsReadOrRefused) {
  const std::string stem = folder_ + "survey";
  std::vector<ShapeRecord> records;
  for (std::size_t i = 0; i < squares_.size(); ++i) records.push_back({std::to_string(i), {squares_[i]}});
  WriteShapefile(stem, {}, records);
  WriteBytes(stem + ".prj", kZone120);
  WriteBytes(stem + ".cpg", "GB18030");
  TryAll(stem + ".shp", {stem + ".shp", stem + ".shx", stem + ".dbf", stem + ".prj", stem + ".cpg"});
}

TEST_F(DamagedFiles, AGeoPackageIsReadOrRefused) {
  const std::string path = folder_ + "survey.gpkg";
  {
    PackageWriter package(path);
    package.AddTable("grids", "CODE", "TEXT", 4549);
    for (std::size_t i = 0; i < squares_.size(); ++i) {
      package.AddRow("grids", "'" + std::to_string(i) + "'", PolygonBlob({squares_[i]}, 4549));
    }
  }
  TryAll(path, {path});
}

TEST_F(DamagedFiles, AGeoJsonIsReadOrRefused) {
  std::string features;
  for (const MapRing& square : squares_) {
    std::string points;
    for (const MapPoint& p : square) {
      points += (points.empty() ? "[" : ",[") + std::to_string(p.x) + "," + std::to_string(p.y) + "]";
    }
    features += (features.empty() ? "" : ",") + std::string(R"({"type":"Feature","properties":{"CODE":")") +
                std::to_string(features.size()) + R"("},"geometry":{"type":"Polygon","coordinates":[[)" + points +
                "]]}}";
  }
  const std::string path = folder_ + "survey.geojson";
  WriteBytes(path,
             R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:4549"}},"features":[)" +
                 features + "]}");
  TryAll(path, {path});
}

}  // namespace
}  // namespace wangge::geo
