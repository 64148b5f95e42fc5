// What this folder needs of GEOS: one context a thread, geometries that free themselves, and rings both ways.
// A geometry may be used and freed on another thread than the one that made it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/layer_source.h"

struct GEOSGeom_t;  // GEOSGeometry; the headers of GEOS stay out of ours
struct GEOSContextHandle_HS;

namespace wangge::geo {

// The context of the calling thread; it ends with the thread.
GEOSContextHandle_HS* GeosContext();

struct GeosDelete {
  void operator()(GEOSGeom_t* geometry) const;
};
using GeosGeometry = std::unique_ptr<GEOSGeom_t, GeosDelete>;

// INTERNAL, with what GEOS last said on this thread.
absl::Status GeosFailure(std::string_view action);

// A polygon of closed rings, the outer one first.
absl::StatusOr<GeosGeometry> MakePolygon(const std::vector<Ring>& rings);

// The rings of each polygon of a polygon or multipolygon, the outer one first.
std::vector<std::vector<Ring>> PolygonsOf(const GEOSGeom_t& geometry);

// All rings of a polygon or multipolygon.
std::vector<Ring> RingsOf(const GEOSGeom_t& geometry);

}  // namespace wangge::geo
