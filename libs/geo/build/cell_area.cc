#include "geo/build/cell_area.h"

#include <geos_c.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "base/status/text.h"
#include "geo/datum.h"

namespace wangge::geo {

absl::StatusOr<GeosGeometry> AreaOf(const CellShapes& shapes, std::uint32_t cell) {
  std::vector<GeosGeometry> lines;
  for (std::size_t i = 0; i < shapes.RingCount(cell); ++i) {
    const std::span<const LonLat> ring = shapes.RingOf(cell, i);
    GEOSCoordSequence* points =
        GEOSCoordSeq_copyFromBuffer_r(GeosContext(), &ring.front().lon, static_cast<unsigned>(ring.size()), 0, 0);
    lines.emplace_back(points == nullptr ? nullptr : GEOSGeom_createLineString_r(GeosContext(), points));
    if (lines.back() == nullptr) return GeosFailure("make a line");
  }
  std::vector<GEOSGeometry*> given;
  for (GeosGeometry& line : lines) given.push_back(line.release());
  const GeosGeometry all(GEOSGeom_createCollection_r(GeosContext(), GEOS_MULTILINESTRING, given.data(),
                                                     static_cast<unsigned>(given.size())));
  if (all == nullptr) return GeosFailure("collect lines");
  GeosGeometry area(GEOSBuildArea_r(GeosContext(), all.get()));
  if (area == nullptr) return GeosFailure("build an area");
  return area;
}

absl::StatusOr<std::optional<Position>> PointInside(const Layer& layer, std::uint32_t cell) {
  WANGGE_ASSIGN_OR_RETURN(const GeosGeometry area, AreaOf(layer.shapes(), cell));
  const GeosGeometry inside(GEOSPointOnSurface_r(GeosContext(), area.get()));
  LonLat point;
  if (inside == nullptr || GEOSGeomGetX_r(GeosContext(), inside.get(), &point.lon) != 1 ||
      GEOSGeomGetY_r(GeosContext(), inside.get(), &point.lat) != 1) {
    return GeosFailure("find a point inside a cell");
  }
  const Position position = ToPosition(point);
  std::vector<std::uint32_t> holding;
  layer.index().FindAll(position, holding);
  if (!std::ranges::binary_search(holding, cell)) return std::optional<Position>{};
  return std::optional<Position>{position};
}

}  // namespace wangge::geo
