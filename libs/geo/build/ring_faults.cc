#include "geo/build/ring_faults.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "geo/build/build_layer.h"
#include "geo/build/neighbours.h"
#include "geo/exact.h"

namespace wangge::geo {
namespace {

// A ring in fine parts without points that repeat the one before; the last is not the first.
using FineRing = std::vector<FinePoint>;

Wide TwiceAreaOf(const FineRing& ring) {
  Wide sum = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const FinePoint p = ring[i], q = ring[(i + 1) % ring.size()];
    sum += Wide{p.x} * q.y - Wide{q.x} * p.y;
  }
  return sum;
}

bool IsCollapsed(const FineRing& ring) {
  if (ring.size() < 3) return true;
  if (TwiceAreaOf(ring) != 0) return false;
  std::vector<OutlineEdge> sides;  // two equal halves of an eight have no area in sum, but have some
  for (std::size_t i = 0; i < ring.size(); ++i) sides.push_back({ring[i], ring[(i + 1) % ring.size()], 0});
  return SnapRound(sides).edges.empty();
}

std::vector<FineEdge> SortedEdgesOf(const FineRing& ring) {
  std::vector<FineEdge> edges;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const FinePoint p = ring[i], q = ring[(i + 1) % ring.size()];
    edges.push_back({.a = std::min(p, q), .b = std::max(p, q)});
  }
  std::ranges::sort(edges);
  return edges;
}

std::size_t HashOf(const std::vector<FineEdge>& edges) {
  std::size_t hash = edges.size();
  for (const FineEdge& edge : edges) hash = absl::HashOf(hash, edge.a.x, edge.a.y, edge.b.x, edge.b.y);
  return hash;
}

bool IsOn(const FineEdge& edge, FinePoint p) {
  return SideOf(edge.a, edge.b, p) == 0 && std::min(edge.a.x, edge.b.x) <= p.x && p.x <= std::max(edge.a.x, edge.b.x) &&
         std::min(edge.a.y, edge.b.y) <= p.y && p.y <= std::max(edge.a.y, edge.b.y);
}

// Finds where the rings of one polygon meet each other and themselves.
class Meetings {
 public:
  struct Meeting {
    std::size_t ring;
    bool is_crossing;
    double x;  // in fine parts
    double y;
    friend auto operator<=>(const Meeting&, const Meeting&) = default;
  };

  void Add(const FineRing& points, std::size_t ring) {
    const std::size_t first = edges_.size();
    for (std::size_t i = 0; i < points.size(); ++i) {
      edges_.push_back({.a = points[i], .b = points[(i + 1) % points.size()]});
      uses_.push_back({.ring = ring, .next = first + (i + 1) % points.size()});
    }
  }

  std::set<Meeting> Find() {
    Neighbours(edges_, 1).VisitPairs([&](std::uint32_t i, std::uint32_t j) { Meet(i, j); });
    return std::move(found_);
  }

 private:
  struct Use {
    std::size_t ring;
    std::size_t next;  // edge of its ring
  };

  void Meet(std::uint32_t i, std::uint32_t j) {
    const FineEdge &e = edges_[i], &f = edges_[j];
    const int ea = SideOf(f.a, f.b, e.a), eb = SideOf(f.a, f.b, e.b);
    const int fa = SideOf(e.a, e.b, f.a), fb = SideOf(e.a, e.b, f.b);
    if (ea * eb > 0 || fa * fb > 0) return;
    if (ea * eb < 0 && fa * fb < 0) return Cross(i, j);
    if (uses_[i].next == j || uses_[j].next == i) return TurnBack(i, j);
    // Two rings of a polygon may meet in a point, but not along an edge.
    if (uses_[i].ring != uses_[j].ring && !(ea == 0 && eb == 0)) return;
    std::vector<FinePoint> common;
    for (const FinePoint p : {e.a, e.b}) {
      if (IsOn(f, p)) common.push_back(p);
    }
    for (const FinePoint p : {f.a, f.b}) {
      if (IsOn(e, p)) common.push_back(p);
    }
    std::ranges::sort(common);
    const auto rest = std::ranges::unique(common);
    common.erase(rest.begin(), rest.end());
    if (uses_[i].ring != uses_[j].ring && common.size() < 2) return;
    for (const FinePoint p : common) Note(i, j, false, static_cast<double>(p.x), static_cast<double>(p.y));
  }

  // Edges that follow each other always meet in a point; more than that is a spike.
  void TurnBack(std::uint32_t i, std::uint32_t j) {
    const auto [first, second] = uses_[i].next == j ? std::pair(i, j) : std::pair(j, i);
    const FineEdge &e = edges_[first], &f = edges_[second];
    if (SideOf(e.a, e.b, f.b) != 0) return;
    const Wide along = Wide{e.b.x - e.a.x} * (f.b.x - f.a.x) + Wide{e.b.y - e.a.y} * (f.b.y - f.a.y);
    if (along < 0) Note(i, j, false, static_cast<double>(f.a.x), static_cast<double>(f.a.y));
  }

  void Cross(std::uint32_t i, std::uint32_t j) {
    const FineEdge &e = edges_[i], &f = edges_[j];
    const std::int64_t dx = e.b.x - e.a.x, dy = e.b.y - e.a.y, gx = f.b.x - f.a.x, gy = f.b.y - f.a.y;
    const auto whole = static_cast<double>(Wide{dx} * gy - Wide{dy} * gx);
    const auto part = static_cast<double>(Wide{f.a.x - e.a.x} * gy - Wide{f.a.y - e.a.y} * gx);
    const double share = part / whole;
    Note(i, j, true, static_cast<double>(e.a.x) + share * static_cast<double>(dx),
         static_cast<double>(e.a.y) + share * static_cast<double>(dy));
  }

  void Note(std::uint32_t i, std::uint32_t j, bool is_crossing, double x, double y) {
    found_.insert({.ring = std::min(uses_[i].ring, uses_[j].ring), .is_crossing = is_crossing, .x = x, .y = y});
  }

  std::vector<FineEdge> edges_;
  std::vector<Use> uses_;
  std::set<Meeting> found_;
};

class RingChecker {
 public:
  RingChecker(const LayerSource& source, const Lattice& lattice) : source_(source), lattice_(lattice) {}

  std::vector<Fault> Check() && {
    for (std::uint32_t cell = 0; cell < source_.cells.size(); ++cell) {
      for (std::uint32_t polygon = 0; polygon < source_.cells[cell].polygons.size(); ++polygon) {
        CheckPolygon(cell, polygon);
      }
    }
    return std::move(faults_);
  }

 private:
  FineRing FineOf(const Ring& ring) const {
    FineRing fine;
    for (const LonLat& point : ring) {
      const FinePoint p = lattice_.Refine(point);
      if (fine.empty() || fine.back() != p) fine.push_back(p);
    }
    while (fine.size() > 1 && fine.back() == fine.front()) fine.pop_back();
    return fine;
  }

  Fault& Add(FaultKind kind, const SourceCell& cell, const SourcePolygon& polygon, std::size_t ring, LonLat place,
             std::string text) {
    return faults_.emplace_back(Fault{.kind = kind,
                                      .codes = {cell.code},
                                      .feature = polygon.feature,
                                      .ring = polygon.first_ring + ring,
                                      .place = place,
                                      .text = std::move(text)});
  }

  void CheckPolygon(std::uint32_t number, std::uint32_t polygon_number) {
    const SourceCell& cell = source_.cells[number];
    const SourcePolygon& polygon = cell.polygons[polygon_number];
    Meetings meetings;
    for (std::size_t i = 0; i < polygon.rings.size(); ++i) {
      const FineRing ring = FineOf(polygon.rings[i]);
      const LonLat begin = polygon.rings[i].front();
      if (IsCollapsed(ring)) {
        Add(FaultKind::kCollapsed, cell, polygon, i, begin, "Expected a ring round some land, but it has no area");
        continue;
      }
      CheckDirection(cell, polygon, i, TwiceAreaOf(ring));
      if (i == 0) CheckDuplicate(ring, {number, polygon_number});
      meetings.Add(ring, i);
    }
    for (const Meetings::Meeting& at : meetings.Find()) {
      const LonLat place = lattice_.DegreesOf(at.x / kFineParts, at.y / kFineParts);
      if (at.is_crossing) {
        Add(FaultKind::kSelfCrossing, cell, polygon, at.ring, place,
            "Expected a simple outline, but it crosses itself");
      } else {
        Add(FaultKind::kSelfTouching, cell, polygon, at.ring, place,
            "Expected a simple outline, but it comes back to a place where it was");
      }
    }
  }

  void CheckDirection(const SourceCell& cell, const SourcePolygon& polygon, std::size_t ring, Wide twice_area) {
    if (twice_area == 0 || (twice_area > 0) == (ring == 0)) return;
    Add(FaultKind::kReversed, cell, polygon, ring, polygon.rings[ring].front(),
        ring == 0 ? "Expected an outer ring to run counterclockwise, but it runs clockwise"
                  : "Expected a hole to run clockwise, but it runs counterclockwise");
  }

  struct Place {
    std::uint32_t cell;
    std::uint32_t polygon;
  };

  void CheckDuplicate(const FineRing& ring, Place place) {
    const std::vector<FineEdge> edges = SortedEdgesOf(ring);
    std::vector<Place>& alike = by_hash_[HashOf(edges)];
    const auto polygon_at = [&](Place at) -> const SourcePolygon& {
      return source_.cells[at.cell].polygons[at.polygon];
    };
    const auto first = std::ranges::find_if(
        alike, [&](Place other) { return SortedEdgesOf(FineOf(polygon_at(other).rings.front())) == edges; });
    if (first == alike.end()) {
      alike.push_back(place);
      return;
    }
    const SourceCell& cell = source_.cells[place.cell];
    const SourceCell& other = source_.cells[first->cell];
    const Ring& outline = polygon_at(place).rings.front();
    Fault& fault = Add(FaultKind::kDuplicateOutline, cell, polygon_at(place), 0, outline.front(),
                       "Expected each outline once, but feature " + std::to_string(polygon_at(*first).feature) + " \"" +
                           other.code + "\" has it too");
    if (other.code != cell.code) fault.codes.insert(fault.codes.begin(), other.code);
  }

  const LayerSource& source_;
  const Lattice& lattice_;
  absl::flat_hash_map<std::size_t, std::vector<Place>> by_hash_;
  std::vector<Fault> faults_;
};

Box ExtentOf(const LayerSource& source) {
  Box all;
  bool is_first = true;
  for (const SourceCell& cell : source.cells) {
    for (const SourcePolygon& polygon : cell.polygons) {
      const Box box = ExtentOf(std::span(&polygon.rings, 1));
      all = is_first ? box
                     : Box{.lon_min = std::min(all.lon_min, box.lon_min),
                           .lat_min = std::min(all.lat_min, box.lat_min),
                           .lon_max = std::max(all.lon_max, box.lon_max),
                           .lat_max = std::max(all.lat_max, box.lat_max)};
      is_first = false;
    }
  }
  return all;
}

}  // namespace

std::vector<Fault> RingFaults(const LayerSource& source) {
  const Lattice lattice = Lattice::Over(ExtentOf(source));
  return RingChecker(source, lattice).Check();
}

}  // namespace wangge::geo
