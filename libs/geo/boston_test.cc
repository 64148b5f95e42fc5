// Real boundaries and real points: what the city of Boston published for 2011.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/csv/csv_reader.h"
#include "base/file/file.h"
#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/degrees.h"
#include "geo/geojson.h"

namespace wangge::geo {
namespace {

class Boston : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* given = std::getenv("WANGGE_DATA");
    folder_ = (given != nullptr ? std::string(given) : std::string(WANGGE_SOURCE_DIR) + "/../shared/data") +
              "/boston_311_2011";
    if (!ReadFile(folder_ + "/wards.geojson", kBytesMax).ok()) {
      GTEST_SKIP() << "The records of Boston are not in " << folder_ << "; WANGGE_DATA names the folder above it.";
    }
  }

  absl::StatusOr<std::shared_ptr<const Layer>> Build(const std::string& file, const std::string& key,
                                                     const KeptIndex* kept = nullptr) const {
    WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(folder_ + "/" + file, kBytesMax));
    WANGGE_ASSIGN_OR_RETURN(LayerSource source, ParseGeoJson(text, key));
    return BuildLayer({.name = "boston", .version = 1, .key = key}, std::move(source), kept);
  }

  // Of the city's records; none where they cannot be read.
  std::vector<Position> Points() const {
    auto source = ByteSource::Open(folder_ + "/cases.csv.gz");
    if (!source.ok()) return {};
    CsvReader reader(std::move(*source), "cases.csv.gz");
    if (!reader.ReadHeader().ok()) return {};
    const std::size_t lon = reader.ColumnOf("longitude").value(), lat = reader.ColumnOf("latitude").value();
    std::vector<Position> points;
    CsvRow row;
    while (reader.Next(row).value()) points.push_back(ParsePosition(row.fields[lon], row.fields[lat]).value());
    return points;
  }

  static constexpr std::size_t kBytesMax = 16u << 20;
  std::string folder_;
};

std::ptrdiff_t Repaired(const Layer& layer) {
  return std::count_if(layer.findings().begin(), layer.findings().end(),
                       [](const Finding& finding) { return finding.action == "repaired"; });
}

TEST_F(Boston, InvalidRingsAreRepairedAndEveryCellIsKept) {
  const auto precincts = Build("precincts.geojson", "WARD_PRECINCT");
  ASSERT_TRUE(precincts.ok()) << precincts.status();
  EXPECT_EQ((*precincts)->codes().size(), 255u);
  EXPECT_EQ(Repaired(**precincts), 2);
  const auto wards = Build("wards.geojson", "WARD");
  ASSERT_TRUE(wards.ok()) << wards.status();
  EXPECT_EQ((*wards)->codes().size(), 22u);
  EXPECT_EQ(Repaired(**wards), 3);
  const auto neighbourhoods = Build("neighborhoods.geojson", "Name");
  ASSERT_TRUE(neighbourhoods.ok()) << neighbourhoods.status();
  EXPECT_EQ((*neighbourhoods)->codes().size(), 26u);
  EXPECT_EQ(Repaired(**neighbourhoods), 1);
}

TEST_F(Boston, ProjectedCoordinatesAreRefused) {
  EXPECT_EQ(Build("precincts_epsg2249.geojson", "WARD_PRECINCT").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(Boston, EveryRecordIsInOnePrecinctButSeventeen) {
  const auto layer = Build("precincts.geojson", "WARD_PRECINCT");
  ASSERT_TRUE(layer.ok()) << layer.status();
  const std::vector<Position> points = Points();
  ASSERT_EQ(points.size(), 58'251u);
  std::size_t one = 0, none = 0;
  for (const Location& at : (*layer)->LocateBatch(points, {.edge = true, .nearest = true})) {
    if (at.matches == 1) ++one;
    if (at.matches > 0) continue;
    ++none;
    EXPECT_TRUE((*layer)->HasCode(at.nearest));
    EXPECT_GT(at.nearest_cm.value(), 0);
  }
  EXPECT_EQ(one, 58'234u);
  EXPECT_EQ(none, 17u);
}

TEST_F(Boston, AnIndexFromItsFilePlacesEveryRecordAsTheBuiltOne) {
  const std::string file = ::testing::TempDir() + "/boston_" + std::to_string(::getpid()) + ".index";
  const KeptIndex kept{
      .file = file, .body = {}, .on_fault = [](const absl::Status& status) { ADD_FAILURE() << status; }};
  const std::vector<Position> points = Points();
  const auto built = Build("precincts.geojson", "WARD_PRECINCT", &kept);
  const auto mapped = Build("precincts.geojson", "WARD_PRECINCT", &kept);
  ASSERT_TRUE(built.ok() && mapped.ok());
  std::vector<CellMatch> expected(points.size()), found(points.size());
  (*built)->index().FindBatch(points, expected);
  (*mapped)->index().FindBatch(points, found);
  EXPECT_EQ(found, expected);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace wangge::geo
