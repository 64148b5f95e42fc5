#include "services/grid/index_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file/file.h"
#include "base/status/clock.h"
#include "catalog/layer_body.h"
#include "services/grid/layer_book.h"

namespace wangge::grid {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class IndexFolderTest : public ::testing::Test {
 protected:
  IndexFolderTest() {
    std::string pattern = ::testing::TempDir() + "/indexes_XXXXXX";
    path_ = ::mkdtemp(pattern.data());
  }
  ~IndexFolderTest() override { std::filesystem::remove_all(path_); }

  std::vector<std::string> Files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }

  BookedLayer Build(const IndexFolder& folder, double east, bool index_of_geos = false) const {
    const std::string geojson =
        R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"a"},"geometry":)"
        R"({"type":"Polygon","coordinates":[[[0,0],[)" +
        std::to_string(east) + R"(,0],[1,1],[0,1],[0,0]]]}}]})";
    const auto body =
        catalog::EncodeLayerBody({.key = "code", .datum = "wgs84", .geojson = geojson, .index_of_geos = index_of_geos});
    const auto layer = LayerOfEdition("unit", 1, Timestamp{1}, *body, {.folder = &folder});
    EXPECT_TRUE(layer.ok()) << layer.status();
    EXPECT_EQ(layer->layer->Locate({5'000'000, 5'000'000}, {}).code, "a");
    return *layer;
  }

  std::string path_;
  std::vector<std::string> told_;
  SystemClock clock_;
  telemetry::Log log_{clock_, {.sink = [this](std::string_view line) { told_.emplace_back(line); }}};
};

TEST_F(IndexFolderTest, ALayerHasOneFileAndADamagedOneIsWarnedOfAndReplaced) {
  const IndexFolder folder(path_, log_);
  const std::string file = Build(folder, 1).index_file;
  const std::string bytes = ReadFile(file, 1 << 20).value();
  EXPECT_EQ(Build(folder, 1).index_file, file);
  EXPECT_TRUE(told_.empty());
  ASSERT_TRUE(WriteFileDurably(file, bytes.substr(1)).ok());
  Build(folder, 1);
  EXPECT_THAT(told_, ElementsAre(AllOf(HasSubstr("warning"), HasSubstr("index file not used"), HasSubstr(file))));
  EXPECT_EQ(ReadFile(file, 1 << 20).value(), bytes);
  EXPECT_EQ(Files().size(), 1u);
}

TEST_F(IndexFolderTest, OnlyIndexesThatAreNotInForceAreRemoved) {
  const IndexFolder folder(path_, log_);
  const std::string old = Build(folder, 1).index_file, current = Build(folder, 0.9).index_file;
  ASSERT_TRUE(WriteFileDurably(old + ".a1B2c3", "a write that ended with the power").ok());
  ASSERT_TRUE(WriteFileDurably(path_ + "/notes.txt", "somebody's").ok());
  ASSERT_TRUE(WriteFileDurably(path_ + "/my.index", "somebody's").ok());
  folder.KeepOnly({current});
  EXPECT_THAT(Files(), ElementsAre(std::filesystem::path(current).filename().string(), "my.index", "notes.txt"));
  EXPECT_TRUE(told_.empty());
}

TEST_F(IndexFolderTest, NothingIsKeptWithoutAFolderOrOfTheIndexOfGeos) {
  EXPECT_EQ(Build(IndexFolder("", log_), 1).index_file, "");
  EXPECT_EQ(Build(IndexFolder(path_, log_), 1, true).index_file, "");
  EXPECT_THAT(Files(), ElementsAre());
}

}  // namespace
}  // namespace wangge::grid
