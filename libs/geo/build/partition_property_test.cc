// Random and degenerate divisions of a small lattice, every point of it, against exact rational arithmetic: a ray to
// the west from a point a little north-east of the asked one. GEOS answers beside it. Print the seed of a failure as
// WANGGE_SEED and it comes back.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

#include "geo/build/cover_builder.h"
#include "geo/build/geos_index.h"
#include "geo/build/snap_rounding.h"
#include "geo/cover_check.h"
#include "geo/cover_index.h"
#include "geo/exact.h"

namespace wangge::geo {
namespace {

using Rational = boost::multiprecision::cpp_rational;

constexpr std::uint32_t kSide = 48;  // of the square that is divided; it begins in (kLow, kLow)
constexpr std::uint32_t kLow = 20;
const Lattice kLattice{0, 0, 1};  // a Position is a lattice point

struct Corner {
  double x;
  double y;
};
using Polygon = std::vector<Corner>;

unsigned Seed() {
  const char* given = std::getenv("WANGGE_SEED");
  const unsigned seed =
      given != nullptr ? static_cast<unsigned>(std::strtoul(given, nullptr, 10)) : std::random_device{}();
  std::printf("WANGGE_SEED=%u\n", seed);
  return seed;
}

// The part of a convex polygon to the left of the line through `a` and `b`.
Polygon LeftOf(const Polygon& polygon, Corner a, Corner b) {
  const auto side = [&](Corner c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); };
  Polygon left;
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const Corner p = polygon[i], q = polygon[(i + 1) % polygon.size()];
    const double sp = side(p), sq = side(q);
    if (sp >= 0) left.push_back(p);
    if ((sp > 0) == (sq > 0) || sp == 0 || sq == 0) continue;
    left.push_back({p.x + (q.x - p.x) * sp / (sp - sq), p.y + (q.y - p.y) * sp / (sp - sq)});
  }
  return left;
}

FinePoint Refine(Corner c) {
  return {.x = std::lround((kLow + c.x) * kFineParts), .y = std::lround((kLow + c.y) * kFineParts)};
}

void AddOutline(const Polygon& polygon, std::uint32_t cell, std::vector<OutlineEdge>& sides) {
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    sides.push_back({.from = Refine(polygon[i]), .to = Refine(polygon[(i + 1) % polygon.size()]), .cell = cell});
  }
}

// A square cut in two again and again, by lines that know nothing of each other: borders meet in T-junctions, corners
// are rounded apart from the borders they lie on, and many pieces are smaller than a unit.
std::vector<Polygon> CutSquare(std::mt19937& random, int cuts) {
  std::uniform_real_distribution<double> inside(0, kSide);
  std::vector<Polygon> pieces{{{0, 0}, {kSide, 0}, {kSide, kSide}, {0, kSide}}};
  for (int i = 0; i < cuts; ++i) {
    const std::size_t chosen = random() % pieces.size();
    const Corner a{inside(random), inside(random)}, b{inside(random), inside(random)};
    const Polygon left = LeftOf(pieces[chosen], a, b), right = LeftOf(pieces[chosen], b, a);
    if (left.size() < 3 || right.size() < 3) continue;
    pieces[chosen] = left;
    pieces.push_back(right);
  }
  return pieces;
}

// Whether the point a little north-east of `p` is inside, by the crossings of a ray to the west.
template <typename Edges, typename Ends>
bool IsInsideExactly(const Edges& edges, Ends ends, LatticePoint p) {
  bool inside = false;
  for (const auto& edge : edges) {
    auto [low, high] = ends(edge);
    if (low.y > high.y) std::swap(low, high);
    if (!(low.y <= p.y && p.y < high.y)) continue;
    const Rational x =
        Rational(std::int64_t{low.x}) + Rational(std::int64_t{high.x} - std::int64_t{low.x}) *
                                            Rational(std::int64_t{p.y} - low.y, std::int64_t{high.y} - low.y);
    if (x <= Rational(std::int64_t{p.x})) inside = !inside;
  }
  return inside;
}

class Division {
 public:
  Division(std::vector<OutlineEdge> sides, std::uint32_t cells)
      : sides_(std::move(sides)), noded_(SnapRound(sides_)), edges_of_(EdgesByCell(noded_, cells)) {
    auto image = BuildCover(kLattice, noded_, cells);
    EXPECT_TRUE(image.ok()) << image.status();
    if (image.ok()) {
      const absl::Status checked = CheckCover(ViewOf(*image));
      EXPECT_TRUE(checked.ok()) << checked;
      cover_ = std::make_unique<CoverIndex>(*std::move(image));
    }
    auto geos = MakeGeosIndex(kLattice, noded_, cells);
    EXPECT_TRUE(geos.ok()) << geos.status();
    if (geos.ok()) geos_ = *std::move(geos);
  }

  bool ok() const { return cover_ != nullptr && geos_ != nullptr; }
  const NodedEdges& noded() const { return noded_; }

  std::vector<std::uint32_t> Exactly(LatticePoint p) const {
    std::vector<std::uint32_t> cells;
    for (std::uint32_t cell = 0; cell < edges_of_.size(); ++cell) {
      if (IsInsideExactly(
              edges_of_[cell],
              [](const LatticeEdge& e) {
                return std::pair{e.a, e.b};
              },
              p)) {
        cells.push_back(cell);
      }
    }
    return cells;
  }

  // Checks every point of the square and around it; `each` sees the cells of each.
  template <typename Each>
  void Check(Each each) const {
    std::vector<Position> points;
    std::vector<std::vector<std::uint32_t>> expected;
    for (std::uint32_t y = kLow - 4; y <= kLow + kSide + 4; ++y) {
      for (std::uint32_t x = kLow - 4; x <= kLow + kSide + 4; ++x) {
        const Position position{.lon_e7 = static_cast<std::int32_t>(x), .lat_e7 = static_cast<std::int32_t>(y)};
        const std::vector<std::uint32_t> exactly = Exactly({.x = x, .y = y});
        each(LatticePoint{x, y}, exactly);
        std::vector<std::uint32_t> cover, geos;
        cover_->FindAll(position, cover);
        geos_->FindAll(position, geos);
        ASSERT_EQ(cover, exactly) << x << " " << y;
        ASSERT_EQ(geos, exactly) << x << " " << y;
        ASSERT_EQ(cover_->Find(position), MatchOf(exactly));
        points.push_back(position);
        expected.push_back(exactly);
      }
    }
    std::vector<CellMatch> matches(points.size());
    cover_->FindBatch(points, matches);
    for (std::size_t i = 0; i < points.size(); ++i) ASSERT_EQ(matches[i], MatchOf(expected[i]));
  }

 private:
  static CellMatch MatchOf(const std::vector<std::uint32_t>& cells) {
    if (cells.empty()) return {};
    return {.cell = cells.front(), .matches = static_cast<std::uint32_t>(cells.size())};
  }

  std::vector<OutlineEdge> sides_;
  NodedEdges noded_;
  std::vector<std::vector<LatticeEdge>> edges_of_;
  std::unique_ptr<const CellIndex> cover_;
  std::unique_ptr<const CellIndex> geos_;
};

bool HasInside(const LatticeEdge& edge, LatticePoint p) {
  return p != edge.a && p != edge.b && SideOf(Widen(edge.a), Widen(edge.b), Widen(p)) == 0 &&
         std::min(edge.a.x, edge.b.x) <= p.x && p.x <= std::max(edge.a.x, edge.b.x) &&
         std::min(edge.a.y, edge.b.y) <= p.y && p.y <= std::max(edge.a.y, edge.b.y);
}

void ExpectMeetingInEndsOnly(const NodedEdges& noded) {
  for (const LatticeEdge& e : noded.edges) {
    for (const LatticeEdge& f : noded.edges) {
      ASSERT_FALSE(HasInside(e, f.a) || HasInside(e, f.b));
      const WidePoint a = Widen(e.a), b = Widen(e.b), c = Widen(f.a), d = Widen(f.b);
      ASSERT_FALSE(SideOf(a, b, c) * SideOf(a, b, d) < 0 && SideOf(c, d, a) * SideOf(c, d, b) < 0);
    }
  }
}

double Distance(Corner p, Corner a, Corner b) {
  const double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  const double t = length2 > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0) : 0.0;
  return std::hypot(a.x + t * dx - p.x, a.y + t * dy - p.y);
}

TEST(Partition, EveryPointOfACutSquareIsInOneCellAndNoPointOutsideIsInAny) {
  std::mt19937 random(Seed());
  for (int round = 0; round < 12; ++round) {
    const std::vector<Polygon> pieces = CutSquare(random, 2 + static_cast<int>(random() % 120));
    std::vector<OutlineEdge> sides;
    for (std::uint32_t i = 0; i < pieces.size(); ++i) AddOutline(pieces[i], i, sides);
    const Division division(sides, static_cast<std::uint32_t>(pieces.size()));
    ASSERT_TRUE(division.ok());
    ExpectMeetingInEndsOnly(division.noded());
    division.Check([&](LatticePoint p, const std::vector<std::uint32_t>& cells) {
      const bool inside = p.x >= kLow && p.x < kLow + kSide && p.y >= kLow && p.y < kLow + kSide;
      ASSERT_EQ(cells.size(), inside ? 1u : 0u) << p.x << " " << p.y;
      if (!inside) return;
      // Farther than a unit and a half from every border, rounding has not changed the cell.
      const Corner c{static_cast<double>(p.x) - kLow, static_cast<double>(p.y) - kLow};
      const Polygon& piece = pieces[cells.front()];
      double nearest = 1e9;
      bool truly = true;
      for (std::size_t i = 0; i < piece.size(); ++i) {
        const Corner a = piece[i], b = piece[(i + 1) % piece.size()];
        nearest = std::min(nearest, Distance(c, a, b));
        truly = truly && (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) >= 0;
      }
      ASSERT_TRUE(truly || nearest < 1.5) << p.x << " " << p.y;
    });
  }
}

TEST(Partition, OverlapsHolesAndDegenerateOutlinesAreWhatExactArithmeticSays) {
  std::mt19937 random(Seed());
  for (int round = 0; round < 12; ++round) {
    const auto cells = static_cast<std::uint32_t>(2 + random() % 10);
    const auto grain =
        static_cast<std::uint32_t>(1 + random() % 12);  // a coarse one makes shared, doubled and collinear edges likely
    std::vector<OutlineEdge> sides;
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
      for (std::uint32_t ring = 0; ring < 1 + random() % 3; ++ring) {
        Polygon polygon;
        for (std::uint32_t i = 0; i < 3 + random() % 6; ++i) {
          const auto any = [&] { return static_cast<double>(random() % (kSide / grain + 1) * grain); };
          polygon.push_back({any(), any()});
        }
        AddOutline(polygon, cell, sides);
      }
    }
    const Division division(sides, cells);
    ASSERT_TRUE(division.ok());
    ExpectMeetingInEndsOnly(division.noded());
    division.Check([](LatticePoint, const std::vector<std::uint32_t>&) {});
  }
}

TEST(Partition, TheOrderOfCellsSidesAndDirectionsChangesNothing) {
  std::mt19937 random(Seed());
  const std::vector<Polygon> pieces = CutSquare(random, 60);
  std::vector<OutlineEdge> sides;
  for (std::uint32_t i = 0; i < pieces.size(); ++i) AddOutline(pieces[i], i, sides);
  const auto cells = static_cast<std::uint32_t>(pieces.size());
  const auto first = BuildCover(kLattice, SnapRound(sides), cells);
  ASSERT_TRUE(first.ok()) << first.status();
  for (int round = 0; round < 5; ++round) {
    std::shuffle(sides.begin(), sides.end(), random);
    for (OutlineEdge& side : sides) {
      if (random() % 2 == 0) std::swap(side.from, side.to);
    }
    const auto again = BuildCover(kLattice, SnapRound(sides), cells);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(again->words, first->words);
    EXPECT_EQ(again->set_cells, first->set_cells);
  }
}

TEST(Partition, ACornerOfManyEdgesAndASmallBudgetGiveTheSameAnswers) {
  // 64 wedges around one corner, and an image that is told to be as small as it can.
  std::vector<OutlineEdge> sides;
  constexpr std::uint32_t kMiddle = 1'000'000;
  const auto rim = [](std::uint32_t i) {
    const std::uint32_t step = i % 16 * 125'000, side = i / 16 % 4;
    const std::uint32_t low = 0, high = 2'000'000;
    const LatticePoint corners[] = {{low + step, low}, {high, low + step}, {high - step, high}, {low, high - step}};
    return FinePoint{(corners[side].x + 7) * kFineParts, (corners[side].y + 7) * kFineParts};
  };
  constexpr FinePoint kHub{.x = (kMiddle + 7) * kFineParts, .y = (kMiddle + 7) * kFineParts};
  for (std::uint32_t i = 0; i < 64; ++i) {
    sides.push_back({.from = kHub, .to = rim(i), .cell = i});
    sides.push_back({.from = rim(i), .to = rim(i + 1), .cell = i});
    sides.push_back({.from = rim(i + 1), .to = kHub, .cell = i});
  }
  const NodedEdges noded = SnapRound(sides);
  auto roomy = BuildCover(kLattice, noded, 64);
  auto small = BuildCover(kLattice, noded, 64, {.bytes_max = 1});
  auto geos = MakeGeosIndex(kLattice, noded, 64);
  ASSERT_TRUE(roomy.ok() && small.ok() && geos.ok()) << small.status();
  const CoverIndex a(*std::move(roomy)), b(*std::move(small));
  EXPECT_LT(b.bytes(), a.bytes());
  std::mt19937 random(Seed());
  std::set<std::uint32_t> met;
  for (int i = 0; i < 20'000; ++i) {
    const std::int32_t reach = i % 2 == 0 ? 1'000'000 : 40;  // everywhere, and around the hub
    const auto any = [&] {
      return static_cast<std::int32_t>(kMiddle + 7) +
             static_cast<std::int32_t>(random() % static_cast<unsigned>(2 * reach + 1)) - reach;
    };
    const Position p{.lon_e7 = any(), .lat_e7 = any()};
    const CellMatch expected = (*geos)->Find(p);
    ASSERT_EQ(a.Find(p), expected) << p.lon_e7 << " " << p.lat_e7;
    ASSERT_EQ(b.Find(p), expected) << p.lon_e7 << " " << p.lat_e7;
    met.insert(expected.cell);
  }
  EXPECT_GE(met.size(), 64u);
}

}  // namespace
}  // namespace wangge::geo
