#include "geo/build/geos_geometry.h"

#include <geos_c.h>

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "base/status/text.h"

namespace wangge::geo {
namespace {

// A context is for one thread at a time, so each thread has its own.
struct Context {
  Context() : handle(GEOS_init_r()) {
    CHECK(handle != nullptr);
    GEOSContext_setErrorMessageHandler_r(
        handle, [](const char* text, void* last) { *static_cast<std::string*>(last) = text; }, &said);
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { GEOS_finish_r(handle); }

  GEOSContextHandle_t handle;
  std::string said;
};

Context& OfThread() {
  thread_local Context context;
  return context;
}

GeosGeometry MakeRing(const Ring& ring) {
  static_assert(sizeof(LonLat) == 2 * sizeof(double), "GEOS copies pairs of double");
  GEOSCoordSequence* points =
      GEOSCoordSeq_copyFromBuffer_r(GeosContext(), &ring.front().lon, static_cast<unsigned>(ring.size()), 0, 0);
  if (points == nullptr) return nullptr;
  return GeosGeometry(GEOSGeom_createLinearRing_r(GeosContext(), points));  // owns the points, also when it fails
}

Ring PointsOf(const GEOSGeometry* ring) {
  const GEOSCoordSequence* points = GEOSGeom_getCoordSeq_r(GeosContext(), ring);
  unsigned size = 0;
  CHECK(points != nullptr && GEOSCoordSeq_getSize_r(GeosContext(), points, &size) == 1);
  Ring result(size);
  if (size > 0) CHECK(GEOSCoordSeq_copyToBuffer_r(GeosContext(), points, &result.front().lon, 0, 0) == 1);
  return result;
}

}  // namespace

GEOSContextHandle_HS* GeosContext() { return OfThread().handle; }

void GeosDelete::operator()(GEOSGeom_t* geometry) const { GEOSGeom_destroy_r(GeosContext(), geometry); }

absl::Status GeosFailure(std::string_view action) {
  std::string text = "Expected GEOS to ";
  return Internal(text.append(action).append(", but it says: ").append(OfThread().said));
}

absl::StatusOr<GeosGeometry> MakePolygon(const std::vector<Ring>& rings) {
  std::vector<GeosGeometry> made;
  for (const Ring& ring : rings) {
    made.push_back(MakeRing(ring));
    if (made.back() == nullptr) return GeosFailure("make a ring");
  }
  GEOSGeometry* outer = made.front().release();
  std::vector<GEOSGeometry*> holes;
  for (std::size_t i = 1; i < made.size(); ++i) holes.push_back(made[i].release());
  GeosGeometry polygon(
      GEOSGeom_createPolygon_r(GeosContext(), outer, holes.data(), static_cast<unsigned>(holes.size())));
  if (polygon == nullptr) return GeosFailure("make a polygon");
  return polygon;
}

std::vector<std::vector<Ring>> PolygonsOf(const GEOSGeom_t& geometry) {
  std::vector<std::vector<Ring>> polygons;
  const int parts = GEOSGetNumGeometries_r(GeosContext(), &geometry);
  for (int part = 0; part < parts; ++part) {
    const GEOSGeometry* polygon = GEOSGetGeometryN_r(GeosContext(), &geometry, part);
    std::vector<Ring>& rings = polygons.emplace_back();
    rings.push_back(PointsOf(GEOSGetExteriorRing_r(GeosContext(), polygon)));
    const int holes = GEOSGetNumInteriorRings_r(GeosContext(), polygon);
    for (int hole = 0; hole < holes; ++hole) {
      rings.push_back(PointsOf(GEOSGetInteriorRingN_r(GeosContext(), polygon, hole)));
    }
  }
  return polygons;
}

std::vector<Ring> RingsOf(const GEOSGeom_t& geometry) {
  std::vector<Ring> rings;
  for (std::vector<Ring>& polygon : PolygonsOf(geometry)) {
    std::move(polygon.begin(), polygon.end(), std::back_inserter(rings));
  }
  return rings;
}

}  // namespace wangge::geo
