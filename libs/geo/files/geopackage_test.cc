#include "geo/files/geopackage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

#include "base/limits.h"
#include "geo/files/testing/package_writer.h"
#include "geo/files/testing/shape_writer.h"

namespace wangge::geo {
namespace {

using ::testing::HasSubstr;

class GeoPackage : public ::testing::Test {
 protected:
  absl::StatusOr<MapFile> Read(std::string_view table = "", std::string_view key = "code") const {
    return ReadGeoPackage(path_, key, table);
  }
  std::string FaultOf(const absl::StatusOr<MapFile>& file) const {
    EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(file.status().message()), HasSubstr(path_));
    return std::string(file.status().message());
  }
  // A table of one row with this blob and value.
  absl::StatusOr<MapFile> ReadOne(const std::string& blob, const std::string& value = "'a'",
                                  const std::string& type = "TEXT") const {
    {
      PackageWriter package(path_);
      package.AddTable("grids", "code", type, 4549);
      package.AddRow("grids", value, blob);
    }
    return Read();
  }

  const std::string path_ = TestFolder() + "grids.gpkg";
  const MapPolygon square_ = {OuterSquare(500'000, 3'148'000, 100)};
  const std::string blob_ = PolygonBlob(square_, 4549);
};

TEST_F(GeoPackage, ReadsCodesPolygonsAndTheCoordinateSystem) {
  const auto file = ReadOne(blob_, "'网格'");
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->features.size(), 1u);
  EXPECT_EQ(file->features[0].properties, R"({"code":"网格"})");
  EXPECT_EQ(file->features[0].polygons, std::vector<MapPolygon>{square_});
  ASSERT_TRUE(file->crs.has_value());
  EXPECT_EQ(file->crs->code, "EPSG:4549");
}

TEST_F(GeoPackage, ASystemOfAnotherOrganizationIsItsDefinitionAndAnUndefinedOneIsNone) {
  {
    PackageWriter package(path_);
    package.Run("INSERT INTO gpkg_spatial_ref_sys VALUES('city',100001,'NONE',100001,'PROJCS[...]',NULL)");
    package.AddTable("grids", "code", "TEXT", 100001);
    package.AddTable("undefined", "code", "TEXT", -1);
    package.AddTable("lost", "code", "TEXT", 77);
  }
  EXPECT_EQ(Read("grids")->crs->wkt, "PROJCS[...]");
  EXPECT_FALSE(Read("undefined")->crs.has_value());
  EXPECT_THAT(FaultOf(Read("lost")), HasSubstr("coordinate system 77"));
}

TEST_F(GeoPackage, WholeNumbersAreTheirDigits) {
  EXPECT_EQ(ReadOne(blob_, "331102001001001", "INTEGER")->features[0].properties, R"({"code":"331102001001001"})");
  EXPECT_EQ(ReadOne(blob_, "331102001001001.0", "REAL")->features[0].properties, R"({"code":"331102001001001"})");
  EXPECT_THAT(FaultOf(ReadOne(blob_, "1.5", "REAL")), HasSubstr("whole number"));
  EXPECT_THAT(FaultOf(ReadOne(blob_, "1e300", "REAL")), HasSubstr("whole number"));
}

TEST_F(GeoPackage, ACodeIsTextOfTheRightSize) {
  EXPECT_THAT(FaultOf(ReadOne(blob_, "NULL")), HasSubstr("feature 0: \"code\": Expected a code"));
  EXPECT_THAT(FaultOf(ReadOne(blob_, "''")), HasSubstr("it is empty"));
  EXPECT_THAT(FaultOf(ReadOne(blob_, "x'00'", "BLOB")), HasSubstr("another type"));
  EXPECT_THAT(FaultOf(ReadOne(blob_, "CAST(x'cdf8' AS TEXT)")), HasSubstr("UTF-8"));
  const std::string longest(limits::kIdBytesMax, 'x');
  EXPECT_TRUE(ReadOne(blob_, "'" + longest + "'").ok());
  EXPECT_THAT(FaultOf(ReadOne(blob_, "'" + longest + "x'")), HasSubstr("at most 64 bytes"));
}

TEST_F(GeoPackage, AFeatureMayHaveNoGeometry) {
  EXPECT_FALSE(ReadOne("")->features[0].has_geometry);
  std::string empty = blob_;
  empty[3] = '\x13';
  EXPECT_FALSE(ReadOne(empty)->features[0].has_geometry);
}

TEST_F(GeoPackage, TablesAreChosenByNameOrAreTheOnlyOne) {
  { PackageWriter package(path_); }
  EXPECT_THAT(FaultOf(Read()), HasSubstr("Expected a table of features, but the GeoPackage has none"));
  {
    PackageWriter package(path_);
    package.AddTable("streets", "code", "TEXT", 4490);
    package.AddTable("grids \"2026\"", "code", "TEXT", 4490);
  }
  EXPECT_THAT(FaultOf(Read()), HasSubstr("name one of: grids \"2026\", streets"));
  EXPECT_THAT(FaultOf(Read("blocks")), HasSubstr("Expected the table \"blocks\""));
  EXPECT_TRUE(Read("streets").ok());
  PackageWriter without(path_);
  without.Run("CREATE TABLE notes(code TEXT); INSERT INTO gpkg_contents VALUES('notes','attributes','notes',0);");
  EXPECT_THAT(FaultOf(Read("notes")), HasSubstr("has none")) << "a table without geometry";
}

TEST_F(GeoPackage, AColumnThatIsMissingIsNotTakenForAText) {
  ASSERT_TRUE(ReadOne(blob_).ok());
  EXPECT_THAT(FaultOf(Read("", "CODE2")), HasSubstr("Expected the column \"CODE2\""));
  EXPECT_THAT(FaultOf(Read("", "x\"; DROP TABLE grids; --")), HasSubstr("its columns are: fid, code"));
  EXPECT_TRUE(Read().ok());
}

TEST_F(GeoPackage, DamagedBlobsAreRefusedWithFeatureAndCode) {
  for (std::size_t bytes = 1; bytes < blob_.size(); ++bytes) {
    EXPECT_FALSE(ReadOne(blob_.substr(0, bytes)).ok()) << bytes;
  }
  const auto with = [&](std::size_t at, const std::string& bytes) {
    return std::string(blob_).replace(at, bytes.size(), bytes);
  };
  EXPECT_THAT(FaultOf(ReadOne(with(0, "XX"))), HasSubstr("feature 0: \"a\": Expected a geometry that begins"));
  EXPECT_THAT(FaultOf(ReadOne(with(3, "\x2b"))), HasSubstr("flags"));
  EXPECT_THAT(FaultOf(ReadOne(with(3, "\x0f"))), HasSubstr("flags"));
  EXPECT_THAT(FaultOf(ReadOne(PolygonBlob(square_, 4490))), HasSubstr("coordinate system 4549 of the table, but"));
  constexpr std::size_t kRingsAt = 8 + 32 + 5;
  EXPECT_THAT(FaultOf(ReadOne(with(kRingsAt, std::string("\x00\x00\x00\x80", 4)))), HasSubstr("counts 2147483648"));
  EXPECT_THAT(FaultOf(ReadOne(std::string(1, '\0'))), HasSubstr("cut off"));
}

TEST_F(GeoPackage, AnotherDatabaseAndADamagedOneAreRefused) {
  ASSERT_TRUE(ReadOne(blob_).ok());
  const std::string whole = ReadBytes(path_);
  for (std::size_t bytes = 0; bytes < whole.size(); bytes += 512) {
    WriteBytes(path_, whole.substr(0, bytes));
    EXPECT_FALSE(Read().ok()) << bytes << " of " << whole.size();
  }
  WriteBytes(path_, "SQLite format 3" + std::string(1, '\0') + std::string(5'000, 'x'));
  FaultOf(Read());
  EXPECT_FALSE(ReadGeoPackage(path_ + ".missing", "code", "").ok());
}

TEST_F(GeoPackage, FlippedBytesNeverCrash) {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  std::mt19937 random(seed);
  ASSERT_TRUE(ReadOne(blob_).ok());
  const std::string whole = ReadBytes(path_);
  for (int i = 0; i < 300; ++i) {
    std::string bytes = whole;
    for (int flips = 1 + static_cast<int>(random() % 20); flips > 0; --flips) {
      bytes[16 + random() % (bytes.size() - 16)] = static_cast<char>(random());
    }
    WriteBytes(path_, bytes);
    (void)Read();
  }
}

}  // namespace
}  // namespace wangge::geo
