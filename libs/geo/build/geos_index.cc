#include "geo/build/geos_index.h"

#include <geos_c.h>

#include <algorithm>
#include <vector>

#include "base/check.h"
#include "base/status/text.h"
#include "geo/build/border.h"

namespace wangge::geo {
namespace {

struct PreparedDelete {
  void operator()(const GEOSPreparedGeometry* prepared) const { GEOSPreparedGeom_destroy_r(GeosContext(), prepared); }
};
struct TreeDelete {
  void operator()(GEOSSTRtree* tree) const { GEOSSTRtree_destroy_r(GeosContext(), tree); }
};

struct Entry {
  GeosGeometry geometry;
  std::unique_ptr<const GEOSPreparedGeometry, PreparedDelete> prepared;  // reads `geometry`, so it goes first
  std::vector<LatticeEdge> edges;
  std::uint32_t cell = 0;
};

bool Covers(const Entry& entry, const GEOSGeometry* point) {
  // For a point, to meet an area is to be covered by it, and GEOS answers this question faster.
  const char answer = GEOSPreparedIntersects_r(GeosContext(), entry.prepared.get(), point);
  CHECK(answer == 0 || answer == 1);
  return answer == 1;
}

bool IsInside(const Entry& entry, const GEOSGeometry* point) {
  const char answer = GEOSPreparedContainsProperly_r(GeosContext(), entry.prepared.get(), point);
  CHECK(answer == 0 || answer == 1);
  return answer == 1;
}

bool IsInsideByRule(const Entry& entry, LatticePoint point) {
  bool inside = false;
  for (const LatticeEdge& edge : entry.edges) {
    if (IsWestOf(BorderEdge::Between(edge.a, edge.b), Widen(point))) inside = !inside;
  }
  return inside;
}

GeosGeometry PointAt(LatticePoint p) {
  GeosGeometry point(GEOSGeom_createPointFromXY_r(GeosContext(), p.x, p.y));
  CHECK(point != nullptr);
  return point;
}

class GeosIndex final : public CellIndex {
 public:
  GeosIndex(const Lattice& lattice, const NodedEdges& edges, std::uint32_t cells, Ties ties)
      : lattice_(lattice), ties_(ties), entries_(cells) {
    std::vector<std::vector<LatticeEdge>> by_cell = EdgesByCell(edges, cells);
    for (std::uint32_t cell = 0; cell < cells; ++cell) {
      entries_[cell].cell = cell;
      entries_[cell].edges = std::move(by_cell[cell]);
    }
  }

  // The tree and each prepared geometry make their own indexes at the first question, without any lock. So each is
  // asked once here, with a point that passes the box test in front of it; after that, questions only read.
  absl::Status Warm() {
    tree_.reset(GEOSSTRtree_create_r(GeosContext(), 10));
    if (tree_ == nullptr) return GeosFailure("make a tree");
    for (Entry& entry : entries_) {
      WANGGE_ASSIGN_OR_RETURN(entry.geometry, AreaOf(entry.edges));
      if (entry.geometry == nullptr) continue;
      entry.prepared.reset(GEOSPrepare_r(GeosContext(), entry.geometry.get()));
      if (entry.prepared == nullptr) return GeosFailure("prepare a cell");
      const GeosGeometry corner = PointAt(entry.edges.front().a);
      if (!Covers(entry, corner.get()) || IsInside(entry, corner.get())) {
        return GeosFailure("find a corner on the edge of its own cell");
      }
      GEOSSTRtree_insert_r(GeosContext(), tree_.get(), entry.geometry.get(), &entry);
    }
    VisitCellsAt({}, [](std::uint32_t) {});
    return absl::OkStatus();
  }

  CellMatch Find(Position point) const override {
    LatticePoint at;
    if (!lattice_.Find(point, at)) return {};
    CellMatch match;
    VisitCellsAt(at, [&](std::uint32_t cell) {
      match.cell = std::min(match.cell, cell);
      ++match.matches;
    });
    return match;
  }

  void FindAll(Position point, std::vector<std::uint32_t>& cells) const override {
    LatticePoint at;
    if (!lattice_.Find(point, at)) return;
    std::vector<std::uint32_t> found;
    VisitCellsAt(at, [&](std::uint32_t cell) { found.push_back(cell); });
    std::sort(found.begin(), found.end());
    cells.insert(cells.end(), found.begin(), found.end());
  }

  // A vertex is kept as an edge of ours, as a coordinate of GEOS and in the segment tree of the prepared geometry.
  std::size_t bytes() const override {
    constexpr std::size_t kPerEdge = sizeof(LatticeEdge) + 3 * sizeof(double) + 96;
    std::size_t edges = 0;
    for (const Entry& entry : entries_) edges += entry.edges.size();
    return edges * kPerEdge + entries_.size() * (sizeof(Entry) + 512);
  }

 private:
  template <typename Visit>
  void VisitCellsAt(LatticePoint at, Visit visit) const {
    struct Question {
      LatticePoint at;
      GeosGeometry point;
      Ties ties;
      Visit& visit;
    } question{.at = at, .point = PointAt(at), .ties = ties_, .visit = visit};
    GEOSSTRtree_query_r(
        GeosContext(), tree_.get(), question.point.get(),
        [](void* item, void* asked) {
          const Entry& entry = *static_cast<const Entry*>(item);
          Question& q = *static_cast<Question*>(asked);
          if (!Covers(entry, q.point.get())) return;
          if (q.ties == Ties::kByRule && !IsInside(entry, q.point.get()) && !IsInsideByRule(entry, q.at)) return;
          q.visit(entry.cell);
        },
        &question);
  }

  Lattice lattice_;
  Ties ties_;
  std::vector<Entry> entries_;  // the tree points to them: it never grows after the constructor
  std::unique_ptr<GEOSSTRtree, TreeDelete> tree_;
};

absl::StatusOr<GeosGeometry> LineOf(const LatticeEdge& edge) {
  const double points[] = {static_cast<double>(edge.a.x), static_cast<double>(edge.a.y), static_cast<double>(edge.b.x),
                           static_cast<double>(edge.b.y)};
  GEOSCoordSequence* sequence = GEOSCoordSeq_copyFromBuffer_r(GeosContext(), points, 2, 0, 0);
  if (sequence == nullptr) return GeosFailure("copy an edge");
  GeosGeometry line(GEOSGeom_createLineString_r(GeosContext(), sequence));
  if (line == nullptr) return GeosFailure("make a line");
  return line;
}

// GEOS makes a face of every ring of edges, holes too. Those inside the cell have a point inside with an odd number of
// edges west of it.
absl::StatusOr<bool> IsFaceInside(const GEOSGeometry& face, std::span<const LatticeEdge> edges) {
  const GeosGeometry point(GEOSPointOnSurface_r(GeosContext(), &face));
  double x = 0, y = 0;
  if (point == nullptr || GEOSGeomGetX_r(GeosContext(), point.get(), &x) != 1 ||
      GEOSGeomGetY_r(GeosContext(), point.get(), &y) != 1) {
    return GeosFailure("find a point in a face");
  }
  bool inside = false;
  for (const LatticeEdge& edge : edges) {
    const double ax = edge.a.x, ay = edge.a.y, bx = edge.b.x, by = edge.b.y;
    if ((ay > y) != (by > y) && ax + (y - ay) / (by - ay) * (bx - ax) < x) inside = !inside;
  }
  return inside;
}

}  // namespace

absl::StatusOr<GeosGeometry> AreaOf(std::span<const LatticeEdge> edges) {
  if (edges.empty()) return GeosGeometry();
  std::vector<GeosGeometry> lines;
  lines.reserve(edges.size());
  for (const LatticeEdge& edge : edges) {
    WANGGE_ASSIGN_OR_RETURN(GeosGeometry line, LineOf(edge));
    lines.push_back(std::move(line));
  }
  std::vector<const GEOSGeometry*> raw;
  raw.reserve(lines.size());
  for (const GeosGeometry& line : lines) raw.push_back(line.get());
  const GeosGeometry faces(GEOSPolygonize_r(GeosContext(), raw.data(), static_cast<unsigned>(raw.size())));
  if (faces == nullptr) return GeosFailure("find the faces of a cell");
  std::vector<GEOSGeometry*> inside;
  const int count = GEOSGetNumGeometries_r(GeosContext(), faces.get());
  for (int i = 0; i < count; ++i) {
    const GEOSGeometry* face = GEOSGetGeometryN_r(GeosContext(), faces.get(), i);
    WANGGE_ASSIGN_OR_RETURN(const bool is_inside, IsFaceInside(*face, edges));
    if (is_inside) inside.push_back(GEOSGeom_clone_r(GeosContext(), face));
  }
  if (inside.empty()) return GeosGeometry();
  // Each edge parts inside from outside, so two faces that are inside touch in corners at most.
  GeosGeometry area(GEOSGeom_createCollection_r(GeosContext(), GEOS_MULTIPOLYGON, inside.data(),
                                                static_cast<unsigned>(inside.size())));
  if (area == nullptr) return GeosFailure("collect the faces of a cell");
  return area;
}

absl::StatusOr<std::unique_ptr<const CellIndex>> MakeGeosIndex(const Lattice& lattice, const NodedEdges& edges,
                                                               std::uint32_t cells, Ties ties) {
  auto index = std::make_unique<GeosIndex>(lattice, edges, cells, ties);
  WANGGE_RETURN_IF_ERROR(index->Warm());
  return index;
}

}  // namespace wangge::geo
