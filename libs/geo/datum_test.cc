#include "geo/datum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace wangge::geo {
namespace {

constexpr double kCentimetre = 8e-8;  // degrees; less than one anywhere in China

struct Known {
  LonLat wgs84;
  LonLat gcj02;
  LonLat bd09;
};

// Computed with gcoord 1.0.7: places from Kashgar to Fuyuan and from Sanya to Harbin.
constexpr Known kKnown[] = {
    {{119.92, 28.45}, {119.924403079, 28.446586291}, {119.930968087, 28.452341527}},
    {{120.1551, 30.2741}, {120.159794479, 30.271771223}, {120.166358349, 30.277599218}},
    {{116.3975, 39.9087}, {116.403743573, 39.910103499}, {116.410116586, 39.916442750}},
    {{121.4737, 31.2304}, {121.478223059, 31.228457738}, {121.484781469, 31.234310594}},
    {{113.2644, 23.1291}, {113.269729592, 23.126423340}, {113.276150752, 23.132711257}},
    {{104.0665, 30.5723}, {104.069004906, 30.569845541}, {104.075480941, 30.575856164}},
    {{87.6168, 43.8256}, {87.619649949, 43.826805393}, {87.626099771, 43.832949795}},
    {{126.6424, 45.7567}, {126.648369816, 45.758651102}, {126.654999329, 45.764345564}},
    {{110.3312, 20.0317}, {110.335570875, 20.029653167}, {110.342119208, 20.035329180}},
    {{91.1322, 29.6603}, {91.133743323, 29.657579568}, {91.140342700, 29.663325632}},
    {{73.5, 39.4}, {73.503352666, 39.400178293}, {73.509984232, 39.405969310}},
    {{135, 48.4}, {135.007934699, 48.402368410}, {135.014316859, 48.408744362}},
    {{108.9, 18.3}, {108.903633792, 18.298127364}, {108.910189626, 18.303806873}},
    {{124.3, 40.1}, {124.305663988, 40.101452543}, {124.312093174, 40.107730778}},
    {{119, 27.5}, {119.004862403, 27.496789814}, {119.011399335, 27.502698397}},
    {{118.5, 29}, {118.504973239, 28.997083790}, {118.511542146, 29.002736553}},
};

void ExpectNear(LonLat found, LonLat expected, double tolerance) {
  EXPECT_NEAR(found.lon, expected.lon, tolerance);
  EXPECT_NEAR(found.lat, expected.lat, tolerance);
}

TEST(Datum, TheShiftsOfWebMapsAreThoseOfTheOracle) {
  for (const Known& known : kKnown) {
    ExpectNear(FromWgs84(known.wgs84, Datum::kGcj02), known.gcj02, 2e-9);
    ExpectNear(FromWgs84(known.wgs84, Datum::kBd09), known.bd09, 2e-9);
  }
}

TEST(Datum, TheWayBackIsTheSamePlaceToACentimetre) {
  for (const Known& known : kKnown) {
    ExpectNear(ToWgs84(known.gcj02, Datum::kGcj02), known.wgs84, kCentimetre);
    ExpectNear(ToWgs84(known.bd09, Datum::kBd09), known.wgs84, kCentimetre);
  }
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> lon(73, 136), lat(3, 54);
  for (int i = 0; i < 20'000; ++i) {
    const LonLat place{.lon = lon(random), .lat = lat(random)};
    ExpectNear(ToWgs84(FromWgs84(place, Datum::kGcj02), Datum::kGcj02), place, kCentimetre);
    ExpectNear(ToWgs84(FromWgs84(place, Datum::kBd09), Datum::kBd09), place, kCentimetre);
  }
}

TEST(Datum, OutsideOfChinaGcj02IsWgs84) {
  for (const LonLat place : {LonLat{139.7, 35.7}, LonLat{2.35, 48.85}, LonLat{-76.6, 39.3}, LonLat{103.8, 0.5}}) {
    EXPECT_EQ(ToWgs84(place, Datum::kGcj02), place);
    EXPECT_EQ(FromWgs84(place, Datum::kGcj02), place);
  }
}

TEST(Datum, Wgs84AndCgcs2000AreTakenAsTheyAreAndOthersAreNotKnown) {
  constexpr LonLat kLishui{119.92, 28.45};
  EXPECT_EQ(ToWgs84(kLishui, Datum::kWgs84), kLishui);
  EXPECT_EQ(ToWgs84(kLishui, Datum::kCgcs2000), kLishui);
  EXPECT_EQ(DatumNamed("bd09"), Datum::kBd09);
  for (const char* name : {"", "WGS84", "krass", "gcj-02"}) EXPECT_FALSE(DatumNamed(name).has_value()) << name;
}

TEST(Datum, APlaceIsRoundedToTheNearestUnit) {
  EXPECT_EQ(ToPosition({.lon = 119.123456789, .lat = -28.00000004}), (Position{1'191'234'568, -280'000'000}));
}

}  // namespace
}  // namespace wangge::geo
