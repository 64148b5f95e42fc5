// Faces of random divisions of the plane: areas add up to the last unit, and overlaps are those that GEOS finds. Print
// the seed of a failure as WANGGE_SEED and it comes back.
#include "geo/build/arrangement.h"

#include <geos_c.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <random>

#include "geo/build/geos_geometry.h"

namespace wangge::geo {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Lattice kLattice{0, 0, 1};  // a unit is 1e-7 degree: at the equator all units are of one size

unsigned Seed() {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  return seed;
}

using Outline = std::vector<LatticePoint>;

std::vector<OutlineEdge> SidesOf(const std::vector<std::vector<Outline>>& cells) {
  std::vector<OutlineEdge> sides;
  const auto fine = [](LatticePoint p) { return FinePoint{.x = p.x * kFineParts, .y = p.y * kFineParts}; };
  for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
    for (const Outline& ring : cells[cell]) {
      for (std::size_t i = 0; i < ring.size(); ++i) {
        sides.push_back({.from = fine(ring[i]), .to = fine(ring[(i + 1) % ring.size()]), .cell = cell});
      }
    }
  }
  return sides;
}

Arrangement ArrangementOf(const std::vector<std::vector<Outline>>& cells) {
  auto made = Arrangement::Of(kLattice, SnapRound(SidesOf(cells)), static_cast<std::uint32_t>(cells.size()));
  EXPECT_TRUE(made.ok()) << made.status();
  return *std::move(made);
}

Outline Square(std::uint32_t x, std::uint32_t y, std::uint32_t side) {
  return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
}

// Twice the area of the faces with just these cells.
std::map<std::vector<std::uint32_t>, Wide> AreasOf(const Arrangement& arrangement) {
  std::map<std::vector<std::uint32_t>, Wide> areas;
  for (std::uint32_t face = 1; face < arrangement.faces().size(); ++face) {
    areas[arrangement.CellsOf(face)] += arrangement.faces()[face].twice_area;
  }
  return areas;
}

TEST(Arrangement, WithoutEdgesThereIsTheUnboundedFaceAlone) {
  const Arrangement arrangement = ArrangementOf({});
  ASSERT_EQ(arrangement.faces().size(), 1u);
  EXPECT_THAT(arrangement.CellsOf(0), IsEmpty());
}

TEST(Arrangement, AnIslandInAHoleAndWhatIsAroundThemAreFacesOfTheirOwn) {
  // A square with a hole, an island in the hole that touches nothing, and a hole in that.
  const Arrangement arrangement =
      ArrangementOf({{Square(100, 100, 100), Square(120, 120, 60)}, {Square(140, 140, 20), Square(145, 145, 10)}});
  const auto areas = AreasOf(arrangement);
  EXPECT_EQ(arrangement.faces().size(), 5u);
  EXPECT_EQ(areas.at({0}), 2 * (100 * 100 - 60 * 60));
  EXPECT_EQ(areas.at({1}), 2 * (20 * 20 - 10 * 10));
  EXPECT_EQ(areas.at({}), 2 * (60 * 60 - 20 * 20 + 10 * 10));
  EXPECT_EQ(arrangement.faces()[0].twice_area, -2 * 100 * 100);
}

TEST(Arrangement, CellsThatMeetInCornersEncloseAFace) {
  const Arrangement arrangement =
      ArrangementOf({{Square(100, 100, 10)}, {Square(110, 90, 10)}, {Square(120, 100, 10)}, {Square(110, 110, 10)}});
  EXPECT_EQ(AreasOf(arrangement).at({}), 2 * 100);
  for (std::uint32_t face = 1; face < arrangement.faces().size(); ++face) {
    if (!arrangement.CellsOf(face).empty()) continue;
    EXPECT_EQ(arrangement.NeighboursOf(face).size(), 4u);
    EXPECT_THAT(arrangement.RingsOf(face), ElementsAre(::testing::SizeIs(5)));
    const LonLat place = arrangement.PlaceIn(face);
    EXPECT_NEAR(place.lon, 115e-7, 1e-15);
    EXPECT_NEAR(place.lat, 105e-7, 1e-15);
  }
}

// Convex cells here and there, so that many overlap, some touch and some lie inside of others.
std::vector<std::vector<Outline>> RandomCells(std::mt19937& random, std::size_t count, std::uint32_t side) {
  std::vector<std::vector<Outline>> cells;
  std::uniform_real_distribution<double> angle(0, 6.283185307);
  while (cells.size() < count) {
    const auto up_to = [&](std::uint32_t end) { return static_cast<double>(random() % end); };
    const double x = 1'000 + up_to(side), y = 1'000 + up_to(side), radius = 2 + up_to(side / 4);
    std::vector<double> angles(3 + random() % 6);
    for (double& a : angles) a = angle(random);
    std::sort(angles.begin(), angles.end());
    Outline outline;
    for (const double a : angles) {
      outline.push_back({static_cast<std::uint32_t>(std::lround(x + side + radius * std::cos(a))),
                         static_cast<std::uint32_t>(std::lround(y + side + radius * std::sin(a)))});
    }
    cells.push_back({outline});
  }
  return cells;
}

TEST(ArrangementProperty, FacesAndTheUnboundedOneAddUpToNothingAndPlacesAreInside) {
  std::mt19937 random(Seed());
  for (int round = 0; round < 300; ++round) {
    const auto cells = RandomCells(random, 2 + random() % 30, round % 2 == 0 ? 40 : 100'000);
    const Arrangement arrangement = ArrangementOf(cells);
    Wide sum = 0;
    double m2 = 0, outer_m2 = 0;
    for (std::uint32_t face = 0; face < arrangement.faces().size(); ++face) {
      sum += arrangement.faces()[face].twice_area;
      if (face == 0) {
        outer_m2 = -arrangement.faces()[face].m2;
        continue;
      }
      m2 += arrangement.faces()[face].m2;
      ASSERT_GT(arrangement.faces()[face].twice_area, 0);
      // On the equator a unit is the same everywhere, to a part in a million.
      const double units = static_cast<double>(arrangement.faces()[face].twice_area) / 2;
      ASSERT_NEAR(arrangement.faces()[face].m2, units * 0.0111319490793 * 0.0110574275822, 1e-5 + units * 1e-9);
      const LonLat at = arrangement.PlaceIn(face);
      const auto polygon = MakePolygon(arrangement.RingsOf(face));
      ASSERT_TRUE(polygon.ok());
      const GeosGeometry point(GEOSGeom_createPointFromXY_r(GeosContext(), at.lon, at.lat));
      ASSERT_EQ(GEOSContains_r(GeosContext(), polygon->get(), point.get()), 1) << face;
    }
    ASSERT_TRUE(sum == 0);
    ASSERT_NEAR(m2, outer_m2, 1e-6 + outer_m2 * 1e-10);
  }
}

double GeosArea(const GeosGeometry& geometry) {
  double area = 0;
  EXPECT_EQ(GEOSArea_r(GeosContext(), geometry.get(), &area), 1);
  return area;
}

TEST(ArrangementProperty, CellsAndTheirOverlapsHaveTheAreasThatGeosFinds) {
  std::mt19937 random(Seed());
  for (int round = 0; round < 60; ++round) {
    const std::uint32_t side = 1'000'000;
    const auto cells = RandomCells(random, 2 + random() % 20, side);
    const auto areas = AreasOf(ArrangementOf(cells));
    std::vector<GeosGeometry> shapes;
    for (const auto& cell : cells) {
      Ring ring;
      for (const LatticePoint p : cell.front()) ring.push_back({static_cast<double>(p.x), static_cast<double>(p.y)});
      ring.push_back(ring.front());
      auto shape = MakePolygon({ring});
      ASSERT_TRUE(shape.ok());
      shapes.push_back(*std::move(shape));
    }
    // Snap rounding moves an edge by up to a unit, along all of its length.
    const double slack = 8.0 * 2 * side;
    for (std::uint32_t i = 0; i < cells.size(); ++i) {
      for (std::uint32_t j = i; j < cells.size(); ++j) {
        double ours = 0;
        for (const auto& [set, twice] : areas) {
          if (std::count(set.begin(), set.end(), i) > 0 && std::count(set.begin(), set.end(), j) > 0) {
            ours += static_cast<double>(twice) / 2;
          }
        }
        const GeosGeometry common(GEOSIntersection_r(GeosContext(), shapes[i].get(), shapes[j].get()));
        ASSERT_NE(common, nullptr);
        ASSERT_NEAR(ours, GeosArea(common), slack) << i << " " << j;
      }
    }
  }
}

}  // namespace
}  // namespace wangge::geo
