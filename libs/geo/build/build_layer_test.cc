#include "geo/build/build_layer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/file/file.h"

namespace wangge::geo {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Ring Square(double lon, double lat, double side) {
  return {{lon, lat}, {lon + side, lat}, {lon + side, lat + side}, {lon, lat + side}, {lon, lat}};
}

SourceCell Cell(const std::string& code, std::vector<Ring> rings) {
  return {.code = code, .polygons = {{.feature = 0, .first_ring = 0, .rings = std::move(rings)}}};
}

LayerOptions Options() { return {.name = "unit_grid", .version = 7, .key = "code"}; }

std::shared_ptr<const Layer> Build(std::vector<SourceCell> cells) {
  auto layer = BuildLayer(Options(), {.cells = std::move(cells), .findings = {}});
  EXPECT_TRUE(layer.ok()) << layer.status();
  return layer.ok() ? *layer : nullptr;
}

Position At(double lon, double lat) {
  return {.lon_e7 = static_cast<std::int32_t>(std::lround(lon * 1e7)),
          .lat_e7 = static_cast<std::int32_t>(std::lround(lat * 1e7))};
}

std::vector<std::string> FindingsOf(const Layer& layer) {
  std::vector<std::string> texts;
  for (const Finding& finding : layer.findings()) texts.push_back(ToText(finding));
  return texts;
}

TEST(BuildLayer, CellsAreSortedByCodeWhateverTheOrderOfTheFile) {
  const auto layer = Build({Cell("b", {Square(1, 0, 1)}), Cell("a", {Square(0, 0, 1)})});
  EXPECT_THAT(layer->codes(), ElementsAre("a", "b"));
  EXPECT_TRUE(layer->HasCode("b"));
  EXPECT_FALSE(layer->HasCode("c"));
}

TEST(BuildLayer, AnswersCarryTheVersion) {
  const auto layer = Build({Cell("a", {Square(0, 0, 1)})});
  EXPECT_EQ(layer->Locate(At(0.5, 0.5), {}).version, 7u);
  EXPECT_EQ(layer->Locate(At(5, 5), {}).version, 7u);
}

TEST(BuildLayer, ALayerWithoutAnyCellNamesTheFeaturesThatWereLeftOut) {
  LayerSource source;
  for (std::size_t i = 0; i < 7; ++i) {
    source.findings.push_back({.feature = i,
                               .code = "c" + std::to_string(i),
                               .ring = std::nullopt,
                               .reason = "the feature has no polygon that can be built",
                               .action = "kept out"});
  }
  const std::string text(BuildLayer(Options(), source).status().message());
  EXPECT_THAT(text, AllOf(HasSubstr("c0"), HasSubstr("c4"), HasSubstr("; and 2 more")));
}

TEST(BuildLayer, OtherDatumsAreRefusedWithTheReason) {
  for (const char* datum : {"gcj02", "bd09", "krass", "", "WGS84"}) {
    LayerOptions options = Options();
    options.datum = datum;
    const auto layer = BuildLayer(options, {.cells = {Cell("a", {Square(0, 0, 1)})}, .findings = {}});
    EXPECT_THAT(std::string(layer.status().message()), AllOf(HasSubstr("wgs84 or cgcs2000"), HasSubstr(datum)));
  }
  LayerOptions options = Options();
  options.datum = "cgcs2000";
  EXPECT_TRUE(BuildLayer(options, {.cells = {Cell("a", {Square(0, 0, 1)})}, .findings = {}}).ok());
}

TEST(BuildLayer, ALayerWithoutCellsIsRefused) {
  EXPECT_EQ(BuildLayer(Options(), {}).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(BuildLayer, ARingThatCrossesItselfIsRepairedAndNamed) {
  const auto layer = Build({Cell("bow", {{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}})});
  EXPECT_THAT(FindingsOf(*layer), ElementsAre(AllOf(HasSubstr("feature 0 \"bow\" ring 0: Self-intersection[0.5 0.5]"),
                                                    HasSubstr("repaired"))));
  EXPECT_EQ(layer->Locate(At(0.1, 0.5), {}).code, "bow");
  EXPECT_EQ(layer->Locate(At(0.9, 0.5), {}).code, "bow");
  EXPECT_EQ(layer->Locate(At(0.5, 0.9), {}).code, "");
}

TEST(BuildLayer, TheInvalidRingIsNamedAmongSeveral) {
  const Ring bow = {{0.2, 0.2}, {0.4, 0.4}, {0.4, 0.2}, {0.2, 0.4}, {0.2, 0.2}};
  const auto layer = Build({Cell("a", {Square(0, 0, 1), Square(0.6, 0.6, 0.1), bow})});
  EXPECT_THAT(FindingsOf(*layer), ElementsAre(HasSubstr("ring 2")));
}

TEST(BuildLayer, OverlappingPartsOfOneCellAreOneAreaWithoutHole) {
  SourceCell cell = Cell("a", {Square(0, 0, 1)});
  cell.polygons.push_back({.feature = 3, .first_ring = 0, .rings = {Square(0.5, 0, 1)}});
  const auto layer = Build({cell});
  EXPECT_THAT(FindingsOf(*layer), ElementsAre(HasSubstr("joined")));
  EXPECT_EQ(layer->Locate(At(0.75, 0.5), {}).code, "a");
  EXPECT_EQ(layer->Locate(At(0.75, 0.5), {}).matches, 1u);
}

TEST(BuildLayer, AnEdgeBetweenPartsOfOneCellIsNotItsEdge) {
  SourceCell cell = Cell("a", {Square(0, 0, 0.01)});
  cell.polygons.push_back({.feature = 3, .first_ring = 0, .rings = {Square(0.01, 0, 0.01)}});
  EXPECT_EQ(Build({cell})->Locate(At(0.01, 0.005), {.edge = true}).edge_cm, kEdgeCmMax);
}

TEST(BuildLayer, ACellWithoutAreaIsKeptOutAndNamed) {
  const auto layer = Build({Cell("a", {Square(0, 0, 1)}), Cell("line", {{{0, 0}, {1, 1}, {2, 2}, {0, 0}}})});
  EXPECT_THAT(layer->codes(), ElementsAre("a"));
  EXPECT_THAT(FindingsOf(*layer), ElementsAre(HasSubstr("dropped"), HasSubstr("kept out")));
}

TEST(BuildLayer, AnEdgeOverTheMeridianWhereTheNumbersEndIsRefusedWithTheWayOut) {
  const Ring fiji = {{179.5, -17}, {-179.5, -17}, {-179.5, -16}, {179.5, -16}, {179.5, -17}};
  const auto refused = BuildLayer(Options(), {.cells = {Cell("fiji", {fiji})}, .findings = {}});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(refused.status().message()), AllOf(HasSubstr("\"fiji\" ring 0"), HasSubstr("3.1.9")));
}

TEST(BuildLayer, ACellThatIsCutAtTheMeridianAnswersOnBothSidesOfIt) {
  SourceCell fiji = Cell("fiji", {Square(179.5, -17, 0.5)});
  fiji.polygons.push_back({.feature = 0, .first_ring = 1, .rings = {Square(-180, -17, 0.5)}});
  const auto layer = Build({fiji});
  EXPECT_EQ(layer->Locate(At(179.999, -16.9), {}).code, "fiji");
  EXPECT_EQ(layer->Locate(At(-180, -16.9), {}).code, "fiji");
  EXPECT_EQ(layer->Locate(At(179.4, -16.9), {}).code, "");
}

TEST(BuildLayer, ACapRoundAPoleAnswersWhereItReachesThePole) {
  const Ring cap = {{-180, 80}, {180, 80}, {180, 90}, {-180, 90}, {-180, 80}};
  const auto layer = Build({Cell("cap", {cap})});
  EXPECT_EQ(layer->Locate(At(0, 85), {}).code, "cap");
  EXPECT_EQ(layer->Locate(At(-180, 80), {}).code, "cap");
  EXPECT_EQ(layer->Locate(At(0, 79.9), {}).code, "");
  const Ring round = {{-90, 80}, {0, 80}, {90, 80}, {180, 80}, {-90, 80}};  // meant to hold the pole, but does not
  EXPECT_FALSE(BuildLayer(Options(), {.cells = {Cell("cap", {round})}, .findings = {}}).ok());
}

class KeptIndexTest : public ::testing::Test {
 protected:
  KeptIndexTest() {
    std::string pattern = ::testing::TempDir() + "/kept_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    kept_ = {.file = folder_ + "/a.index", .body = {1}, .on_fault = [this](const absl::Status& status) {
               faults_.push_back(status.ToString());
             }};
  }
  ~KeptIndexTest() override { std::filesystem::remove_all(folder_); }

  // Two squares side by side, from `lon` on.
  std::shared_ptr<const Layer> Build(double lon = 0, LayerOptions options = Options()) {
    auto layer = BuildLayer(
        options, {.cells = {Cell("a", {Square(lon, 0, 1)}), Cell("b", {Square(lon + 1, 0, 1)})}, .findings = {}},
        &kept_);
    EXPECT_TRUE(layer.ok()) << layer.status();
    return layer.ok() ? *layer : nullptr;
  }

  std::string folder_;
  KeptIndex kept_;
  std::vector<std::string> faults_;
};

TEST_F(KeptIndexTest, AnIndexIsWrittenOnceAndAnswersTheSameWhenItIsMapped) {
  const auto built = Build();
  const auto written = std::filesystem::last_write_time(kept_.file);
  const auto mapped = Build();
  EXPECT_EQ(std::filesystem::last_write_time(kept_.file), written);
  EXPECT_EQ(built->Locate(At(1.5, 0.5), {}).code, "b");
  EXPECT_EQ(mapped->Locate(At(1.5, 0.5), {}).code, "b");
  EXPECT_EQ(mapped->Locate(At(1, 0), {}).code, "b");
  EXPECT_THAT(faults_, ElementsAre());
}

TEST_F(KeptIndexTest, ADamagedFileIsToldAndReplaced) {
  Build();
  const std::string bytes = ReadFile(kept_.file, 1 << 20).value();
  ASSERT_TRUE(WriteFileDurably(kept_.file, bytes.substr(0, bytes.size() / 2)).ok());
  EXPECT_EQ(Build()->Locate(At(1.5, 0.5), {}).code, "b");
  EXPECT_THAT(faults_, ElementsAre(AllOf(HasSubstr("DATA_LOSS"), HasSubstr(kept_.file))));
  EXPECT_EQ(ReadFile(kept_.file, 1 << 20).value(), bytes);
}

TEST_F(KeptIndexTest, AnIndexOfOtherCellsOrOfAnotherBudgetIsBuiltAnew) {
  Build();
  EXPECT_EQ(Build(2)->Locate(At(3.5, 0.5), {}).code, "b");  // the same body is claimed
  EXPECT_THAT(faults_, ElementsAre(HasSubstr("its cells or its lattice differ")));
  LayerOptions options = Options();
  options.index_bytes_max = 1;
  EXPECT_EQ(Build(2, options)->Locate(At(3.5, 0.5), {}).code, "b");
  EXPECT_THAT(faults_, ElementsAre(HasSubstr("its cells"), HasSubstr("allowed 1 bytes")));
}

TEST_F(KeptIndexTest, AFolderThatCannotBeWrittenIsToldAndTheLayerAnswers) {
  kept_.file = folder_ + "/none/a.index";
  EXPECT_EQ(Build()->Locate(At(1.5, 0.5), {}).code, "b");
  EXPECT_THAT(faults_, ElementsAre(HasSubstr("NOT_FOUND")));
}

TEST_F(KeptIndexTest, TheIndexOfGeosIsNotKept) {
  LayerOptions options = Options();
  options.index = IndexKind::kGeos;
  EXPECT_EQ(Build(0, options)->Locate(At(1.5, 0.5), {}).code, "b");
  EXPECT_FALSE(std::filesystem::exists(kept_.file));
}

}  // namespace
}  // namespace wangge::geo
