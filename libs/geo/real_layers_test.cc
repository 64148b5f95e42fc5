// Real boundaries, checked and compared: Boston, New York and Lishui, from $WANGGE_DATA.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

#include "base/file/file.h"
#include "geo/build/layer_check.h"
#include "geo/build/layer_diff.h"
#include "geo/geojson.h"

namespace wangge::geo {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

class RealLayers : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* given = std::getenv("WANGGE_DATA");
    folder_ = given != nullptr ? std::string(given) : std::string(WANGGE_SOURCE_DIR) + "/../shared/data";
    if (!ReadFile(folder_ + "/README.md", kBytesMax).ok()) {
      GTEST_SKIP() << "The boundaries are not in " << folder_ << "; WANGGE_DATA names their folder.";
    }
  }

  LayerSource Read(const std::string& file, const std::string& key) const {
    const auto text = ReadFile(folder_ + "/" + file, kBytesMax);
    EXPECT_TRUE(text.ok()) << text.status();
    auto source = ParseGeoJson(text.ok() ? *text : "", key);
    EXPECT_TRUE(source.ok()) << source.status();
    return source.ok() ? *std::move(source) : LayerSource{};
  }

  LayerCheck Check(const std::string& file, const std::string& key) const {
    auto check = CheckLayer(Read(file, key), {}, nullptr);
    EXPECT_TRUE(check.ok()) << check.status();
    return check.ok() ? *std::move(check) : LayerCheck{};
  }

  static constexpr std::size_t kBytesMax = 64u << 20;
  std::string folder_;
};

std::map<std::string, std::size_t> CountsOf(const LayerCheck& check) {
  std::map<std::string, std::size_t> counts;
  for (const Fault& fault : check.faults) ++counts[std::string(NameOf(fault.kind))];
  return counts;
}

TEST_F(RealLayers, TheCheckFindsTheFaultsThatTheirReadmeNames) {
  // "all valid"
  EXPECT_THAT(CountsOf(Check("newyork_311_day/community_districts.geojson.gz", "BoroCD")),
              ::testing::Not(::testing::Contains(::testing::Key("self_crossing"))));
  // "112 rings have fewer than 4 points"
  EXPECT_GE(CountsOf(Check("newyork_311_day/election_districts.geojson.gz", "ElectDist"))["collapsed"], 112u);
  // "all valid, no overlaps"
  const auto lishui = CountsOf(Check("lishui_admin/lishui_counties.geojson", "adcode"));
  EXPECT_FALSE(lishui.contains("self_crossing"));
}

TEST_F(RealLayers, ALayerDoesNotDifferFromItself) {
  for (const auto& [file, key] : {std::pair("boston_311_2011/precincts.geojson", "WARD_PRECINCT"),
                                  std::pair("newyork_311_day/community_districts.geojson.gz", "BoroCD"),
                                  std::pair("lishui_admin/lishui_counties.geojson", "adcode")}) {
    const auto clean = CleanUp(Read(file, key));
    ASSERT_TRUE(clean.ok()) << clean.status();
    const auto diff = DiffLayers(*clean, *clean, 0);
    ASSERT_TRUE(diff.ok()) << diff.status();
    EXPECT_THAT(diff->changes, IsEmpty()) << file;
    EXPECT_EQ(diff->unchanged, clean->codes.size()) << file;
    EXPECT_EQ(diff->sliver_m2, 0) << file;
  }
}

TEST_F(RealLayers, WhatIsChangedInACopyIsFound) {
  LayerSource copy = Read("boston_311_2011/precincts.geojson", "WARD_PRECINCT");
  const auto before = CleanUp(copy);
  const std::string renamed = copy.cells[0].code, gone = copy.cells[1].code, first = copy.cells[2].code;
  const std::size_t cells = copy.cells.size();
  copy.cells[0].code += "x";  // which sorts where the old code did
  // The third takes the land of the fourth as well, wherever it lies.
  const std::string second = copy.cells[3].code;
  for (SourcePolygon& polygon : copy.cells[3].polygons) copy.cells[2].polygons.push_back(polygon);
  copy.cells.erase(copy.cells.begin() + 3);
  copy.cells.erase(copy.cells.begin() + 1);
  const auto after = CleanUp(copy);
  ASSERT_TRUE(before.ok() && after.ok());
  const auto diff = DiffLayers(*before, *after);
  ASSERT_TRUE(diff.ok()) << diff.status();
  std::vector<std::string> merged{first, second};
  std::sort(merged.begin(), merged.end());
  EXPECT_THAT(diff->changes,
              ::testing::IsSupersetOf(
                  {AllOf(Field(&Change::kind, ChangeKind::kMerged), Field(&Change::from, merged)),
                   AllOf(Field(&Change::kind, ChangeKind::kRenamed), Field(&Change::from, ElementsAre(renamed))),
                   AllOf(Field(&Change::kind, ChangeKind::kVanished), Field(&Change::from, ElementsAre(gone)))}));
  // Land in two cells counts for the lower code, and where that went to another cell the neighbour answers now.
  for (const Change& change : diff->changes) {
    if (change.kind != ChangeKind::kMoved) continue;
    EXPECT_EQ(change.from, change.to);
    EXPECT_GT(change.land.front().share_from, 0.99);
  }
  EXPECT_EQ(diff->unchanged, cells - 1 - diff->changes.size());
}

TEST_F(RealLayers, TwoDrawingsOfTheSameCountiesDifferInTheirBordersAlone) {
  const auto coarse = CleanUp(Read("lishui_admin/lishui_counties.geojson", "name"));
  const auto detailed = CleanUp(Read("lishui_admin/lishui_counties_detailed.geojson.gz", "name"));
  ASSERT_TRUE(coarse.ok() && detailed.ok());
  const auto diff = DiffLayers(*coarse, *detailed);
  ASSERT_TRUE(diff.ok()) << diff.status();
  ASSERT_EQ(diff->changes.size(), 9u);
  for (const Change& change : diff->changes) {
    EXPECT_EQ(change.kind, ChangeKind::kMoved);
    EXPECT_FALSE(change.renamed);
    EXPECT_GT(change.land.front().share_from, 0.9) << change.from.front();
  }
  EXPECT_NEAR(diff->from_m2 / 1e6, 17'298, 200) << "km² of Lishui, as published";
}

}  // namespace
}  // namespace wangge::geo
