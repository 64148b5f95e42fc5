#include "geo/build/geos_index.h"

#include <geos_c.h>

#include <algorithm>

#include "base/check.h"
#include "base/status/text.h"

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
  std::uint32_t cell = 0;
};

bool Covers(const Entry& entry, const GEOSGeometry* point) {
  // For a point, to meet an area is to be covered by it, and GEOS answers this question faster.
  const char answer = GEOSPreparedIntersects_r(GeosContext(), entry.prepared.get(), point);
  CHECK(answer == 0 || answer == 1);
  return answer == 1;
}

GeosGeometry PointAt(double lon, double lat) {
  GeosGeometry point(GEOSGeom_createPointFromXY_r(GeosContext(), lon, lat));
  CHECK(point != nullptr);
  return point;
}

class GeosIndex final : public CellIndex {
 public:
  explicit GeosIndex(std::vector<GeosGeometry> geometries) {
    for (GeosGeometry& geometry : geometries) {
      const auto cell = static_cast<std::uint32_t>(entries_.size());
      entries_.push_back({.geometry = std::move(geometry), .prepared = nullptr, .cell = cell});
    }
  }

  // The tree and each prepared geometry make their own indexes at the first question, without any lock. So each is
  // asked once here, with a point that passes the box test in front of it; after that, questions only read.
  absl::Status Warm() {
    tree_.reset(GEOSSTRtree_create_r(GeosContext(), 10));
    if (tree_ == nullptr) return GeosFailure("make a tree");
    for (Entry& entry : entries_) {
      entry.prepared.reset(GEOSPrepare_r(GeosContext(), entry.geometry.get()));
      if (entry.prepared == nullptr) return GeosFailure("prepare a cell");
      const LonLat corner = RingsOf(*entry.geometry).front().front();
      if (!Covers(entry, PointAt(corner.lon, corner.lat).get())) return GeosFailure("find a corner in its own cell");
      GEOSSTRtree_insert_r(GeosContext(), tree_.get(), entry.geometry.get(), &entry);
    }
    FindAt(0, 0);
    return absl::OkStatus();
  }

  CellMatch Find(Position point) const override {
    return FindAt(static_cast<double>(point.lon_e7) / 1e7, static_cast<double>(point.lat_e7) / 1e7);
  }

  void FindInBox(const Box& box, std::vector<std::uint32_t>& cells) const override {
    const GeosGeometry rectangle(
        GEOSGeom_createRectangle_r(GeosContext(), box.lon_min, box.lat_min, box.lon_max, box.lat_max));
    CHECK(rectangle != nullptr);
    GEOSSTRtree_query_r(
        GeosContext(), tree_.get(), rectangle.get(),
        [](void* item, void* found) {
          static_cast<std::vector<std::uint32_t>*>(found)->push_back(static_cast<const Entry*>(item)->cell);
        },
        &cells);
  }

 private:
  struct Question {
    const GEOSGeometry* point;
    CellMatch match;
  };

  CellMatch FindAt(double lon, double lat) const {
    const GeosGeometry point = PointAt(lon, lat);
    Question question{.point = point.get(), .match = {}};
    GEOSSTRtree_query_r(
        GeosContext(), tree_.get(), point.get(),
        [](void* item, void* asked) {
          const Entry& entry = *static_cast<const Entry*>(item);
          Question& q = *static_cast<Question*>(asked);
          if (!Covers(entry, q.point)) return;
          q.match.cell = std::min(q.match.cell, entry.cell);
          ++q.match.matches;
        },
        &question);
    return question.match;
  }

  std::vector<Entry> entries_;  // the tree points to them: it never grows after the constructor
  std::unique_ptr<GEOSSTRtree, TreeDelete> tree_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<const CellIndex>> MakeGeosIndex(std::vector<GeosGeometry> geometries) {
  auto index = std::make_unique<GeosIndex>(std::move(geometries));
  WANGGE_RETURN_IF_ERROR(index->Warm());
  return index;
}

}  // namespace wangge::geo
