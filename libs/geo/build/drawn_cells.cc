#include "geo/build/drawn_cells.h"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/build/cell_area.h"
#include "geo/build/geos_geometry.h"

namespace wangge::geo {
namespace {

constexpr std::size_t kRingPointsMin = 4;

struct PreparedDelete {
  void operator()(const GEOSPreparedGeometry* prepared) const { GEOSPreparedGeom_destroy_r(GeosContext(), prepared); }
};
using Prepared = std::unique_ptr<const GEOSPreparedGeometry, PreparedDelete>;

bool AreDegrees(LonLat point) { return std::abs(point.lon) <= 180 && std::abs(point.lat) <= 90; }

absl::Status CheckRing(const Ring& ring, std::size_t number) {
  const std::string name = "ring " + std::to_string(number) + " of the polygon";
  if (ring.size() < kRingPointsMin || ring.front() != ring.back()) {
    return InvalidArgument("Expected " + name +
                           " to have four points or more, of which the last is the first, but it " + "has " +
                           std::to_string(ring.size()) + " or is open.");
  }
  if (!std::ranges::all_of(ring, AreDegrees)) {
    return InvalidArgument("Expected longitudes of -180 to 180 and latitudes of -90 to 90 degrees in " + name +
                           ", but one is none.");
  }
  return absl::OkStatus();
}

absl::StatusOr<GeosGeometry> PolygonOf(const std::vector<Ring>& rings) {
  if (rings.empty()) return InvalidArgument("Expected a polygon with an outer ring, but it has none.");
  for (std::size_t i = 0; i < rings.size(); ++i) WANGGE_RETURN_IF_ERROR(CheckRing(rings[i], i));
  WANGGE_ASSIGN_OR_RETURN(GeosGeometry polygon, MakePolygon(rings));
  if (GEOSisValid_r(GeosContext(), polygon.get()) == 1) return polygon;
  return InvalidArgument("Expected a polygon whose rings neither cross themselves nor each other, but they do.");
}

Box BoxOfRing(const Ring& ring) { return ExtentOf(std::vector<std::vector<Ring>>{{ring}}); }

}  // namespace

absl::StatusOr<DrawnCells> CellsDrawn(const Layer& layer, const std::vector<Ring>& rings) {
  WANGGE_ASSIGN_OR_RETURN(const GeosGeometry polygon, PolygonOf(rings));
  const Prepared prepared(GEOSPrepare_r(GeosContext(), polygon.get()));
  if (prepared == nullptr) return GeosFailure("prepare a polygon");
  std::vector<std::uint32_t> candidates;
  layer.FindMeeting(BoxOfRing(rings.front()), candidates);
  std::ranges::sort(candidates);
  DrawnCells drawn;
  for (const std::uint32_t cell : candidates) {
    WANGGE_ASSIGN_OR_RETURN(const GeosGeometry area, AreaOf(layer.shapes(), cell));
    const char covers = GEOSPreparedCovers_r(GeosContext(), prepared.get(), area.get());
    const char meets = GEOSPreparedIntersects_r(GeosContext(), prepared.get(), area.get());
    const char touches = GEOSPreparedTouches_r(GeosContext(), prepared.get(), area.get());
    if (covers > 1 || meets > 1 || touches > 1) return GeosFailure("compare a polygon with a cell");
    if (covers == 1) drawn.inside.push_back(layer.codes()[cell]);
    if (covers == 0 && meets == 1 && touches == 0) drawn.crossing.push_back(layer.codes()[cell]);
  }
  return drawn;
}

}  // namespace wangge::geo
