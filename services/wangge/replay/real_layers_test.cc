// The maps of config/replay on real exports and real boundaries: how many points lie in one cell, and how often that is
// the area which the city recorded.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "base/file/file.h"
#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "services/wangge/replay/agreement.h"
#include "services/wangge/replay/record_source.h"

namespace wangge::replay {
namespace {

namespace fs = std::filesystem;

struct Expected {
  std::string map, input;
  LayerCounts primary;

  friend void PrintTo(const Expected& value, std::ostream* out) { *out << value.map; }
};

absl::StatusOr<std::shared_ptr<const geo::Layer>> LayerOf(const LayerSource& spec, const std::string& file) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, 64u << 20));
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, geo::ParseGeoJson(text, spec.key));
  return geo::BuildLayer({.name = spec.name, .version = 1, .key = spec.key, .datum = spec.datum}, std::move(source));
}

class RealLayers : public ::testing::TestWithParam<Expected> {};

TEST_P(RealLayers, GiveThePublishedAgreement) {
  const char* folder = std::getenv("WANGGE_DATA");
  const fs::path source(WANGGE_SOURCE_DIR);
  const fs::path input = (folder ? fs::path(folder) : source / "../shared/data") / GetParam().input;
  if (!fs::exists(input)) GTEST_SKIP() << "The export " << input << " is not here; WANGGE_DATA names its folder.";
  const auto map = LoadReplayMap((source / "config/replay" / (GetParam().map + ".textproto")).string());
  ASSERT_TRUE(map.ok()) << map.status();
  const auto files = LayerFiles(*map, input.string(), {});
  ASSERT_TRUE(files.ok()) << files.status();
  const auto all = LoadAll(*map, input.string());
  ASSERT_TRUE(all.ok()) << all.status();

  const std::size_t primary = map->primary_layer;
  const auto layer = LayerOf(map->layers[primary], (*files)[primary]);
  ASSERT_TRUE(layer.ok()) << layer.status();
  Agreement agreement(*map);
  for (const Record& record : all->records) {
    const geo::Location at = record.position ? (*layer)->Locate(*record.position, {}) : geo::Location();
    agreement.Add(primary, record, std::vector<std::string>(at.matches, std::string(at.code)));
  }
  const LayerCounts& counts = agreement.counts()[primary];
  const LayerCounts& expected = GetParam().primary;
  EXPECT_EQ(counts.one, expected.one);
  EXPECT_EQ(counts.many, expected.many);
  EXPECT_EQ(counts.none, expected.none);
  EXPECT_EQ(counts.no_point, expected.no_point);
  EXPECT_EQ(counts.compared, expected.compared);
  EXPECT_EQ(counts.agree, expected.agree);
}

// Baltimore's own count leaves out the edge of a cell: 17 crossings that lie exactly on an edge between two
// neighbourhoods are in none there (8,314 in one, 1,096 in none) and in one of the two here.
INSTANTIATE_TEST_SUITE_P(
    Cities, RealLayers,
    ::testing::Values(
        Expected{"boston_311_2011", "boston_311_2011/cases.csv.gz", {58'234, 0, 17, 0, 55'291, 50'971}},
        Expected{"baltimore_311", "baltimore_311_sample/requests.csv.gz", {8'331, 0, 1'079, 590, 8'331, 8'292}},
        Expected{"newyork_311", "newyork_311_day/requests_2018-10-21.csv.gz", {6'650, 0, 0, 115, 6'624, 6'603}},
        Expected{"budapest_jarokelo", "budapest_jarokelo/reports.csv.gz", {37'853, 0, 16, 0, 37'629, 36'774}}),
    [](const auto& instance) { return instance.param.map; });

}  // namespace
}  // namespace wangge::replay
