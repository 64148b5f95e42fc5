#include "geo/files/straight_edges.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <random>

#include "geo/datum.h"

namespace wangge::geo {
namespace {

using ::testing::HasSubstr;

constexpr double kMillimetre = 1e-3;

std::vector<MapFeature> FeaturesOf(std::vector<MapRing> rings) {
  std::vector<MapFeature> features;
  for (MapRing& ring : rings) features.push_back({.polygons = {{std::move(ring)}}});
  return features;
}

ToEarth Zone(const std::string& code, MapPoint low, MapPoint high) {
  return MapCrs::OfCode(code)->WayToEarth({.low = low, .high = high})->to_earth;
}

ToEarth Shifted(Datum datum) {
  return [datum](MapPoint at) -> std::optional<LonLat> { return ToWgs84({.lon = at.x, .lat = at.y}, datum); };
}

// Metres from `p` to the line through the points of `ring`.
double MetresFrom(const Ring& ring, LonLat p) {
  constexpr double kMetres = 111'320;
  const double east = kMetres * std::cos(p.lat * std::numbers::pi / 180);
  double least = 1e9;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const double ax = (ring[i - 1].lon - p.lon) * east, ay = (ring[i - 1].lat - p.lat) * kMetres;
    const double bx = (ring[i].lon - p.lon) * east, by = (ring[i].lat - p.lat) * kMetres;
    const double dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    const double share = length2 == 0 ? 0 : std::clamp(-(ax * dx + ay * dy) / length2, 0.0, 1.0);
    least = std::min(least, std::hypot(ax + share * dx, ay + share * dy));
  }
  return least;
}

// The largest deviation of the converted edge from the true one, at 997 places that no halving meets.
double Deviation(MapPoint a, MapPoint b, const ToEarth& to_earth, double tolerance) {
  const StraightEdges edges({}, to_earth, tolerance);
  const auto ring = edges.Convert({a, b});
  EXPECT_TRUE(ring.ok()) << ring.status();
  double largest = 0;
  for (int i = 1; i < 997; ++i) {
    const double share = i / 997.0;
    const auto at = to_earth({.x = a.x + (b.x - a.x) * share, .y = a.y + (b.y - a.y) * share});
    largest = std::max(largest, MetresFrom(*ring, *at));
  }
  return largest;
}

TEST(StraightEdges, AConvertedEdgeFollowsTheTrueOneToHalfAMillimetre) {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> turn(0, 2 * std::numbers::pi), exponent(1, 4.6);
  const ToEarth zone = Zone("EPSG:4549", {400'000, 2'000'000}, {600'000, 5'000'000});
  std::uniform_real_distribution<double> easting(400'000, 600'000), northing(2'000'000, 5'000'000);
  std::uniform_real_distribution<double> lon(75, 130), lat(20, 50);
  double largest = 0;
  for (int i = 0; i < 60; ++i) {
    const double way = std::pow(10, exponent(random)), angle = turn(random);
    const MapPoint from{easting(random), northing(random)};
    const MapPoint to{from.x + way * std::cos(angle), from.y + way * std::sin(angle)};
    largest = std::max(largest, Deviation(from, to, zone, 1e-4));
    const MapPoint low{lon(random), lat(random)};
    const MapPoint high{low.x + way / 1e5 * std::cos(angle), low.y + way / 1e5 * std::sin(angle)};
    largest = std::max(largest, Deviation(low, high, Shifted(Datum::kGcj02), 1e-9));
    largest = std::max(largest, Deviation(low, high, Shifted(Datum::kBd09), 1e-9));
  }
  std::printf("largest deviation: %.3f mm\n", largest / kMillimetre);
  EXPECT_LT(largest, 0.5 * kMillimetre);
  EXPECT_LE(kChordMetresMax, 0.25 * kMillimetre);
}

TEST(StraightEdges, WithoutSplittingALongEdgeWouldMissByMetres) {
  const ToEarth zone = Zone("EPSG:4549", {440'000, 3'100'000}, {460'000, 3'200'000});
  const MapPoint a{440'000, 3'150'000}, b{460'000, 3'150'000};
  const Ring chord{*zone(a), *zone(b)};
  EXPECT_GT(MetresFrom(chord, *zone({450'000, 3'150'000})), 1);
}

TEST(StraightEdges, BothSidesOfABorderGetTheSamePoints) {
  const ToEarth zone = Zone("EPSG:4528", {40'480'000, 3'100'000}, {40'520'000, 3'200'000});
  const StraightEdges edges({}, zone, 1e-4);
  const MapPoint a{40'481'234.567, 3'112'345.678}, b{40'512'345.678, 3'187'654.321};
  const Ring there = *edges.Convert({a, b});
  Ring back = *edges.Convert({b, a});
  std::ranges::reverse(back);
  EXPECT_GT(there.size(), 100u);
  EXPECT_EQ(there, back);
}

TEST(StraightEdges, AVertexOfANeighbourOnAnEdgeBecomesAVertexOfIt) {
  const ToEarth zone = Zone("EPSG:4549", {440'000, 3'100'000}, {460'000, 3'200'000});
  const MapPoint a{440'000, 3'150'000}, b{447'000, 3'153'500}, t{443'000, 3'151'500};  // t lies on the edge
  const MapPoint above{443'000, 3'160'000}, below{443'000, 3'140'000};
  const auto features = FeaturesOf({{a, below, b, a}, {a, t, above, a}, {t, b, above, t}});
  const StraightEdges edges(features, zone, 1e-4);
  const Ring whole = *edges.Convert({a, b});
  Ring parts = *edges.Convert({a, t});
  const Ring second = *edges.Convert({t, b});
  parts.insert(parts.end(), second.begin() + 1, second.end());
  EXPECT_EQ(whole, parts);
}

TEST(StraightEdges, AVertexBesideAnEdgeOrAtItsEndsIsNot) {
  const ToEarth flat = [](MapPoint at) -> std::optional<LonLat> { return LonLat{.lon = at.x, .lat = at.y}; };
  const auto features = FeaturesOf({{{5, 0.01}, {0.00005, 0}, {10, 0.00005}, {12, 0}, {-1, 0}}});
  EXPECT_EQ(StraightEdges(features, flat, 1e-4).Convert({{0, 0}, {10, 0}})->size(), 2u);
}

TEST(StraightEdges, ManyVerticesBesideASlantingEdgeAreFoundToBeBeside) {
  const ToEarth flat = [](MapPoint at) -> std::optional<LonLat> { return LonLat{.lon = at.x, .lat = at.y}; };
  MapRing ring;
  for (int i = 0; i < 100; ++i) {
    for (int j = 0; j < 100; ++j) ring.push_back({i / 100.0, j / 100.0});
  }
  const auto features = FeaturesOf({ring});
  EXPECT_EQ(StraightEdges(features, flat, 1e-9).Convert({{0, 0}, {1, 1}})->size(), 101u) << "the diagonal";
}

TEST(StraightEdges, PointsOffTheMapAndEdgesThatJumpAreRefused) {
  const ToEarth zone = Zone("EPSG:4549", {440'000, 3'100'000}, {460'000, 3'200'000});
  EXPECT_THAT(std::string(StraightEdges({}, zone, 1e-4).Convert({{1e12, 0}}).status().message()),
              HasSubstr("is not on it"));
  // Across the rim of the shift: it ends with a step of hundreds of metres.
  const auto jump = StraightEdges({}, Shifted(Datum::kGcj02), 1e-9).Convert({{71.9, 40}, {72.1, 40}});
  EXPECT_EQ(jump.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(jump.status().message()), HasSubstr(std::to_string(kHalvingsMax) + " halvings"));
}

}  // namespace
}  // namespace wangge::geo
