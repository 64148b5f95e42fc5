#include "geo/build/arrangement.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "base/status/text.h"
#include "geo/area.h"
#include "geo/build/border.h"
#include "geo/build/directions.h"

namespace wangge::geo {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

constexpr std::uint32_t TwinOf(std::uint32_t half) { return half ^ 1; }

Wide CrossOf(LatticePoint p, LatticePoint q) {
  return Wide{p.x} * static_cast<std::int64_t>(q.y) - Wide{q.x} * static_cast<std::int64_t>(p.y);
}

// From west to east, for edges that a level line a little above some y crosses all; they meet only in their ends.
struct WestToEast {
  using is_transparent = void;
  const std::vector<BorderEdge>* edges;

  bool operator()(std::uint32_t i, std::uint32_t j) const {
    if (i == j) return false;
    const BorderEdge &e = (*edges)[i], &f = (*edges)[j];
    if (e.low.y >= f.low.y) {
      const int side = SideOf(Widen(f.low), Widen(f.high), Widen(e.low));
      if (side != 0) return side > 0;
      return SideOf(Widen(f.low), Widen(f.high), Widen(e.high)) > 0;
    }
    return SideOf(Widen(e.low), Widen(e.high), Widen(f.low)) < 0;
  }
  bool operator()(std::uint32_t i, LatticePoint p) const {
    return SideOf(Widen((*edges)[i].low), Widen((*edges)[i].high), Widen(p)) < 0;
  }
};

}  // namespace

class Arrangement::Builder {
 public:
  Builder(const Lattice& lattice, const NodedEdges& noded, std::uint32_t cells) : noded_(noded), made_(lattice, cells) {
    made_.edges_ = noded.edges;
  }

  absl::StatusOr<Arrangement> Build() && {
    ChainHalfEdges();
    FindCycles();
    GiveFaces();
    Measure();
    WANGGE_RETURN_IF_ERROR(FindSets());
    return std::move(made_);
  }

 private:
  std::uint32_t halves() const { return static_cast<std::uint32_t>(2 * made_.edges_.size()); }

  // Whoever comes to a corner with the face on the left goes on along the next edge clockwise from the one it came by.
  void ChainHalfEdges() {
    std::vector<std::uint32_t> order(halves());
    for (std::uint32_t half = 0; half < halves(); ++half) order[half] = half;
    const auto direction = [&](std::uint32_t half) {
      return Direction::Between(made_.OriginOf(half), made_.OriginOf(TwinOf(half)));
    };
    std::sort(order.begin(), order.end(), [&](std::uint32_t i, std::uint32_t j) {
      const LatticePoint p = made_.OriginOf(i), q = made_.OriginOf(j);
      return p != q ? p < q : direction(i) < direction(j);
    });
    made_.next_.resize(halves());
    for (std::size_t i = 0; i < order.size();) {
      std::size_t end = i;
      while (end < order.size() && made_.OriginOf(order[end]) == made_.OriginOf(order[i])) ++end;
      for (std::size_t k = i; k < end; ++k) made_.next_[TwinOf(order[k])] = order[k == i ? end - 1 : k - 1];
      i = end;
    }
  }

  struct Cycle {
    std::uint32_t half = 0;  // one of it, which begins in its first corner: the westernmost, of those the southernmost
    Wide twice_area = 0;
    std::uint32_t face = kNone;
  };

  void FindCycles() {
    cycle_of_.assign(halves(), kNone);
    for (std::uint32_t start = 0; start < halves(); ++start) {
      if (cycle_of_[start] != kNone) continue;
      Cycle cycle{.half = start};
      std::uint32_t half = start;
      do {
        cycle_of_[half] = static_cast<std::uint32_t>(cycles_.size());
        const LatticePoint from = made_.OriginOf(half);
        if (from < made_.OriginOf(cycle.half)) cycle.half = half;
        cycle.twice_area += CrossOf(from, made_.OriginOf(TwinOf(half)));
        half = made_.next_[half];
      } while (half != start);
      cycles_.push_back(cycle);
    }
  }

  // The edge that a ray to the west meets first, from a little north-west of the first corner of each cycle of `asked`.
  std::vector<std::uint32_t> EdgesWestOf(std::vector<std::uint32_t> asked) const {
    std::vector<BorderEdge> borders;
    borders.reserve(made_.edges_.size());
    std::vector<std::uint32_t> by_low, by_high;
    for (const LatticeEdge& edge : made_.edges_) {
      borders.push_back(BorderEdge::Between(edge.a, edge.b));
      if (edge.a.y == edge.b.y) continue;
      by_low.push_back(static_cast<std::uint32_t>(borders.size() - 1));
    }
    by_high = by_low;
    const auto first_corner = [&](std::uint32_t cycle) { return made_.OriginOf(cycles_[cycle].half); };
    std::ranges::sort(by_low, {}, [&](std::uint32_t i) { return borders[i].low.y; });
    std::ranges::sort(by_high, {}, [&](std::uint32_t i) { return borders[i].high.y; });
    std::ranges::sort(asked, {}, [&](std::uint32_t cycle) { return first_corner(cycle).y; });

    std::vector<std::uint32_t> west(cycles_.size(), kNone);
    std::set<std::uint32_t, WestToEast> crossed(WestToEast{&borders});
    std::size_t low = 0, high = 0;
    for (const std::uint32_t cycle : asked) {
      const LatticePoint corner = first_corner(cycle);
      // In the order of their ends: an edge goes before those that begin where it ends.
      while (high < by_high.size() && borders[by_high[high]].high.y <= corner.y) {
        const std::uint32_t ended = by_high[high++];
        for (; low < by_low.size() && borders[by_low[low]].low.y < borders[ended].high.y; ++low) {
          crossed.insert(by_low[low]);
        }
        crossed.erase(ended);
      }
      for (; low < by_low.size() && borders[by_low[low]].low.y <= corner.y; ++low) crossed.insert(by_low[low]);
      const auto beyond = crossed.lower_bound(corner);
      if (beyond != crossed.begin()) west[cycle] = *std::prev(beyond);
    }
    return west;
  }

  void GiveFaces() {
    made_.faces_.emplace_back();
    std::vector<std::uint32_t> inner;  // run clockwise: borders of what lies in a face
    for (std::uint32_t i = 0; i < cycles_.size(); ++i) {
      if (cycles_[i].twice_area <= 0) {
        inner.push_back(i);
        continue;
      }
      cycles_[i].face = static_cast<std::uint32_t>(made_.faces_.size());
      made_.faces_.push_back({.borders = {cycles_[i].half}, .twice_area = cycles_[i].twice_area});
    }
    const std::vector<std::uint32_t> west = EdgesWestOf(inner);
    // From west to east: what lies west of a first corner belongs to edges whose own first corner is farther west.
    std::ranges::sort(inner, {}, [&](std::uint32_t cycle) { return made_.OriginOf(cycles_[cycle].half); });
    for (const std::uint32_t i : inner) {
      Cycle& cycle = cycles_[i];
      cycle.face = west[i] == kNone ? 0 : cycles_[cycle_of_[DownwardHalfOf(west[i])]].face;
      Face& face = made_.faces_[cycle.face];
      face.borders.push_back(cycle.half);
      face.twice_area += cycle.twice_area;
    }
    made_.face_of_.resize(halves());
    for (std::uint32_t half = 0; half < halves(); ++half) made_.face_of_[half] = cycles_[cycle_of_[half]].face;
  }

  // The half-edge with the east to its left.
  std::uint32_t DownwardHalfOf(std::uint32_t edge) const {
    return made_.edges_[edge].a.y > made_.edges_[edge].b.y ? 2 * edge : 2 * edge + 1;
  }

  void Measure() {
    if (made_.edges_.empty()) return;
    const auto degrees = [&](LatticePoint p) { return made_.lattice_.DegreesOf(p.x, p.y); };
    const EllipsoidArea area(degrees(made_.edges_.front().a).lat);
    for (std::uint32_t i = 0; i < made_.edges_.size(); ++i) {
      const double under = area.Under(degrees(made_.edges_[i].a), degrees(made_.edges_[i].b));
      made_.faces_[made_.face_of_[2 * i]].m2 -= under;
      made_.faces_[made_.face_of_[2 * i + 1]].m2 += under;
    }
  }

  // From the unbounded face, which is in no cell, over one border after the other.
  absl::Status FindSets() {
    std::vector<bool> known(made_.faces_.size());
    std::vector<std::uint32_t> open{0};
    known[0] = true;
    while (!open.empty()) {
      const std::uint32_t face = open.back();
      open.pop_back();
      absl::Status status;
      made_.VisitBorders(face, [&](std::uint32_t half) {
        const auto changes = noded_.ChangesOf(half / 2);
        const std::uint32_t behind = made_.face_of_[TwinOf(half)];
        const std::uint32_t set = made_.sets_.Change(made_.faces_[face].set, {changes.begin(), changes.end()});
        if (!known[behind]) {
          known[behind] = true;
          made_.faces_[behind].set = set;
          open.push_back(behind);
        } else if (made_.faces_[behind].set != set && status.ok()) {
          const LatticePoint p = made_.OriginOf(half);
          status = Internal("Expected the edge from (" + std::to_string(p.x) + ", " + std::to_string(p.y) +
                            ") to part the cells on its sides, but its changes lead to other cells");
        }
      });
      WANGGE_RETURN_IF_ERROR(status);
    }
    return absl::OkStatus();
  }

  const NodedEdges& noded_;
  Arrangement made_;
  std::vector<Cycle> cycles_;
  std::vector<std::uint32_t> cycle_of_;
};

absl::StatusOr<Arrangement> Arrangement::Of(const Lattice& lattice, const NodedEdges& edges, std::uint32_t cells) {
  return Builder(lattice, edges, cells).Build();
}

template <typename Visit>
void Arrangement::VisitBorders(std::uint32_t face, Visit visit) const {
  for (const std::uint32_t start : faces_[face].borders) {
    std::uint32_t half = start;
    do {
      visit(half);
      half = next_[half];
    } while (half != start);
  }
}

std::vector<std::uint32_t> Arrangement::NeighboursOf(std::uint32_t face) const {
  std::vector<std::uint32_t> beyond;
  VisitBorders(face, [&](std::uint32_t half) { beyond.push_back(face_of_[TwinOf(half)]); });
  std::ranges::sort(beyond);
  const auto rest = std::ranges::unique(beyond);
  beyond.erase(rest.begin(), rest.end());
  return beyond;
}

std::vector<Ring> Arrangement::RingsOf(std::uint32_t face) const {
  std::vector<Ring> rings;
  for (const std::uint32_t start : faces_[face].borders) {
    Ring& ring = rings.emplace_back();
    std::uint32_t half = start;
    do {
      const LatticePoint p = OriginOf(half);
      ring.push_back(lattice_.DegreesOf(p.x, p.y));
      half = next_[half];
    } while (half != start);
    ring.push_back(ring.front());
  }
  return rings;
}

// On a level line through the middle of the tallest strip without a corner, the middle of the longest piece inside.
LonLat Arrangement::PlaceIn(std::uint32_t face) const {
  std::vector<std::uint32_t> levels;
  VisitBorders(face, [&](std::uint32_t half) { levels.push_back(OriginOf(half).y); });
  std::ranges::sort(levels);
  std::size_t tallest = 1;
  for (std::size_t i = 2; i < levels.size(); ++i) {
    if (levels[i] - levels[i - 1] > levels[tallest] - levels[tallest - 1]) tallest = i;
  }
  const double y = (static_cast<double>(levels[tallest - 1]) + levels[tallest]) / 2;
  std::vector<double> crossings;
  VisitBorders(face, [&](std::uint32_t half) {
    const LatticePoint p = OriginOf(half), q = OriginOf(TwinOf(half));
    if ((p.y < y) == (q.y < y)) return;
    const double share = (y - p.y) / (static_cast<double>(q.y) - p.y);
    crossings.push_back(p.x + share * (static_cast<double>(q.x) - p.x));
  });
  std::ranges::sort(crossings);
  std::size_t longest = 1;
  for (std::size_t i = 3; i < crossings.size(); i += 2) {
    if (crossings[i] - crossings[i - 1] > crossings[longest] - crossings[longest - 1]) longest = i;
  }
  return lattice_.DegreesOf((crossings[longest - 1] + crossings[longest]) / 2, y);
}

}  // namespace wangge::geo
