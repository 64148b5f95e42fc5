#include "geo/files/map_crs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <numbers>

namespace wangge::geo {
namespace {

using ::testing::HasSubstr;

constexpr char kEsriZone[] =
    R"(PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",)"
    R"(DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],)"
    R"(UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],)"
    R"(PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],)"
    R"(PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]])";
constexpr char kEsriDegrees[] =
    R"(GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",)"
    R"(SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])";

MapCrs OfCode(std::string_view code) {
  auto crs = MapCrs::OfCode(code);
  EXPECT_TRUE(crs.ok()) << crs.status();
  return *std::move(crs);
}

std::string FaultOf(const absl::StatusOr<MapCrs>& crs) {
  EXPECT_EQ(crs.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(crs.status().message());
}

std::optional<LonLat> ToEarthOf(const MapCrs& crs, MapPoint at) {
  const auto way = crs.WayToEarth({.low = at, .high = at});
  return way.ok() ? way->to_earth(at) : std::nullopt;
}

// The Gauss-Krueger projection by the series in powers of the longitude from the central meridian that Chinese
// textbooks of surveying give; the arc of the meridian by Simpson's rule. On the ellipsoid of CGCS2000; within 1.5
// degrees its error is some hundredths of a millimetre. Neither formula is PROJ's.
MapPoint BySeries(LonLat p, double central) {
  constexpr double kAxis = 6'378'137, kFlattening = 1 / 298.257222101;
  constexpr double kE2 = kFlattening * (2 - kFlattening), kSecondE2 = kE2 / (1 - kE2);
  const double b = p.lat * std::numbers::pi / 180, l = (p.lon - central) * std::numbers::pi / 180;
  const auto meridian_radius = [](double latitude) {
    const double w2 = 1 - kE2 * std::sin(latitude) * std::sin(latitude);
    return kAxis * (1 - kE2) / (w2 * std::sqrt(w2));
  };
  constexpr int kSteps = 2'000;
  double arc = meridian_radius(0) + meridian_radius(b);
  for (int i = 1; i < kSteps; ++i) arc += (i % 2 == 0 ? 2 : 4) * meridian_radius(b * i / kSteps);
  arc *= b / kSteps / 3;
  const double n = kAxis / std::sqrt(1 - kE2 * std::sin(b) * std::sin(b));
  const double t2 = std::tan(b) * std::tan(b), eta2 = kSecondE2 * std::cos(b) * std::cos(b);
  const double m2 = std::cos(b) * std::cos(b) * l * l;
  const double north = arc + n * std::tan(b) * m2 *
                                 (1.0 / 2 + m2 / 24 * (5 - t2 + 9 * eta2 + 4 * eta2 * eta2) +
                                  m2 * m2 / 720 * (61 - 58 * t2 + t2 * t2 + 270 * eta2 - 330 * eta2 * t2));
  const double east =
      n * std::cos(b) * l *
      (1 + m2 / 6 * (1 - t2 + eta2) + m2 * m2 / 120 * (5 - 18 * t2 + t2 * t2 + 14 * eta2 - 58 * eta2 * t2));
  return {.x = east, .y = north};
}

TEST(MapCrs, TheZonesOfCgcs2000AreThoseOfTheTextbook) {
  struct Zone {
    const char* code;
    double central;
    double false_easting;
  };
  constexpr Zone kZones[] = {{"EPSG:4549", 120, 500'000}, {"EPSG:4528", 120, 40'500'000},
                             {"EPSG:4534", 75, 500'000},  {"EPSG:4513", 75, 25'500'000},
                             {"EPSG:4554", 135, 500'000}, {"EPSG:4533", 135, 45'500'000},
                             {"EPSG:4547", 114, 500'000}, {"EPSG:4526", 114, 38'500'000}};
  for (const Zone& zone : kZones) {
    const MapCrs crs = OfCode(zone.code);
    for (const double lat : {18.2, 28.45, 39.9, 53.5}) {
      for (const double aside : {-1.5, -0.4, 0.0, 0.7, 1.5}) {
        const LonLat place{.lon = zone.central + aside, .lat = lat};
        MapPoint on_map = BySeries(place, zone.central);
        on_map.x += zone.false_easting;
        const auto found = ToEarthOf(crs, on_map);
        ASSERT_TRUE(found.has_value()) << zone.code;
        constexpr double kTenthOfAMillimetre = 1e-9;
        EXPECT_NEAR(found->lon, place.lon, kTenthOfAMillimetre) << zone.code << " " << lat << " " << aside;
        EXPECT_NEAR(found->lat, place.lat, kTenthOfAMillimetre) << zone.code << " " << lat << " " << aside;
      }
    }
  }
}

TEST(MapCrs, DegreesOfWgs84AndCgcs2000AreEarthLongitudeFirst) {
  for (const char* code : {"EPSG:4326", "epsg:4490", "OGC:CRS84"}) {
    const MapCrs crs = OfCode(code);
    EXPECT_TRUE(crs.IsEarth()) << code;
    EXPECT_EQ(ToEarthOf(crs, {119.92, 28.45}), (LonLat{119.92, 28.45})) << code;
  }
  EXPECT_TRUE(OfCode("EPSG:4490").IsCgcs2000());
  EXPECT_FALSE(OfCode("EPSG:4549").IsEarth());
}

TEST(MapCrs, DefinitionsOfEsriAreTheRegisteredSystems) {
  const auto zone = MapCrs::OfWkt(kEsriZone);
  ASSERT_TRUE(zone.ok()) << zone.status();
  EXPECT_EQ(zone->Word(), "EPSG:4549");
  EXPECT_TRUE(zone->IsSameAs(OfCode("EPSG:4549")));
  EXPECT_FALSE(zone->IsSameAs(OfCode("EPSG:4528"))) << "the same meridian, another easting";
  EXPECT_FALSE(zone->IsSameAs(OfCode("EPSG:4490")));
  const auto degrees = MapCrs::OfWkt(kEsriDegrees);
  ASSERT_TRUE(degrees.ok()) << degrees.status();
  EXPECT_TRUE(degrees->IsSameAs(OfCode("EPSG:4490")));
  EXPECT_FALSE(degrees->IsSameAs(OfCode("EPSG:4326")));
  EXPECT_TRUE(degrees->IsEarth());
}

TEST(MapCrs, ASystemOfNoRegistryIsUsedByItsDefinition) {
  std::string wkt = kEsriZone;
  wkt.replace(wkt.find("120.0"), 5, "119.5");  // an independent system of a city
  wkt.replace(wkt.find("CGCS2000_3_Degree_GK_CM_120E"), 28, "City grid");
  const auto crs = MapCrs::OfWkt(wkt);
  ASSERT_TRUE(crs.ok()) << crs.status();
  EXPECT_EQ(crs->Word(), "City_grid");
  const LonLat place{.lon = 119.92, .lat = 28.45};
  MapPoint on_map = BySeries(place, 119.5);
  on_map.x += 500'000;
  const auto found = ToEarthOf(*crs, on_map);
  ASSERT_TRUE(found.has_value());
  EXPECT_NEAR(found->lon, place.lon, 1e-9);
  EXPECT_NEAR(found->lat, place.lat, 1e-9);
}

TEST(MapCrs, ADatumWithoutAKnownTransformationIsRefusedAndNotGuessed) {
  for (const char* code : {"EPSG:2385", "EPSG:2437"}) {  // Xi'an 1980 and Beijing 1954, central meridian 120 degrees
    const auto way = OfCode(code).WayToEarth({.low = {490'000, 3'140'000}, .high = {500'000, 3'150'000}});
    EXPECT_EQ(way.status().code(), absl::StatusCode::kInvalidArgument) << code;
    EXPECT_THAT(std::string(way.status().message()), HasSubstr("has none")) << code;
  }
}

TEST(MapCrs, AnotherDatumIsConvertedByOneTransformationThatIsNamed) {
  const auto way = OfCode("EPSG:2249").WayToEarth({.low = {770'000, 2'950'000}, .high = {780'000, 2'960'000}});
  ASSERT_TRUE(way.ok()) << way.status();
  EXPECT_THAT(way->note, HasSubstr("NAD83 to WGS 84"));
  EXPECT_THAT(way->note, HasSubstr("accurate to 4 m"));
}

TEST(MapCrs, CoordinatesOfAnotherZoneAreNotOnTheMap) {
  const auto way = OfCode("EPSG:4549").WayToEarth({.low = {40'490'000, 3'140'000}, .high = {40'500'000, 3'150'000}});
  EXPECT_EQ(way.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(way.status().message()), HasSubstr("EPSG:4528"));
}

TEST(MapCrs, WhatIsNoSystemOrOfNoUseIsRefused) {
  for (const char* code : {"", "4549", "EPSG:", ":4549", "EPSG:9", "NONE:4549", "EPSG:4549;", "+proj=tmerc",
                           "EPSG:4549+5773", "urn:ogc:def:crs:EPSG::4549"}) {
    FaultOf(MapCrs::OfCode(code));
  }
  EXPECT_THAT(FaultOf(MapCrs::OfCode("EPSG:4978")), HasSubstr("neither")) << "geocentric";
  EXPECT_THAT(FaultOf(MapCrs::OfCode("EPSG:5773")), HasSubstr("neither")) << "heights";
  for (const char* wkt :
       {"", "nonsense", "GEOGCS[\"x", "LOCAL_CS[\"x\",UNIT[\"Meter\",1.0]]", "+proj=tmerc +lon_0=120", "EPSG:4549"}) {
    FaultOf(MapCrs::OfWkt(wkt));
  }
  const std::string zone = kEsriZone;
  for (std::size_t bytes = 0; bytes < zone.size(); bytes += 7) FaultOf(MapCrs::OfWkt(zone.substr(0, bytes)));
}

TEST(MapCrs, AShiftOfDatumOfItsOwnIsOnlyIgnoredWhereNoneIsNeeded) {
  std::string needless = kEsriDegrees;
  needless.insert(needless.find("],PRIMEM"), ",TOWGS84[0,0,0,0,0,0,0]");
  EXPECT_TRUE(MapCrs::OfWkt(needless).ok());
  const std::string krasovsky =
      R"(GEOGCS["City",DATUM["City",SPHEROID["Krasovsky_1940",6378245.0,298.3],TOWGS84[84,-147,-30,0,0,0,0]],)"
      R"(PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]])";
  EXPECT_THAT(FaultOf(MapCrs::OfWkt(krasovsky)), HasSubstr("TOWGS84"));
}

TEST(MapCrs, TheAreaOfUseIsThatOfTheRegistry) {
  const auto area = OfCode("EPSG:4549").AreaOfUse();
  ASSERT_TRUE(area.has_value());
  EXPECT_EQ(area->lon_min, 118.5);
  EXPECT_EQ(area->lon_max, 121.5);
  EXPECT_FALSE(OfCode("EPSG:4326").AreaOfUse().has_value()) << "the whole Earth says nothing";
}

TEST(MapCrs, NothingIsFetchedWhateverTheEnvironmentSays) {
  ASSERT_EQ(::setenv("PROJ_NETWORK", "ON", 1), 0);
  // The best transformation of NAD27 needs a grid file, which is not installed: one without a grid is taken.
  const auto way = OfCode("EPSG:4267").WayToEarth({.low = {-71.2, 42.2}, .high = {-71.0, 42.4}});
  ASSERT_EQ(::unsetenv("PROJ_NETWORK"), 0);
  ASSERT_TRUE(way.ok()) << way.status();
  EXPECT_THAT(way->note, HasSubstr("accurate to 10 m"));
}

}  // namespace
}  // namespace wangge::geo
