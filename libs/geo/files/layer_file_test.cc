#include "geo/files/layer_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/limits.h"
#include "geo/datum.h"
#include "geo/files/testing/package_writer.h"
#include "geo/files/testing/shape_writer.h"
#include "geo/geojson.h"

namespace wangge::geo {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kZone120[] =
    R"(PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",)"
    R"(DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],)"
    R"(UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],)"
    R"(PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],)"
    R"(PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])";
constexpr char kCgcs2000[] =
    R"(GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",)"
    R"(SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])";

std::string GeoJsonOf(const MapRing& ring, const std::string& members = "") {
  std::string points;
  for (const MapPoint& p : ring) {
    points += (points.empty() ? "[" : ",[") + std::to_string(p.x) + "," + std::to_string(p.y) + "]";
  }
  return R"({"type":"FeatureCollection",)" + members +
         R"("features":[{"type":"Feature","properties":{"CODE":"a","name":"east"},"geometry":{"type":"Polygon",)" +
         R"("coordinates":[[)" + points + "]]}}]}";
}

std::string CrsMember(const std::string& name) {
  return R"("crs":{"type":"name","properties":{"name":")" + name + R"("}},)";
}

class LayerFileTest : public ::testing::Test {
 protected:
  absl::StatusOr<LayerFile> Read(const std::string& name, LayerFileOptions options = {}) const {
    options.key = "CODE";
    return ReadLayerFile(folder_ + name, options);
  }
  std::string FaultOf(const absl::StatusOr<LayerFile>& file) const {
    EXPECT_EQ(file.status().code(), absl::StatusCode::kInvalidArgument) << file.status();
    EXPECT_THAT(std::string(file.status().message()), HasSubstr(folder_));
    return std::string(file.status().message());
  }
  absl::StatusOr<LayerFile> ReadGeoJson(const std::string& text, const LayerFileOptions& options = {}) const {
    WriteBytes(folder_ + "a.geojson", text);
    return Read("a.geojson", options);
  }
  absl::StatusOr<LayerFile> ReadShape(const MapRing& ring, const std::string& prj,
                                      const LayerFileOptions& options = {}) const {
    WriteShapefile(folder_ + "a", {}, {{"a", {ring}}});
    std::filesystem::remove(folder_ + "a.prj");
    if (!prj.empty()) WriteBytes(folder_ + "a.prj", prj);
    return Read("a.shp", options);
  }
  // The corners of the only cell.
  static Ring RingOf(const LayerFile& file) {
    return ParseGeoJson(file.geojson, "CODE").value().cells.at(0).polygons.at(0).rings.at(0);
  }

  const std::string folder_ = TestFolder();
  const MapRing square_ = OuterSquare(500'000, 3'148'000, 100);  // metres of EPSG:4549
  const MapRing degrees_ = OuterSquare(119.9, 28.4, 0.01);
};

void ExpectSquare(const Ring& ring) {
  ASSERT_EQ(ring.size(), 5u) << "edges of 100 m are straight enough";
  EXPECT_NEAR(ring[0].lon, 120, 1e-9);
  EXPECT_NEAR(ring[0].lat, 28.447183544, 1e-9);
  EXPECT_NEAR((ring[2].lon - ring[0].lon) * 111'320 * std::cos(28.447 * 3.14159265 / 180), 100, 0.2);
}

TEST_F(LayerFileTest, GeoJsonInDegreesStaysAsItIs) {
  const std::string text = GeoJsonOf(degrees_);
  for (const char* datum : {"wgs84", "cgcs2000"}) {
    const auto file = ReadGeoJson(text, {.datum = datum});
    ASSERT_TRUE(file.ok()) << file.status();
    EXPECT_EQ(file->geojson, text);
    EXPECT_EQ(file->datum, datum);
    EXPECT_EQ(file->format, "geojson");
    EXPECT_EQ(file->crs, "") << "nothing was converted";
  }
  EXPECT_EQ(ReadGeoJson(text, {.crs = "EPSG:4490"})->datum, "cgcs2000");
  EXPECT_EQ(ReadGeoJson(GeoJsonOf(degrees_, CrsMember("urn:ogc:def:crs:OGC:1.3:CRS84")))->datum, "wgs84");
}

TEST_F(LayerFileTest, TheThreeFormatsOfOneZoneAreTheSameLayer) {
  const auto shape = ReadShape(square_, kZone120);
  ASSERT_TRUE(shape.ok()) << shape.status();
  EXPECT_EQ(shape->format, "shapefile");
  EXPECT_EQ(shape->crs, "EPSG:4549");
  EXPECT_EQ(shape->datum, "cgcs2000");
  ExpectSquare(RingOf(*shape));
  {
    PackageWriter package(folder_ + "a.gpkg");
    package.AddTable("grids", "CODE", "TEXT", 4549);
    package.AddRow("grids", "'a'", PolygonBlob({square_}, 4549));
  }
  const auto package = Read("a.gpkg");
  ASSERT_TRUE(package.ok()) << package.status();
  EXPECT_EQ(package->format, "geopackage");
  EXPECT_EQ(RingOf(*package), RingOf(*shape));
  const auto geojson = ReadGeoJson(GeoJsonOf(square_, CrsMember("urn:ogc:def:crs:EPSG::4549")));
  ASSERT_TRUE(geojson.ok()) << geojson.status();
  EXPECT_EQ(RingOf(*geojson), RingOf(*shape));
  EXPECT_THAT(geojson->geojson, HasSubstr(R"("name":"east")")) << "properties of GeoJSON stay";
  EXPECT_EQ(RingOf(*ReadGeoJson(GeoJsonOf(square_), {.crs = "EPSG:4549"})), RingOf(*shape));
}

TEST_F(LayerFileTest, EastingsWithTheNumberOfTheZoneAreTheSamePlace) {
  MapRing numbered = square_;
  for (MapPoint& p : numbered) p.x += 40'000'000;
  const auto file = ReadShape(numbered, "", {.crs = "EPSG:4528"});
  ASSERT_TRUE(file.ok()) << file.status();
  ExpectSquare(RingOf(*file));
  EXPECT_THAT(FaultOf(ReadShape(numbered, "", {.crs = "EPSG:4549"})), HasSubstr("number of the zone"));
}

TEST_F(LayerFileTest, DegreesOfAShapefileAreLongitudeFirstAndNotTouched) {
  const auto file = ReadShape(degrees_, kCgcs2000);
  ASSERT_TRUE(file.ok()) << file.status();
  const Ring ring = RingOf(*file);
  ASSERT_EQ(ring.size(), degrees_.size());
  for (std::size_t i = 0; i < ring.size(); ++i) EXPECT_EQ(ring[i], (LonLat{degrees_[i].x, degrees_[i].y}));
}

TEST_F(LayerFileTest, AFileThatDeclaresNoCoordinateSystemIsRefusedWithWhatToDo) {
  EXPECT_THAT(FaultOf(ReadShape(square_, "")), AllOf(HasSubstr("declares none"), HasSubstr("EPSG:4549")));
  EXPECT_THAT(FaultOf(ReadGeoJson(GeoJsonOf(degrees_))), HasSubstr("declares none"));
}

TEST_F(LayerFileTest, ACallerMayKnowTheDatumOfAGeoJsonThatDeclaresNothingAndOfNoOtherFile) {
  EXPECT_EQ(ReadGeoJson(GeoJsonOf(degrees_), {.undeclared_datum = "wgs84"})->datum, "wgs84");
  EXPECT_EQ(ReadGeoJson(GeoJsonOf(square_), {.undeclared_datum = "wgs84", .crs = "EPSG:4549"})->crs, "EPSG:4549");
  EXPECT_THAT(FaultOf(ReadShape(square_, "", {.undeclared_datum = "wgs84"})), HasSubstr("declares none"));
}

TEST_F(LayerFileTest, TwoSystemsThatDifferAreRefusedByBothNames) {
  EXPECT_THAT(FaultOf(ReadShape(square_, kZone120, {.crs = "EPSG:4548"})),
              AllOf(HasSubstr("EPSG:4549"), HasSubstr("a.prj"), HasSubstr("EPSG:4548")));
  EXPECT_TRUE(ReadShape(square_, kZone120, {.crs = "EPSG:4549"}).ok());
  EXPECT_THAT(FaultOf(ReadShape(square_, kZone120, {.datum = "gcj02"})), AllOf(HasSubstr("gcj02"), HasSubstr("4549")));
  EXPECT_THAT(FaultOf(ReadGeoJson(GeoJsonOf(degrees_), {.datum = "wgs84", .crs = "EPSG:2249"})),
              AllOf(HasSubstr("wgs84"), HasSubstr("EPSG:2249")));
  EXPECT_TRUE(ReadShape(square_, kZone120, {.datum = "wgs84"}).ok()) << "CGCS2000 and WGS 84 are one";
}

TEST_F(LayerFileTest, UnknownDatumsAndSystemsAreRefused) {
  EXPECT_THAT(FaultOf(ReadGeoJson(GeoJsonOf(degrees_), {.datum = "krass"})), HasSubstr("gcj02"));
  EXPECT_THAT(FaultOf(ReadGeoJson(GeoJsonOf(degrees_), {.crs = "EPSG:1"})), HasSubstr("EPSG:1"));
  EXPECT_THAT(FaultOf(ReadShape(square_, "nonsense")), HasSubstr("a.prj"));
  EXPECT_THAT(FaultOf(ReadGeoJson(GeoJsonOf(degrees_, R"("crs":{"type":"link"},)"))), HasSubstr("`crs`"));
}

TEST_F(LayerFileTest, ShiftedDegreesGoBackToWgs84AndTheirEdgesStayStraightThere) {
  const auto file = ReadShape(degrees_, kCgcs2000, {.datum = "gcj02"});
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(file->datum, "wgs84");
  EXPECT_EQ(file->crs, "gcj02");
  const Ring ring = RingOf(*file);
  EXPECT_GT(ring.size(), 10u) << "edges of a kilometre bend";
  const LonLat corner = ToWgs84({.lon = degrees_[0].x, .lat = degrees_[0].y}, Datum::kGcj02);
  EXPECT_NEAR(ring.front().lon, corner.lon, 1e-9);
  EXPECT_NEAR(ring.front().lat, corner.lat, 1e-9);
  EXPECT_TRUE(ReadGeoJson(GeoJsonOf(degrees_), {.datum = "bd09"}).ok());
}

TEST_F(LayerFileTest, ExchangedCoordinatesAreRefusedAndSaidToBe) {
  MapRing exchanged = degrees_;
  for (MapPoint& p : exchanged) std::swap(p.x, p.y);
  EXPECT_THAT(FaultOf(ReadShape(exchanged, kCgcs2000)), HasSubstr("look exchanged"));
  MapRing kashgar = OuterSquare(39.4, 75.9, 0.01);  // both orders are degrees; one of them is in China
  EXPECT_THAT(FaultOf(ReadShape(kashgar, kCgcs2000)), HasSubstr("look exchanged"));
  MapRing metres = square_;
  for (MapPoint& p : metres) std::swap(p.x, p.y);
  EXPECT_THAT(FaultOf(ReadShape(metres, kZone120)), HasSubstr("easting first"));
  EXPECT_THAT(std::string(ParseGeoJson(GeoJsonOf(exchanged), "CODE").status().message()), HasSubstr("look exchanged"));
}

TEST_F(LayerFileTest, ALayerOutsideOfTheAreaOfUseIsNoted) {
  EXPECT_TRUE(ReadShape(square_, kZone120)->notes.empty());
  const auto file = ReadShape(OuterSquare(700'000, 3'148'000, 100), kZone120);
  ASSERT_TRUE(file.ok()) << file.status();
  ASSERT_EQ(file->notes.size(), 1u);
  EXPECT_THAT(file->notes[0], HasSubstr("outside of the area of use of EPSG:4549"));
}

TEST_F(LayerFileTest, OptionsOfAnotherFormatAreRefused) {
  EXPECT_THAT(FaultOf(ReadGeoJson(GeoJsonOf(degrees_), {.datum = "wgs84", .encoding = "GBK"})), HasSubstr("encoding"));
  EXPECT_THAT(FaultOf(ReadShape(square_, kZone120, {.table = "grids"})), HasSubstr("table"));
  WriteBytes(folder_ + "a.zip", "PK\x03\x04xxxxxxxxxxxxxxxx");
  EXPECT_THAT(FaultOf(Read("a.zip")), HasSubstr("unpack it"));
  EXPECT_EQ(Read("none.shp").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(LayerFileTest, WhatNobodyWritesIsRefusedAndNoCrash) {
  const std::string levels(200'000, '['), ends(200'000, ']');
  std::string deep = GeoJsonOf(square_);
  deep.replace(deep.find("\"east\""), 6, levels + ends);
  EXPECT_THAT(FaultOf(ReadGeoJson(deep, {.crs = "EPSG:4549"})), HasSubstr("levels"));
  EXPECT_FALSE(ReadGeoJson(R"({"type":"FeatureCollection","features":{}})", {.crs = "EPSG:4549"}).ok());
  EXPECT_FALSE(ReadGeoJson("[]", {.crs = "EPSG:4549"}).ok());
  const std::string whole = GeoJsonOf(square_);
  for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
    EXPECT_FALSE(ReadGeoJson(whole.substr(0, bytes), {.crs = "EPSG:4549"}).ok()) << bytes;
  }
  EXPECT_FALSE(ReadLayerFile(folder_ + "a.geojson", {.key = "\xff", .datum = "wgs84"}).ok());
}

TEST_F(LayerFileTest, FeaturesWithoutGeometryKeepTheirPlaceInTheNumbering) {
  WriteShapefile(folder_ + "a", {}, {{"x", {}}, {"a", {square_}}, {"b", {MapRing{square_[0], square_[1]}}}});
  WriteBytes(folder_ + "a.prj", kZone120);
  const auto file = Read("a.shp");
  ASSERT_TRUE(file.ok()) << file.status();
  const auto source = ParseGeoJson(file->geojson, "CODE");
  ASSERT_TRUE(source.ok());
  ASSERT_GE(source->findings.size(), 2u);
  EXPECT_EQ(ToText(source->findings[0]), "feature 0 \"x\": the feature has no geometry; skipped");
  EXPECT_EQ(source->findings[1].feature, 2u);
  EXPECT_EQ(source->cells.at(0).polygons.at(0).feature, 1u);
}

// What the city published: feet of Massachusetts, and the same in degrees of 7 decimals.
TEST_F(LayerFileTest, BostonInFeetIsBostonInDegrees) {
  const char* given = std::getenv("WANGGE_DATA");
  const std::string data =
      (given != nullptr ? std::string(given) : std::string(WANGGE_SOURCE_DIR) + "/../shared/data") +
      "/boston_311_2011/";
  LayerFileOptions options{.key = "WARD_PRECINCT", .crs = "EPSG:2249"};
  const auto feet = ReadLayerFile(data + "precincts_epsg2249.geojson", options);
  if (absl::IsNotFound(feet.status())) {
    GTEST_SKIP() << "The records of Boston are not in " << data << "; WANGGE_DATA names the folder above it.";
  }
  ASSERT_TRUE(feet.ok()) << feet.status();
  ASSERT_EQ(feet->notes.size(), 1u);
  EXPECT_THAT(feet->notes[0], HasSubstr("NAD83 to WGS 84"));
  const auto degrees = ReadLayerFile(data + "precincts.geojson", {.key = "WARD_PRECINCT", .datum = "wgs84"});
  ASSERT_TRUE(degrees.ok()) << degrees.status();
  const auto one = ParseGeoJson(feet->geojson, "WARD_PRECINCT"),
             other = ParseGeoJson(degrees->geojson, "WARD_PRECINCT");
  ASSERT_EQ(one->cells.size(), 255u);
  for (std::size_t i = 0; i < one->cells.size(); ++i) {
    const Ring& converted = one->cells[i].polygons[0].rings[0];
    for (const LonLat& expected : other->cells[i].polygons[0].rings[0]) {
      const bool is_there = std::ranges::any_of(converted, [&](LonLat p) {
        return std::abs(p.lon - expected.lon) < 1e-7 && std::abs(p.lat - expected.lat) < 1e-7;
      });
      EXPECT_TRUE(is_there) << one->cells[i].code;
    }
  }
}

TEST_F(LayerFileTest, FilesHaveALimit) {
  WriteShapefile(folder_ + "a", {}, {{"a", {square_}}});
  std::filesystem::resize_file(folder_ + "a.shp", limits::kConfigBodyBytesMax + 1);  // a hole: it takes no room
  EXPECT_EQ(Read("a.shp", {.crs = "EPSG:4549"}).status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace wangge::geo
