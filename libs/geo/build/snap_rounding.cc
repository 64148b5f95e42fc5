#include "geo/build/snap_rounding.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "geo/build/neighbours.h"
#include "geo/exact.h"

namespace wangge::geo {
namespace {

constexpr std::int64_t kSame =
    2;                        // fine parts; doubles of degrees differ by a hundredth of one where they mean the same
constexpr int kJoinsMax = 8;  // leading edges through corners bends them, so others may come close; it soon ends

using FineEdges = EdgeSet<FineEdge>;

std::vector<FinePoint> EndsOf(const FineEdges& edges) {
  std::vector<FinePoint> ends;
  ends.reserve(2 * edges.edges.size());
  for (const FineEdge& edge : edges.edges) {
    ends.push_back(edge.a);
    ends.push_back(edge.b);
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

bool IsSame(FinePoint p, FinePoint q) { return std::abs(p.x - q.x) <= kSame && std::abs(p.y - q.y) <= kSame; }

// Gives each corner the first one (in order) that is the same place and is kept.
class Corners {
 public:
  explicit Corners(const std::vector<FinePoint>& ends) {
    for (const FinePoint p : ends) {
      const std::optional<FinePoint> kept = KeptNear(p);
      if (!kept.has_value()) kept_[SquareOf(p)].push_back(p);
      first_.emplace(p, kept.value_or(p));
    }
  }

  FinePoint FirstOf(FinePoint p) const { return first_.at(p); }

 private:
  using Square = std::pair<std::int64_t, std::int64_t>;
  static constexpr int kSquareBits = 3;  // squares of 8 parts: the same place is in this one or next to it

  static Square SquareOf(FinePoint p) { return {p.x >> kSquareBits, p.y >> kSquareBits}; }

  std::optional<FinePoint> KeptNear(FinePoint p) const {
    const auto [x, y] = SquareOf(p);
    std::optional<FinePoint> first;
    for (std::int64_t dx = -1; dx <= 1; ++dx) {
      for (std::int64_t dy = -1; dy <= 1; ++dy) {
        const auto found = kept_.find(Square{x + dx, y + dy});
        if (found == kept_.end()) continue;
        for (const FinePoint q : found->second) {
          if (IsSame(p, q) && (!first.has_value() || q < *first)) first = q;
        }
      }
    }
    return first;
  }

  struct FineHash {
    std::size_t operator()(FinePoint p) const { return absl::HashOf(p.x, p.y); }
  };
  absl::flat_hash_map<Square, std::vector<FinePoint>> kept_;
  absl::flat_hash_map<FinePoint, FinePoint, FineHash> first_;
};

struct Meeting {
  std::uint32_t edge;
  FinePoint at;
};

// By edge; on one edge, from its a to its b.
void SortAlong(const FineEdges& edges, std::vector<Meeting>& meetings) {
  std::sort(meetings.begin(), meetings.end(), [&](const Meeting& m, const Meeting& n) {
    if (m.edge != n.edge) return m.edge < n.edge;
    const FineEdge& edge = edges.edges[m.edge];
    const auto along = [&](FinePoint p) {
      return Wide{edge.b.x - edge.a.x} * (p.x - edge.a.x) + Wide{edge.b.y - edge.a.y} * (p.y - edge.a.y);
    };
    const Wide p = along(m.at), q = along(n.at);
    return p != q ? p < q : m.at < n.at;
  });
}

// Each edge as the chain through its meetings, which are sorted; `place` says where a chain goes for a fine point.
template <typename Point, typename Place>
EdgeSet<EdgeBetween<Point>> Chain(const FineEdges& edges, const std::vector<Meeting>& meetings, Place place) {
  EdgeCollector<Point> chains;
  std::size_t next = 0;
  for (std::uint32_t e = 0; e < edges.edges.size(); ++e) {
    Point from = place(edges.edges[e].a);
    const auto add = [&](Point to) {
      for (const std::uint32_t cell : edges.ChangesOf(e)) chains.Add(from, to, cell);
      from = to;
    };
    for (; next < meetings.size() && meetings[next].edge == e; ++next) add(place(meetings[next].at));
    add(place(edges.edges[e].b));
  }
  return std::move(chains).Collect();
}

// Leads edges through the corners that they pass closely.
FineEdges Join(FineEdges edges) {
  for (int round = 0; round < kJoinsMax; ++round) {
    const std::vector<FinePoint> corners = EndsOf(edges);
    std::vector<Meeting> meetings;
    Neighbours(edges.edges, kSame).VisitPoints(corners, [&](std::uint32_t e, std::uint32_t c) {
      const FineEdge& edge = edges.edges[e];
      const FinePoint p = corners[c];
      if (p == edge.a || p == edge.b) return;
      if (!MeetsBox(edge.a, edge.b, {p.x - kSame, p.y - kSame}, {p.x + kSame, p.y + kSame})) return;
      meetings.push_back({.edge = e, .at = p});
    });
    if (meetings.empty()) break;
    SortAlong(edges, meetings);
    edges = Chain<FinePoint>(edges, meetings, [](FinePoint p) { return p; });
  }
  return edges;
}

// The hot pixel, as its middle, of the point where two edges cross inside both of them. Edges that only touch do so in
// an end of one, which is a hot pixel anyway.
std::optional<LatticePoint> FindCrossing(const FineEdge& e, const FineEdge& f) {
  const FinePoint a = e.a, b = e.b, c = f.a, d = f.b;
  if (std::max(a.x, c.x) > std::min(b.x, d.x)) return std::nullopt;
  if (std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y)) return std::nullopt;
  if (SideOf(a, b, c) * SideOf(a, b, d) >= 0 || SideOf(c, d, a) * SideOf(c, d, b) >= 0) return std::nullopt;
  Wide whole = Wide{b.x - a.x} * (d.y - c.y) - Wide{b.y - a.y} * (d.x - c.x);
  Wide part = Wide{c.x - a.x} * (d.y - c.y) - Wide{c.y - a.y} * (d.x - c.x);
  if (whole < 0) {
    whole = -whole;
    part = -part;
  }
  // The crossing is a + (b - a) part / whole. Its pixel is that of the fine part at or below it: pixels begin at parts.
  const auto along = [&](std::int64_t from, std::int64_t to) {
    return from + static_cast<std::int64_t>(FloorDivide(part * (to - from), whole));
  };
  return RoundToLattice({.x = along(a.x, b.x), .y = along(a.y, b.y)});
}

// Whether the edge meets the pixel of `p`, which is closed to the west and the south and open to the other sides.
bool MeetsPixel(const FineEdge& edge, LatticePoint p) {
  const FinePoint a = edge.a, b = edge.b;  // a.x <= b.x
  const std::int64_t west = p.x * kFineParts - kFineParts / 2, east = west + kFineParts;
  const std::int64_t south = p.y * kFineParts - kFineParts / 2, north = south + kFineParts;
  if (a.x >= east || b.x < west || std::min(a.y, b.y) >= north || std::max(a.y, b.y) < south) return false;
  if (a.x == b.x || a.y == b.y) return true;
  const bool rises = a.y < b.y;
  const int nw = SideOf(a, b, {.x = west, .y = north});
  if (nw == 0) return !rises;  // a rising edge only touches this corner, which is not the pixel's
  const int ne = SideOf(a, b, {.x = east, .y = north});
  if (ne == 0) return rises;
  if (nw != ne) return true;
  const int sw = SideOf(a, b, {.x = west, .y = south});
  if (sw != nw) return true;
  const int se = SideOf(a, b, {.x = east, .y = south});
  if (se == 0) return !rises;
  return se != sw;
}

FinePoint MiddleOf(LatticePoint p) { return {.x = p.x * kFineParts, .y = p.y * kFineParts}; }

std::vector<FinePoint> HotPixelsOf(const FineEdges& edges) {
  std::vector<FinePoint> middles;
  for (const FineEdge& edge : edges.edges) {
    middles.push_back(MiddleOf(RoundToLattice(edge.a)));
    middles.push_back(MiddleOf(RoundToLattice(edge.b)));
  }
  Neighbours(edges.edges, 0).VisitPairs([&](std::uint32_t i, std::uint32_t j) {
    const auto crossing = FindCrossing(edges.edges[i], edges.edges[j]);
    if (crossing.has_value()) middles.push_back(MiddleOf(*crossing));
  });
  std::sort(middles.begin(), middles.end());
  middles.erase(std::unique(middles.begin(), middles.end()), middles.end());
  return middles;
}

NodedEdges Round(const FineEdges& edges) {
  const std::vector<FinePoint> pixels = HotPixelsOf(edges);
  std::vector<Meeting> meetings;
  Neighbours(edges.edges, kFineParts).VisitPoints(pixels, [&](std::uint32_t e, std::uint32_t pixel) {
    const LatticePoint p = RoundToLattice(pixels[pixel]);
    const FineEdge& edge = edges.edges[e];
    if (p == RoundToLattice(edge.a) || p == RoundToLattice(edge.b) || !MeetsPixel(edge, p)) return;
    meetings.push_back({.edge = e, .at = pixels[pixel]});
  });
  SortAlong(edges, meetings);
  return Chain<LatticePoint>(edges, meetings, RoundToLattice);
}

}  // namespace

NodedEdges SnapRound(std::span<const OutlineEdge> outlines) {
  EdgeCollector<FinePoint> written;
  for (const OutlineEdge& side : outlines) written.Add(side.from, side.to, side.cell);
  const FineEdges exact = std::move(written).Collect();
  const Corners corners(EndsOf(exact));
  const FineEdges merged = Chain<FinePoint>(exact, {}, [&](FinePoint p) { return corners.FirstOf(p); });
  return Round(Join(merged));
}

}  // namespace wangge::geo
