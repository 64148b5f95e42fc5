// Layers judged at the command line: what is told, what is written, what is let in, with which exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/kit/files.h"
#include "tests/kit/program.h"

namespace wangge {
namespace {

using kit::ReadText;
using kit::WriteText;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kUsage = 2;
constexpr int kRefused = 3;

std::string Feature(const std::string& code, const std::string& ring) {
  return R"({"type":"Feature","properties":{"code":")" + code + R"("},"geometry":{"type":"Polygon","coordinates":[)" +
         ring + "]}}";
}

std::string Layer(const std::vector<std::string>& features) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < features.size(); ++i) text += (i == 0 ? "" : ",") + features[i];
  return text + "]}";
}

// Squares of 0.001 degree, some 10,900 m²; "b" laps over "a" by a tenth.
constexpr char kA[] = "[[119,28],[119.001,28],[119.001,28.001],[119,28.001],[119,28]]";
constexpr char kB[] = "[[119.0009,28],[119.002,28],[119.002,28.001],[119.0009,28.001],[119.0009,28]]";
constexpr char kBow[] = "[[119.01,28],[119.011,28.001],[119.011,28],[119.01,28.001],[119.01,28]]";

constexpr char kRules[] = R"(layers {
  layer: "grids"
  refusals { fault: "self_crossing" }
  refusals { fault: "overlap" m2_max: 1 }
})";

std::vector<json> LinesOf(const std::string& text) {
  std::vector<json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

class LayerCheckTest : public ::testing::Test {
 protected:
  std::string File(const std::string& name, const std::string& text) const {
    return WriteText(folder_ + "/" + name, text);
  }
  kit::Ran Check(const std::string& file, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"layer", "check", file, "--key", "code"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return kit::Run(arguments);
  }
  kit::Ran Import(const std::string& file, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"layer", "import", file,    "--key",   "code", "--datum",
                                       "wgs84", "--name", "grids", "--state", state_};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return kit::Run(arguments);
  }
  kit::Ran List() const { return kit::Run({"layer", "list", "--state", state_}); }

  const std::string folder_ = kit::MakeFolder("layers");
  const std::string state_ = kit::MakeFolder("city") + "/state";
  const std::string clean_ = File("clean.geojson", Layer({Feature("a", kA)}));
  const std::string lapped_ = File("lapped.geojson", Layer({Feature("a", kA), Feature("b", kB)}));
  const std::string bow_ = File("bow.geojson", Layer({Feature("a", kA), Feature("bow", kBow)}));
  const std::string rules_ = File("rules.textproto", kRules);
};

TEST_F(LayerCheckTest, ALayerWithoutFaultsIsTold) {
  const kit::Ran ran = Check(clean_);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.out, "1 cells, 0.011 km², 0 faults\n");
}

TEST_F(LayerCheckTest, AnOverlapIsALineAndAFeatureWithItsLand) {
  const std::string output = folder_ + "/faults.geojson";
  const kit::Ran ran = Check(lapped_, {"--json", "--output", output});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("lapped.geojson has 1"));
  const auto lines = LinesOf(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["kind"], "overlap");
  EXPECT_EQ(lines[0]["refused"], true);
  EXPECT_EQ(lines[0]["codes"], json({"a", "b"}));
  EXPECT_NEAR(lines[0]["m2"].get<double>(), 1089, 2);
  EXPECT_NEAR(lines[0]["lon"].get<double>(), 119.00095, 1e-7);
  EXPECT_EQ(lines[1]["summary"], true);
  EXPECT_EQ(lines[1]["refused"], 1);
  const json features = json::parse(ReadText(output));
  ASSERT_EQ(features["features"].size(), 1u);
  EXPECT_EQ(features["features"][0]["geometry"]["type"], "MultiPolygon");
  EXPECT_EQ(features["features"][0]["properties"]["kind"], "overlap");
}

TEST_F(LayerCheckTest, ACrossingIsAPointAndNamedForPeople) {
  const std::string output = folder_ + "/faults.geojson";
  const kit::Ran ran = Check(bow_, {"--output", output});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.out, HasSubstr("refused self_crossing at 119.01050000,28.00050000 of \"bow\" feature 1 ring 0: "));
  EXPECT_EQ(json::parse(ReadText(output))["features"][0]["geometry"]["type"], "Point");
}

TEST_F(LayerCheckTest, WhatTheRulesBearIsToldAndExitsWithZero) {
  const std::string rules = File("wide.textproto", "layers { layer: \"grids\" }");
  const kit::Ran ran = Check(lapped_, {"--rules", rules});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("borne   overlap 10"));
}

TEST_F(LayerCheckTest, CellsAreHeldAgainstTheirParents) {
  const std::string parents = File("parents.geojson", Layer({Feature("p", kA)}));
  const kit::Ran ran = Check(lapped_, {"--json", "--parents", parents, "--parents-key", "code"});
  const auto lines = LinesOf(ran.out);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1]["kind"], "crosses_parent");
  EXPECT_EQ(lines[1]["codes"], json({"b", "p"}));
  EXPECT_NEAR(lines[1]["share"].get<double>(), 10.0 / 11, 1e-6);
}

TEST_F(LayerCheckTest, WhatCannotBeJudgedSaysWhy) {
  EXPECT_THAT(Check(File("empty.geojson", Layer({}))).err, HasSubstr("empty.geojson: Expected a layer to have cells"));
  EXPECT_EQ(Check(File("empty.geojson", Layer({}))).exit, kRefused);
  EXPECT_THAT(Check(clean_, {"--datum", "mars"}).err, HasSubstr("\"mars\""));
  EXPECT_EQ(Check(clean_, {"--parents", clean_}).exit, kUsage);
  EXPECT_THAT(Check(clean_, {"--rules", rules_, "--name", "other"}).err, HasSubstr("It has rules for: grids."));
  EXPECT_THAT(Check(File("rules2.textproto", "layers { name: 1 }"), {}).err, HasSubstr("rules2.textproto:1:"));
  const std::string fiji =
      File("fiji.geojson", Layer({Feature("f", "[[179.5,-17],[-179.5,-17],[-179.5,-16],[179.5,-17]]")}));
  EXPECT_THAT(Check(fiji).err, HasSubstr("RFC 7946 section 3.1.9"));
}

TEST_F(LayerCheckTest, WithoutRulesAnImportMendsWhatItCanAndNamesIt) {
  const kit::Ran ran = Import(bow_);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Self-intersection"), HasSubstr("layer grids: version 1")));
}

TEST_F(LayerCheckTest, RulesKeepAFaultyLayerOutAndARepairLetsItInWithWhatMoved) {
  const kit::Ran refused = Import(bow_, {"--rules", rules_});
  EXPECT_EQ(refused.exit, kRefused);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("self_crossing at 119.01050000"), HasSubstr("--repair mends them")));
  EXPECT_THAT(List().out, Not(HasSubstr("grids")));
  const kit::Ran repaired = Import(bow_, {"--rules", rules_, "--repair", "--json"});
  EXPECT_EQ(repaired.exit, 0) << repaired.err;
  const auto lines = LinesOf(repaired.out);
  ASSERT_EQ(lines.size(), 1u);
  ASSERT_EQ(lines[0]["repaired"].size(), 1u);
  EXPECT_EQ(lines[0]["repaired"][0]["code"], "bow");
  EXPECT_NEAR(lines[0]["repaired"][0]["after_m2"].get<double>(), 5444, 10);
  EXPECT_THAT(List().out, HasSubstr("grids"));
}

TEST_F(LayerCheckTest, ARepairDoesNotLetInWhatItDoesNotMend) {
  const kit::Ran ran = Import(lapped_, {"--rules", rules_, "--repair"});
  EXPECT_EQ(ran.exit, kRefused);
  EXPECT_THAT(ran.err, HasSubstr("1 that no repair mends"));
}

TEST_F(LayerCheckTest, VersionsOfAStateAndFilesAreComparedByTheirLand) {
  const std::string split =
      File("split.geojson", Layer({Feature("a1", "[[119,28],[119.0005,28],[119.0005,28.001],[119,28.001],[119,28]]"),
                                   Feature("a2",
                                           "[[119.0005,28],[119.001,28],[119.001,28.001],[119.0005,28.001],"
                                           "[119.0005,28]]")}));
  ASSERT_EQ(Import(clean_).exit, 0);
  ASSERT_EQ(Import(split).exit, 0);
  const kit::Ran ran = kit::Run({"layer", "diff", "1", "2", "--state", state_, "--name", "grids", "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const auto lines = LinesOf(ran.out);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["change"], "split");
  EXPECT_EQ(lines[0]["to"], json({"a1", "a2"}));
  EXPECT_NEAR(lines[0]["land"][0]["share_from"].get<double>(), 0.5, 1e-4);
  EXPECT_EQ(lines[1]["split"], 1);
  const kit::Ran files = kit::Run({"layer", "diff", clean_, split, "--key", "code"});
  EXPECT_THAT(files.out, HasSubstr("split     a -> a1, a2\n"));
  EXPECT_THAT(kit::Run({"layer", "diff", clean_, clean_, "--key", "code"}).out, HasSubstr(", 1 unchanged;"));
  EXPECT_THAT(kit::Run({"layer", "diff", "1", "3", "--state", state_, "--name", "grids"}).err,
              HasSubstr("but it has only 1, 2"));
  EXPECT_EQ(kit::Run({"layer", "diff", "1", "b", "--state", state_, "--name", "grids"}).exit, kUsage);
  EXPECT_EQ(kit::Run({"layer", "diff", clean_, split}).exit, kUsage);
}

// The illustrative layers of the demo city, as config/layers demands them.
TEST(DemoLayersTest, UnitGridsKeepTheRulesThatTheRepositoryShips) {
  const std::string demo = std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui/";
  const kit::Ran ran =
      kit::Run({"layer", "check", demo + "unit_grids.geojson.gz", "--key", "code", "--rules",
                std::string(WANGGE_SOURCE_DIR) + "/config/layers/rules.textproto", "--name", "unit_grid", "--parents",
                demo + "streets.geojson.gz", "--parents-key", "code", "--json"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  const auto lines = LinesOf(ran.out);
  EXPECT_EQ(lines.back()["cells"], 16'478);
  EXPECT_EQ(lines.back()["refused"], 0);
}

}  // namespace
}  // namespace wangge
