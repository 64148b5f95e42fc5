// Random star-shaped cells, some with holes, against answers worked out by other means: ray casting and a walk over
// every edge. Points too close to an edge for ray casting in floating point are left out there.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <random>
#include <thread>

#include "geo/build/build_layer.h"

namespace wangge::geo {
namespace {

constexpr LocateOptions kAll{.edge = true, .nearest = true};

unsigned Seed() {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  return seed;
}

class City {
 public:
  explicit City(unsigned seed) : random_(seed) {
    centre_ = {Between(-170, 170), Between(-70, 70)};
    const std::size_t count = 5 + random_() % 60;
    for (std::size_t i = 0; i < count; ++i) {
      const LonLat middle{centre_.lon + Between(-0.05, 0.05), centre_.lat + Between(-0.05, 0.05)};
      const double radius = Between(0.0005, 0.02);
      SourcePolygon polygon{.feature = i, .first_ring = 0, .rings = {Star(middle, radius, radius / 2)}};
      if (random_() % 3 == 0) polygon.rings.push_back(Star(middle, radius / 3, radius / 9));
      cells_.push_back({.code = std::to_string(1000 + i), .polygons = {polygon}});
    }
  }

  Position Point() {
    return {.lon_e7 = static_cast<std::int32_t>(std::lround((centre_.lon + Between(-0.1, 0.1)) * 1e7)),
            .lat_e7 = static_cast<std::int32_t>(std::lround((centre_.lat + Between(-0.1, 0.1)) * 1e7))};
  }

  std::shared_ptr<const Layer> Build() {
    std::vector<SourceCell> shuffled = cells_;
    std::shuffle(shuffled.begin(), shuffled.end(), random_);
    auto layer = BuildLayer({.name = "stars", .version = 1, .key = "code"}, {.cells = shuffled, .findings = {}});
    EXPECT_TRUE(layer.ok()) << layer.status();
    EXPECT_TRUE((*layer)->findings().empty());
    return *layer;
  }

  const std::vector<SourceCell>& cells() const { return cells_; }

 private:
  double Between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(random_); }

  Ring Star(LonLat middle, double outer, double inner) {
    const std::size_t corners = 5 + random_() % 40;
    Ring ring;
    for (std::size_t i = 0; i < corners; ++i) {
      const double angle = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(corners);
      const double radius = Between(inner, outer);
      ring.push_back({middle.lon + radius * std::cos(angle), middle.lat + radius * std::sin(angle)});
    }
    ring.push_back(ring.front());
    return ring;
  }

  std::mt19937 random_;
  LonLat centre_;
  std::vector<SourceCell> cells_;
};

bool IsInside(LonLat p, const std::vector<Ring>& rings) {
  bool inside = false;
  for (const Ring& ring : rings) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const LonLat a = ring[i - 1], b = ring[i];
      if ((a.lat > p.lat) == (b.lat > p.lat)) continue;
      if (p.lon < a.lon + (p.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)) inside = !inside;
    }
  }
  return inside;
}

// Metres to the nearest edge: by the lengths of a degree as series (not the closed forms of the library), by thirds of
// the distance function along each edge (not by projection).
double EdgeMetres(LonLat p, const std::vector<Ring>& rings) {
  const double f = p.lat * std::numbers::pi / 180;
  const double lat_m = 111132.954 - 559.822 * std::cos(2 * f) + 1.175 * std::cos(4 * f) - 0.0023 * std::cos(6 * f);
  const double lon_m = 111412.84 * std::cos(f) - 93.5 * std::cos(3 * f) + 0.118 * std::cos(5 * f);
  double nearest = std::numeric_limits<double>::infinity();
  for (const Ring& ring : rings) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const auto at = [&](double t) {
        return std::hypot((ring[i - 1].lon + t * (ring[i].lon - ring[i - 1].lon) - p.lon) * lon_m,
                          (ring[i - 1].lat + t * (ring[i].lat - ring[i - 1].lat) - p.lat) * lat_m);
      };
      double low = 0, high = 1;
      for (int step = 0; step < 44; ++step) {
        const double third = (high - low) / 3;
        (at(low + third) < at(high - third) ? high : low) += at(low + third) < at(high - third) ? -third : third;
      }
      nearest = std::min({nearest, at(low), at(0), at(1)});
    }
  }
  return nearest;
}

void ExpectLikeOracle(const City& city, const Layer& layer, Position point) {
  const LonLat p{point.lon_e7 / 1e7, point.lat_e7 / 1e7};
  std::string code;
  std::uint32_t matches = 0;
  double edge = 0;
  double nearest = std::numeric_limits<double>::infinity();
  for (const SourceCell& cell : city.cells()) {
    const double metres = EdgeMetres(p, cell.polygons[0].rings);
    if (metres < 1e-3) return;  // too close to call
    nearest = std::min(nearest, metres);
    if (!IsInside(p, cell.polygons[0].rings)) continue;
    if (matches++ == 0) code = cell.code, edge = metres;
  }
  const Location location = layer.Locate(point, kAll);
  EXPECT_EQ(location.code, code);
  EXPECT_EQ(location.matches, matches);
  if (matches > 0) {
    EXPECT_NEAR(static_cast<double>(location.edge_cm.value()), std::min(edge * 100, 10'000.0), 1.0);
  } else {
    EXPECT_NEAR(static_cast<double>(location.nearest_cm.value()), nearest * 100, 1.0 + nearest * 100 * 2e-6);
  }
}

TEST(LayerProperty, RandomCitiesAnswerLikeRayCasting) {
  const unsigned seed = Seed();
  for (unsigned round = 0; round < 12; ++round) {
    City city(seed + round);
    const auto layer = city.Build();
    for (int i = 0; i < 30; ++i) {
      const Position point = city.Point();
      SCOPED_TRACE("seed " + std::to_string(seed + round) + " point " + std::to_string(point.lon_e7) + "," +
                   std::to_string(point.lat_e7));
      ExpectLikeOracle(city, *layer, point);
    }
  }
}

TEST(LayerProperty, FourThreadsGetTheAnswersOfOne) {
  const unsigned seed = Seed();
  City city(seed);
  std::vector<Position> points;
  for (int i = 0; i < 5'000; ++i) points.push_back(city.Point());
  const auto asked_alone = city.Build();
  const auto layer = City(seed).Build();  // untouched: the first questions come from all threads at once
  const std::vector<Location> expected = asked_alone->LocateBatch(points, kAll);
  std::vector<std::vector<Location>> answers(4);
  {
    std::vector<std::jthread> threads;
    for (auto& answer : answers) threads.emplace_back([&] { answer = layer->LocateBatch(points, kAll); });
  }
  for (const auto& answer : answers) {
    ASSERT_EQ(answer.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(answer[i].code, expected[i].code);
      ASSERT_EQ(answer[i].matches, expected[i].matches);
      ASSERT_EQ(answer[i].edge_cm, expected[i].edge_cm);
      ASSERT_EQ(answer[i].nearest_cm, expected[i].nearest_cm);
    }
  }
}

// A city of 16,000 grids of 36 edges: what a large prefecture has.
TEST(LayerProperty, SixteenThousandCellsAreAllFound) {
  std::vector<SourceCell> cells;
  constexpr double kSide = 0.002;
  for (std::size_t i = 0; i < 16'000; ++i) {
    const double lon = 119 + kSide * static_cast<double>(i % 200), lat = 28 + kSide * static_cast<double>(i / 200);
    Ring ring;
    for (int k = 0; k < 9; ++k) ring.push_back({lon + kSide * k / 9, lat});
    for (int k = 0; k < 9; ++k) ring.push_back({lon + kSide, lat + kSide * k / 9});
    for (int k = 0; k < 9; ++k) ring.push_back({lon + kSide - kSide * k / 9, lat + kSide});
    for (int k = 0; k < 9; ++k) ring.push_back({lon, lat + kSide - kSide * k / 9});
    ring.push_back(ring.front());
    cells.push_back(
        {.code = std::to_string(100'000 + i), .polygons = {{.feature = i, .first_ring = 0, .rings = {ring}}}});
  }
  const auto layer = BuildLayer({.name = "large", .version = 1, .key = "code"}, {.cells = cells, .findings = {}});
  ASSERT_TRUE(layer.ok()) << layer.status();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const LonLat corner = cells[i].polygons[0].rings[0][0];
    const Position inside{.lon_e7 = static_cast<std::int32_t>((corner.lon + kSide / 3) * 1e7),
                          .lat_e7 = static_cast<std::int32_t>((corner.lat + kSide / 3) * 1e7)};
    ASSERT_EQ((*layer)->Locate(inside, {}).code, cells[i].code);
  }
}

}  // namespace
}  // namespace wangge::geo
