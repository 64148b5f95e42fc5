// An index that comes back from a file answers as the one that was written, and no other file answers at all.
#include "geo/index_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <functional>
#include <limits>
#include <random>

#include "base/file/file.h"
#include "geo/build/cover_builder.h"
#include "geo/build/snap_rounding.h"
#include "geo/cover_check.h"

namespace wangge::geo {
namespace {

using ::testing::HasSubstr;

constexpr IndexOrigin kOrigin{.body = {1, 2, 3}, .bytes_max = 1 << 20};
constexpr std::uint32_t kSide = 96;

unsigned Seed() {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  return seed;
}

// Triangles anywhere, which overlap: leaves of many edges, and sets of several cells.
CoverImage RandomImage(std::mt19937& random, std::uint32_t cells) {
  std::vector<OutlineEdge> sides;
  const auto any = [&] { return static_cast<std::int64_t>(20 + random() % kSide) * kFineParts; };
  for (std::uint32_t cell = 0; cell < cells; ++cell) {
    const FinePoint corners[] = {{any(), any()}, {any(), any()}, {any(), any()}};
    for (int i = 0; i < 3; ++i) sides.push_back({.from = corners[i], .to = corners[(i + 1) % 3], .cell = cell});
  }
  const auto image = BuildCover({0, 0, 1}, SnapRound(sides), cells);
  EXPECT_TRUE(image.ok()) << image.status();
  return *image;
}

std::vector<Position> EveryPoint() {
  std::vector<Position> points;
  for (std::int32_t y = 10; y < 30 + static_cast<std::int32_t>(kSide); ++y) {
    for (std::int32_t x = 10; x < 30 + static_cast<std::int32_t>(kSide); ++x)
      points.push_back({.lon_e7 = x, .lat_e7 = y});
  }
  return points;
}

std::vector<std::vector<std::uint32_t>> AnswersOf(const CoverIndex& index, const std::vector<Position>& points) {
  std::vector<std::vector<std::uint32_t>> answers(points.size());
  std::vector<CellMatch> matches(points.size());
  index.FindBatch(points, matches);
  for (std::size_t i = 0; i < points.size(); ++i) {
    index.FindAll(points[i], answers[i]);
    EXPECT_EQ(index.Find(points[i]), matches[i]);
    EXPECT_EQ(matches[i].matches, answers[i].size());
  }
  return answers;
}

class IndexFileTest : public ::testing::Test {
 protected:
  IndexFileTest() {
    std::string pattern = ::testing::TempDir() + "/index_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~IndexFileTest() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(IndexFileTest, WhatIsMappedAnswersAsWhatWasBuiltAndTheBytesAreTheSameAgain) {
  std::mt19937 random(Seed());
  const std::string path = folder_ + "/a.index";
  for (std::uint32_t cells = 1; cells < 40; cells += 3) {
    const CoverImage image = RandomImage(random, cells);
    EXPECT_EQ(EncodeIndex(ViewOf(image), kOrigin), EncodeIndex(ViewOf(CoverImage(image)), kOrigin));
    ASSERT_TRUE(WriteIndexFile(path, ViewOf(image), kOrigin).ok());
    const auto opened = OpenIndexFile(path, kOrigin);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ((*opened)->view().lattice, image.lattice);
    EXPECT_EQ((*opened)->bytes(), CoverIndex(image).bytes());
    EXPECT_EQ(AnswersOf(**opened, EveryPoint()), AnswersOf(CoverIndex(image), EveryPoint()));
  }
}

TEST_F(IndexFileTest, AMappedIndexOutlivesItsFile) {
  std::mt19937 random(Seed());
  const CoverImage image = RandomImage(random, 9);
  const std::string path = folder_ + "/a.index";
  ASSERT_TRUE(WriteIndexFile(path, ViewOf(image), kOrigin).ok());
  const auto opened = OpenIndexFile(path, kOrigin);
  ASSERT_TRUE(opened.ok()) << opened.status();
  std::filesystem::remove(path);
  EXPECT_EQ(AnswersOf(**opened, EveryPoint()), AnswersOf(CoverIndex(image), EveryPoint()));
  const absl::Status again = OpenIndexFile(path, kOrigin).status();
  EXPECT_EQ(again.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(again.message()), HasSubstr(path));
}

// A small image with nodes, leaves and sets. The seed is fixed: the tests below go through all of it.
CoverImage SmallImage() {
  std::mt19937 random(7);
  CoverImage image = RandomImage(random, 12);
  EXPECT_GT(image.set_ends.size(), 2u);
  return image;
}

TEST_F(IndexFileTest, AFileOfAnyOtherLengthIsRefused) {
  const std::string whole = EncodeIndex(ViewOf(SmallImage()), kOrigin);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_EQ(DecodeIndex(std::string(whole, 0, length), kOrigin).status().code(), absl::StatusCode::kDataLoss)
        << length;
  }
  EXPECT_EQ(DecodeIndex(whole + "x", kOrigin).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(DecodeIndex(whole, kOrigin).ok());
}

TEST_F(IndexFileTest, AFileWithAChangedByteIsRefused) {
  std::string bytes = EncodeIndex(ViewOf(SmallImage()), kOrigin);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    for (const char flip : {'\x01', '\x80'}) {
      bytes[i] = static_cast<char>(bytes[i] ^ flip);
      ASSERT_FALSE(DecodeIndex(bytes, kOrigin).ok()) << i;
      bytes[i] = static_cast<char>(bytes[i] ^ flip);
    }
  }
}

// As if it had been written so.
std::string Summed(std::string bytes) {
  bytes.resize(bytes.size() - sizeof(Hash));
  return bytes.append(BytesOf(Sha256::Of(bytes)));
}

TEST_F(IndexFileTest, AnotherVersionByteOrderLayerOrBudgetIsToldApartFromDamage) {
  const std::string whole = EncodeIndex(ViewOf(SmallImage()), kOrigin);
  const auto change = [&](std::size_t at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] + 1);
    return DecodeIndex(Summed(bytes), kOrigin).status();
  };
  EXPECT_THAT(change(8).ToString(), HasSubstr("FAILED_PRECONDITION: Expected an index of version 1"));
  EXPECT_THAT(change(12).ToString(), HasSubstr("FAILED_PRECONDITION: Expected an index in the byte order"));
  EXPECT_THAT(change(16).ToString(), HasSubstr("FAILED_PRECONDITION: Expected the index of this layer"));
  EXPECT_THAT(change(48).ToString(), HasSubstr("FAILED_PRECONDITION: Expected an index that was allowed"));
}

struct Hostile {
  std::string name;
  std::function<void(CoverImage&)> change;
};

std::size_t FirstOf(const CoverImage& image, std::uint32_t kind) {
  for (std::size_t i = 0; i < std::size_t{image.columns} * image.rows; ++i) {
    if ((image.words[i] & 3) == kind) return i;
  }
  ADD_FAILURE() << "no entry of kind " << kind;
  return 0;
}

std::uint32_t& EntryOf(CoverImage& image, std::uint32_t kind) { return image.words[FirstOf(image, kind)]; }
std::uint32_t* LeafOf(CoverImage& image) { return &image.words[EntryOf(image, CoverImage::kLeaf) >> 2]; }

// Two cells whose squares are worth parts: nodes and leaves below the root grid, and one overlap.
CoverImage DeepImage() {
  std::vector<OutlineEdge> sides;
  const auto at = [](std::int64_t x, std::int64_t y) { return FinePoint{x * kFineParts, y * kFineParts}; };
  constexpr std::int64_t kRim = 400'000;
  for (std::int64_t i = 0; i < 40; ++i) {  // a fan: its hub lies in one square
    const auto cell = static_cast<std::uint32_t>(i);
    const FinePoint hub = at(1'000, 1'000), low = at(kRim, 1'000 + i * 9'000), high = at(kRim, 10'500 + i * 9'000);
    sides.push_back({.from = hub, .to = low, .cell = cell});
    sides.push_back({.from = low, .to = high, .cell = cell});
    sides.push_back({.from = high, .to = hub, .cell = cell});
  }
  const auto image = BuildCover({0, 0, 10}, SnapRound(sides), 40);
  EXPECT_TRUE(image.ok()) << image.status();
  return *image;
}

TEST_F(IndexFileTest, AnIndexWithARightChecksumIsRefusedWhereAWalkWouldLeaveIt) {
  const CoverImage image = DeepImage();
  ASSERT_TRUE(CheckCover(ViewOf(image)).ok()) << CheckCover(ViewOf(image));
  const auto size = static_cast<std::uint32_t>(image.words.size());
  const std::vector<Hostile> all = {
      {"an entry of no kind", [](CoverImage& i) { i.words[0] |= 3; }},
      {"a face too high", [](CoverImage& i) { EntryOf(i, CoverImage::kFace) = 5'000 << 2; }},
      {"a leaf that begins past the end", [=](CoverImage& i) { EntryOf(i, CoverImage::kLeaf) = size << 2 | 1; }},
      {"a leaf within another part", [](CoverImage& i) { EntryOf(i, CoverImage::kLeaf) -= 4; }},
      {"a leaf in the root grid", [](CoverImage& i) { EntryOf(i, CoverImage::kLeaf) = 1; }},
      {"a leaf without edges", [](CoverImage& i) { LeafOf(i)[1] = 0; }},
      {"a leaf that ends past the end", [](CoverImage& i) { LeafOf(i)[1] = 1'000'000; }},
      {"a leaf of so many edges that they overflow", [](CoverImage& i) { LeafOf(i)[1] = 0xFFFF'FFFF; }},
      {"a leaf with a face too high", [](CoverImage& i) { LeafOf(i)[0] = 5'000; }},
      {"an edge upside down", [](CoverImage& i) { std::swap(LeafOf(i)[3], LeafOf(i)[5]), LeafOf(i)[3] = 0xFFFF'FFFF; }},
      {"an edge with one face on both sides", [](CoverImage& i) { LeafOf(i)[7] &= CoverImage::kRises; }},
      {"an edge with a face too high", [](CoverImage& i) { LeafOf(i)[7] |= 1 << 20; }},
      {"a node in its own cycle",
       [](CoverImage& i) { i.words[EntryOf(i, CoverImage::kNode) >> 2] = EntryOf(i, CoverImage::kNode); }},
      {"a node that two entries share",
       [](CoverImage& i) { EntryOf(i, CoverImage::kFace) = EntryOf(i, CoverImage::kNode); }},
      {"a node past the end", [=](CoverImage& i) { EntryOf(i, CoverImage::kNode) = (size / 16 + 1) * 16 << 2 | 2; }},
      {"a node in a square that has no parts", [](CoverImage& i) { i.shift = 1; }},
      {"words before a node",
       [](CoverImage& i) {
         const std::size_t node = EntryOf(i, CoverImage::kNode) >> 2;
         EXPECT_EQ(i.words[node - 1], 0u);
         i.words[node - 1] = 1;
       }},
      {"words behind the last part", [](CoverImage& i) { i.words.push_back(0); }},
      {"too few words", [](CoverImage& i) { i.words.pop_back(); }},
      {"no words", [](CoverImage& i) { i.words.clear(); }},
      {"a shift of all bits", [](CoverImage& i) { i.shift = 32; }},
      {"more squares than words", [](CoverImage& i) { i.rows = 0xFFFF'FFFF; }},
      {"squares that overflow", [](CoverImage& i) { i.columns = i.rows = 0xFFFF'FFFF; }},
      {"columns without rows", [](CoverImage& i) { i.rows = 0; }},
      {"a lattice of another unit",
       [](CoverImage& i) {
         i.lattice = {0, 0, 3};
       }},
      {"an origin that overflows",
       [](CoverImage& i) {
         i.lattice = {std::numeric_limits<std::int64_t>::min(), 0, 1};
       }},
      {"more faces than entries can name", [](CoverImage& i) { i.cells = 0xFFFF'FFFF; }},
      {"fewer cells than are named", [](CoverImage& i) { i.cells = 1; }},
      {"a set of one cell",
       [](CoverImage& i) {
         i.set_ends.push_back(1);
         i.set_cells.push_back(0);
       }},
      {"a set past the end", [](CoverImage& i) { i.set_ends.push_back(7); }},
      {"sets whose ends go down",
       [](CoverImage& i) {
         i.set_ends = {4, 2};
         i.set_cells = {1, 2, 3, 4};
       }},
      {"a set with a cell twice",
       [](CoverImage& i) {
         i.set_ends = {2};
         i.set_cells = {1, 1};
       }},
      {"a set with a cell too high",
       [](CoverImage& i) {
         i.set_ends = {2};
         i.set_cells = {1, 40};
       }},
      {"cells behind the last set",
       [](CoverImage& i) {
         i.set_ends = {2};
         i.set_cells = {1, 2, 3};
       }},
  };
  for (const Hostile& hostile : all) {
    CoverImage changed = image;
    hostile.change(changed);
    const auto decoded = DecodeIndex(EncodeIndex(ViewOf(changed), kOrigin), kOrigin);
    EXPECT_EQ(decoded.status().code(), absl::StatusCode::kDataLoss) << hostile.name;
  }
}

TEST_F(IndexFileTest, AnyWordsWithARightChecksumAreRefusedOrAnswered) {
  std::mt19937 random(Seed());
  const std::vector<Position> points = EveryPoint();
  std::size_t answered = 0;
  for (int round = 0; round < 3'000; ++round) {
    CoverImage image = RandomImage(random, 6);
    for (std::uint32_t i = 0; i <= random() % 3; ++i) {
      std::uint32_t& word = image.words[random() % image.words.size()];
      word = random() % 2 == 0 ? image.words[random() % image.words.size()] : word ^ 1U << random() % 32;
    }
    const std::string bytes = EncodeIndex(ViewOf(image), kOrigin);
    const auto cover = DecodeIndex(bytes, kOrigin);
    if (!cover.ok()) continue;
    const CoverIndex index(*cover, nullptr);
    std::vector<CellMatch> matches(points.size());
    index.FindBatch(points, matches);
    for (const CellMatch& match : matches) ASSERT_TRUE(match.cell < 6 || match.cell == kNoCell);
    ++answered;
  }
  EXPECT_GT(answered, 0u);
}

}  // namespace
}  // namespace wangge::geo
