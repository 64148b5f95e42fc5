#include "services/wangge/replay/replay_map.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/status/text.h"

namespace wangge::replay {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view kSmallest = R"(id: "x" time_zone: "UTC" time_formats: "%Y-%m-%d"
columns { id: "id" opened: "opened" }
)";

class ReplayMapTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    dir_ = fs::path(::testing::TempDir()) / (std::string("replay_map_") + test->name());
    fs::remove_all(dir_);
    fs::create_directories(dir_);
  }
  void TearDown() override { fs::remove_all(dir_); }

  std::string Write(const std::string& name, std::string_view text) {
    fs::create_directories((dir_ / name).parent_path());
    std::ofstream(dir_ / name) << text;
    return (dir_ / name).string();
  }
  std::string ErrorOf(std::string_view text) {
    const auto map = LoadReplayMap(Write("map.textproto", text));
    EXPECT_EQ(map.status().code(), absl::StatusCode::kInvalidArgument) << map.status();
    return std::string(map.status().message());
  }
  std::string ErrorOfMore(std::string_view more) { return ErrorOf(std::string(kSmallest) + std::string(more)); }

  fs::path dir_;
};

TEST_F(ReplayMapTest, TheSmallestMapNeedsNoMoreThanIdAndOpening) {
  const auto map = LoadReplayMap(Write("map.textproto", kSmallest));
  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_EQ(map->label, "x");
  EXPECT_EQ(map->categories.Of("").id, "(none)");
  EXPECT_TRUE(map->layers.empty());
}

TEST_F(ReplayMapTest, TheExplainedExampleLoads) {
  const auto map = LoadReplayMap(Write("map.textproto", ExplainMap()));
  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_EQ(map->id, "springfield_2024");
  EXPECT_EQ(map->time_formats.size(), 4u);
  ASSERT_EQ(map->layers.size(), 2u);
  EXPECT_EQ(map->layers[map->primary_layer].name, "wards");
  EXPECT_EQ(map->layers[0].area_rules.OfRecord("Ward 03"), "3");
  EXPECT_EQ(map->units.Of("PUBLIC WORKS").id, "works");
  ASSERT_EQ(map->default_positions.size(), 1u);
  EXPECT_TRUE(map->default_positions[0].Covers({-896'501'500, 397'816'500}));
  EXPECT_FALSE(map->default_positions[0].Covers({-896'501'501, 397'817'000}));
}

TEST_F(ReplayMapTest, EveryMapOfTheRepositoryLoads) {
  int maps = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(WANGGE_SOURCE_DIR) / "config/replay")) {
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.find("# proto-message: wangge.config.v1.ReplayMap\n") == std::string::npos) continue;
    ++maps;
    const auto map = LoadReplayMap(entry.path().string());
    ASSERT_TRUE(map.ok()) << map.status();
    EXPECT_EQ(map->id, entry.path().stem().string()) << "named like its file";
  }
  EXPECT_GE(maps, 2);
}

TEST_F(ReplayMapTest, AnUnknownFieldAndASyntaxErrorAreToldWithLineAndColumn) {
  const std::string path = (dir_ / "map.textproto").string();
  // The column is where the parser stood when it knew: behind the name.
  EXPECT_THAT(ErrorOf("id: \"x\"\n  colums { }\n"), StartsWith(path + ":2:10: "));
  EXPECT_THAT(ErrorOf("id: \"x\"\n  colums { }\n"), HasSubstr("colums"));
  EXPECT_THAT(ErrorOf("id: \"x\"\ncolumns {\n  id: 5\n}\n"), StartsWith(path + ":3:7: "));
  EXPECT_THAT(ErrorOf("id: \"x"), StartsWith(path + ":1:"));
}

TEST_F(ReplayMapTest, AMissingFieldIsNamed) {
  EXPECT_THAT(ErrorOf(""), HasSubstr("Expected id,"));
  EXPECT_THAT(ErrorOf("id: \"x\""), HasSubstr("Expected time_zone"));
  EXPECT_THAT(ErrorOf("id: \"x\" time_zone: \"UTC\""), HasSubstr("Expected time_formats"));
  EXPECT_THAT(ErrorOf("id: \"x\" time_zone: \"UTC\" time_formats: \"%Y-%m-%d\""), HasSubstr("Expected columns.id"));
  EXPECT_THAT(ErrorOf("id: \"x\" time_zone: \"UTC\" time_formats: \"%Y-%m-%d\" columns { id: \"a\" }"),
              HasSubstr("Expected columns.opened"));
  EXPECT_THAT(ErrorOfMore("layers { name: \"a\" file: \"f\" }"), HasSubstr("Expected layers[0].key"));
  EXPECT_THAT(ErrorOfMore("units { codes { value: \"a\" } }"), HasSubstr("Expected units.codes[0].id"));
}

TEST_F(ReplayMapTest, AWrongValueIsNamed) {
  EXPECT_THAT(ErrorOf("id: \"x\" time_zone: \"Mars/Olympus\""), HasSubstr("Mars/Olympus"));
  EXPECT_THAT(ErrorOfMore("time_formats: \"%Q\""), HasSubstr("%Q"));
  EXPECT_THAT(ErrorOfMore("default_positions { longitude: 181 }"), HasSubstr("default_positions[0]"));
  EXPECT_THAT(ErrorOfMore("default_positions { longitude: nan }"), HasSubstr("default_positions[0]"));
  EXPECT_THAT(ErrorOfMore("default_positions { tolerance_deg: -1 }"), HasSubstr("tolerance_deg"));
  EXPECT_THAT(ErrorOf("id: \"x\" time_zone: \"UTC\" time_formats: \"%Y-%m-%d\""
                      "columns { id: \"a\" opened: \"b\" longitude: \"lon\" }"),
              HasSubstr("columns.latitude"));
  const std::string a = "layers { name: \"a\" file: \"f\" key: \"k\" }";
  EXPECT_THAT(ErrorOfMore(a + a), HasSubstr("\"a\" stands twice"));
  EXPECT_THAT(ErrorOfMore(a + "layers { name: \"b\" file: \"f\" key: \"k\" }"), HasSubstr("primary_layer"));
  EXPECT_THAT(ErrorOfMore(a + "primary_layer: \"b\""), HasSubstr("\"b\" is not"));
  EXPECT_THAT(ErrorOfMore("categories { none: \"" + std::string(65, 'x') + "\" }"), HasSubstr("categories.none"));
}

TEST_F(ReplayMapTest, AMapThatIsNotThereIsNotFound) {
  EXPECT_EQ(LoadReplayMap((dir_ / "none").string()).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ReplayMapTest, LayersAreLookedForBesideTheInputThenBesideTheMap) {
  const std::string text = std::string(kSmallest) +
                           "layers { name: \"a\" file: \"a.json\" key: \"k\" } primary_layer: \"a\""
                           "layers { name: \"b\" file: \"b.json\" key: \"k\" }"
                           "layers { name: \"c\" file: \"c.json\" key: \"k\" }";
  const auto map = LoadReplayMap(Write("maps/map.textproto", text));
  ASSERT_TRUE(map.ok()) << map.status();
  const std::string input = Write("input/cases.csv", "");
  const std::string a = Write("input/a.json", "");
  Write("maps/a.json", "");
  const std::string b = Write("maps/b.json", "");
  const auto files = LayerFiles(*map, input, {{"c", "elsewhere.json"}});
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_THAT(*files, ElementsAre(a, b, "elsewhere.json"));

  const auto missing = LayerFiles(*map, input, {});
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.status().message()), HasSubstr("maps/c.json"));

  const auto unknown = LayerFiles(*map, input, {{"c", "c.json"}, {"d", "d.json"}});
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(unknown.status().message()), HasSubstr("(a, b, c), but --layer names d"));
}

}  // namespace
}  // namespace wangge::replay
