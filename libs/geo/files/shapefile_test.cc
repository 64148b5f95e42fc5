#include "geo/files/shapefile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <shapefil.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <random>

#include "base/limits.h"
#include "geo/files/testing/shape_writer.h"

namespace wangge::geo {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kGrid[] = "\xcd\xf8\xb8\xf1";  // 网格 in GB18030

class Shapefile : public ::testing::Test {
 protected:
  absl::StatusOr<MapFile> Read(std::string_view key = "CODE", std::string_view encoding = "") const {
    return ReadShapefile(stem_ + ".shp", key, encoding);
  }
  std::string FaultOf(const absl::StatusOr<MapFile>& file) const {
    EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(file.status().message()), HasSubstr(stem_));
    return std::string(file.status().message());
  }
  // The code of the only record, of a value in a field.
  absl::StatusOr<std::string> CodeOf(const std::string& value, const ShapeField& field = {},
                                     std::string_view encoding = "") const {
    WriteShapefile(stem_, field, {{value, {OuterSquare(0, 0, 1)}}});
    if (!cpg_.empty()) WriteBytes(stem_ + ".cpg", cpg_);
    auto file = Read(field.name, encoding);
    if (!file.ok()) return file.status();
    return file->features.front().properties;
  }
  void Overwrite(const std::string& ending, std::size_t at, const std::string& bytes) const {
    std::string text = ReadBytes(stem_ + ending);
    WriteBytes(stem_ + ending, text.replace(at, bytes.size(), bytes));
  }
  // Two cells: one with a hole, one of two parts.
  void WriteTwo() const {
    MapRing hole = OuterSquare(2, 2, 1);
    std::ranges::reverse(hole);
    WriteShapefile(stem_, {},
                   {{"a", {hole, OuterSquare(0, 0, 10)}}, {"b", {OuterSquare(20, 0, 1), OuterSquare(30, 0, 1)}}});
  }

  std::string cpg_;  // of CodeOf; empty: no such file
  const std::string stem_ = TestFolder() + "grids";
};

TEST_F(Shapefile, ReadsCodesAndPolygonsWithHolesAndParts) {
  WriteTwo();
  const auto file = Read();
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->features.size(), 2u);
  EXPECT_EQ(file->features[0].properties, R"({"CODE":"a"})") << "the other fields stay behind";
  ASSERT_EQ(file->features[0].polygons.size(), 1u);
  EXPECT_EQ(file->features[0].polygons[0].size(), 2u);
  EXPECT_EQ(file->features[0].polygons[0][0], OuterSquare(0, 0, 10));
  EXPECT_EQ(file->features[1].polygons.size(), 2u);
  EXPECT_FALSE(file->crs.has_value());
  EXPECT_TRUE(file->findings.empty());
}

TEST_F(Shapefile, ZAndMAreLeftOut) {
  for (const int type : {SHPT_POLYGONZ, SHPT_POLYGONM}) {
    WriteShapefile(stem_, {}, {{"a", {OuterSquare(0, 0, 1)}}}, type);
    const auto file = Read();
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_EQ(file->features[0].polygons[0][0], OuterSquare(0, 0, 1));
  }
}

TEST_F(Shapefile, ANullShapeIsAFeatureWithoutGeometry) {
  WriteShapefile(stem_, {}, {{"a", {}}, {"b", {OuterSquare(0, 0, 1)}}});
  const auto file = Read();
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_FALSE(file->features[0].has_geometry);
  EXPECT_TRUE(file->features[1].has_geometry);
}

TEST_F(Shapefile, AReversedRingAndADeletedRecordAreFindings) {
  MapRing reversed = OuterSquare(0, 0, 1);
  std::ranges::reverse(reversed);
  WriteShapefile(stem_, {}, {{"a", {reversed}}, {"b", {OuterSquare(5, 5, 1)}}});
  DBFHandle table = DBFOpen(stem_.c_str(), "rb+");
  DBFMarkRecordDeleted(table, 1, 1);
  DBFClose(table);
  const auto file = Read();
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->findings.size(), 2u);
  EXPECT_EQ(ToText(file->findings[0]),
            "feature 0 \"a\" ring 0: the ring is wound as a hole, but lies in no outer ring; repaired");
  EXPECT_EQ(ToText(file->findings[1]), "feature 1: the record is marked as deleted; skipped");
  EXPECT_FALSE(file->features[1].has_geometry);
}

TEST_F(Shapefile, OtherShapesAreRefused) {
  WriteShapefile(stem_, {}, {{"a", {OuterSquare(0, 0, 1)}}}, SHPT_ARC);
  EXPECT_THAT(FaultOf(Read()), HasSubstr("Expected polygons, but it holds shapes of the type Arc"));
}

TEST_F(Shapefile, ANumberIsItsDigits) {
  EXPECT_EQ(*CodeOf("331102001001001", {.type = 'N', .width = 15}), R"({"CODE":"331102001001001"})");
  EXPECT_EQ(*CodeOf("331102001001001.000", {.type = 'N', .width = 19, .decimals = 3}), R"({"CODE":"331102001001001"})");
  EXPECT_EQ(*CodeOf("3.31102001001001e+014", {.type = 'F', .width = 24, .decimals = 15}),
            R"({"CODE":"331102001001001"})");
  for (const char* number : {"1.5", "3.31102001e+014", "******", "", "12a"}) {
    const auto code = CodeOf(number, {.type = 'N', .width = 24, .decimals = 11});
    EXPECT_THAT(std::string(code.status().message()), HasSubstr("record 0 \"CODE\"")) << number;
  }
}

TEST_F(Shapefile, TextIsOfTheEncodingThatTheFileSays) {
  cpg_ = "GB18030\r\n";
  EXPECT_EQ(*CodeOf(kGrid), R"({"CODE":"网格"})");
  cpg_ = "UTF-8";
  EXPECT_EQ(*CodeOf("网格"), R"({"CODE":"网格"})");
  constexpr std::size_t kLanguageIdAt = 29;
  WriteShapefile(stem_, {}, {{kGrid, {OuterSquare(0, 0, 1)}}});
  Overwrite(".dbf", kLanguageIdAt, "\x4d");
  EXPECT_EQ(Read()->features[0].properties, R"({"CODE":"网格"})");
}

TEST_F(Shapefile, AGivenEncodingComesFirst) {
  cpg_ = "UTF-8";
  EXPECT_EQ(*CodeOf(kGrid, {}, "GBK"), R"({"CODE":"网格"})");
  EXPECT_FALSE(CodeOf("a", {.name = kGrid}, "GBK").ok()) << "a key is UTF-8";
  EXPECT_TRUE(Read("网格", "GBK").ok()) << "the name of a field is of the encoding too";
}

TEST_F(Shapefile, BytesThatAreNoTextAreRefusedWithRecordAndField) {
  EXPECT_THAT(std::string(CodeOf(kGrid).status().message()),
              AllOf(HasSubstr("record 0 \"CODE\""), HasSubstr("CD F8 B8 F1"), HasSubstr("GB18030")))
      << "no encoding is known";
  EXPECT_THAT(std::string(CodeOf(kGrid, {}, "UTF-8").status().message()),
              AllOf(HasSubstr("record 0 \"CODE\""), HasSubstr("Expected text in UTF-8")));
  cpg_ = "nonsense";
  EXPECT_THAT(std::string(CodeOf("a").status().message()), HasSubstr(".cpg"));
}

TEST_F(Shapefile, AMissingFieldIsAnsweredWithThoseThereAre) {
  WriteTwo();
  EXPECT_THAT(FaultOf(Read("code")), HasSubstr("the fields are: CODE, OTHER"));
  EXPECT_THAT(std::string(CodeOf("20260101", {.type = 'D', .width = 8}).status().message()), HasSubstr("type D"));
}

TEST_F(Shapefile, CodesAreNeitherEmptyNorTooLong) {
  EXPECT_THAT(std::string(CodeOf("  ").status().message()), HasSubstr("it is empty"));
  const std::string longest(limits::kIdBytesMax, 'x');
  EXPECT_TRUE(CodeOf(longest, {.width = 100}).ok());
  EXPECT_THAT(std::string(CodeOf(longest + "x", {.width = 100}).status().message()), HasSubstr("at most 64"));
}

TEST_F(Shapefile, FilesThatAreMissingAreNamed) {
  WriteTwo();
  std::filesystem::remove(stem_ + ".dbf");
  EXPECT_THAT(FaultOf(Read()), HasSubstr(".dbf, which holds the codes, is missing"));
  WriteTwo();
  std::filesystem::remove(stem_ + ".shx");
  EXPECT_THAT(FaultOf(Read()), HasSubstr(".shx is missing"));
}

TEST_F(Shapefile, EveryCutOfEveryFileIsRefused) {
  for (const char* ending : {".shp", ".shx", ".dbf"}) {
    WriteTwo();
    const std::string whole = ReadBytes(stem_ + ending);
    // shapelib ends a .dbf with one byte more than its header counts.
    const std::size_t size = whole.size() - (ending == std::string(".dbf") ? 1 : 0);
    for (std::size_t bytes = 0; bytes < size; ++bytes) {
      WriteBytes(stem_ + ending, whole.substr(0, bytes));
      EXPECT_FALSE(Read().ok()) << ending << " " << bytes << " of " << size;
    }
  }
}

TEST_F(Shapefile, AnIndexThatPointsPastTheEndIsRefused) {
  constexpr std::size_t kSecondRecord = 108;
  for (const std::string& offset :
       {std::string("\x00\x00\x0f\xff", 4), std::string("\xff\xff\xff\xff", 4), std::string("\x00\x00\x00\x00", 4)}) {
    WriteTwo();
    Overwrite(".shx", kSecondRecord, offset);
    EXPECT_THAT(FaultOf(Read()), HasSubstr("Expected record 1 within the "));
  }
  WriteTwo();
  Overwrite(".shx", kSecondRecord + 4, "\x7f\xff\xff\xff");
  EXPECT_THAT(FaultOf(Read()), HasSubstr("Expected record 1 within the "));
}

TEST_F(Shapefile, ATableWithOtherRecordsThanShapesIsRefused) {
  WriteTwo();
  const std::string shp = ReadBytes(stem_ + ".shp"), shx = ReadBytes(stem_ + ".shx");
  WriteShapefile(stem_, {}, {{"a", {OuterSquare(0, 0, 1)}}});
  WriteBytes(stem_ + ".shp", shp);
  WriteBytes(stem_ + ".shx", shx);
  EXPECT_THAT(FaultOf(Read()), HasSubstr("2 shapes and 1 records"));
}

TEST_F(Shapefile, AbsurdCountsOfRingsAndPointsAreRefused) {
  constexpr std::size_t kParts = 100 + 8 + 36, kPoints = kParts + 4;
  for (const std::size_t at : {kParts, kPoints}) {
    for (const std::string& count :
         {std::string("\xff\xff\xff\x7f"), std::string("\x00\x00\x00\x80", 4), std::string("\x00\x10\x00\x00", 4)}) {
      WriteTwo();
      Overwrite(".shp", at, count);
      EXPECT_THAT(FaultOf(Read()), HasSubstr("record 0: Expected a shape, but it cannot be read"));
    }
  }
}

TEST_F(Shapefile, CoordinatesThatAreNoNumbersAreRefused) {
  MapRing ring = OuterSquare(0, 0, 1);
  ring[1].x = std::numeric_limits<double>::quiet_NaN();
  WriteShapefile(stem_, {}, {{"a", {ring}}});
  EXPECT_THAT(FaultOf(Read()), HasSubstr("record 0: Expected coordinates that are numbers"));
}

TEST_F(Shapefile, FlippedBytesNeverCrash) {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  std::mt19937 random(seed);
  WriteTwo();
  for (int i = 0; i < 600; ++i) {
    const std::string ending = std::array{".shp", ".shx", ".dbf"}[random() % 3];
    const std::string whole = ReadBytes(stem_ + ending);
    std::string bytes = whole;
    for (int flips = 1 + static_cast<int>(random() % 3); flips > 0; --flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    WriteBytes(stem_ + ending, bytes);
    (void)Read();
    WriteBytes(stem_ + ending, whole);
  }
}

}  // namespace
}  // namespace wangge::geo
