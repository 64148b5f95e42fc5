#include "geo/build/geos_repair.h"

#include <geos_c.h>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

std::string ReasonOf(const GEOSGeometry* geometry) {
  char* reason = GEOSisValidReason_r(GeosContext(), geometry);
  if (reason == nullptr) return "invalid";
  std::string text = reason;
  GEOSFree_r(GeosContext(), reason);
  return text;
}

// Whether it is valid; a geometry that GEOS cannot judge is not.
bool IsValid(const GEOSGeometry* geometry) { return GEOSisValid_r(GeosContext(), geometry) == 1; }

// The number of the first ring that is invalid by itself, else (rings in conflict with each other) of the outer one.
std::size_t InvalidRing(const SourcePolygon& polygon) {
  for (std::size_t i = 0; i < polygon.rings.size(); ++i) {
    const auto alone = MakePolygon({polygon.rings[i]});
    if (!alone.ok() || !IsValid(alone->get())) return polygon.first_ring + i;
  }
  return polygon.first_ring;
}

// Adds copies of all polygons within `geometry`, at any depth; lines and points that a repair left over are not areas.
absl::Status AddPolygons(const GEOSGeometry* geometry, std::vector<GeosGeometry>& parts) {
  const int type = GEOSGeomTypeId_r(GeosContext(), geometry);
  if (type == GEOS_POLYGON) {
    if (GEOSisEmpty_r(GeosContext(), geometry) == 1) return absl::OkStatus();
    parts.emplace_back(GEOSGeom_clone_r(GeosContext(), geometry));
    return parts.back() == nullptr ? GeosFailure("copy a polygon") : absl::OkStatus();
  }
  if (type != GEOS_MULTIPOLYGON && type != GEOS_GEOMETRYCOLLECTION) return absl::OkStatus();
  const int count = GEOSGetNumGeometries_r(GeosContext(), geometry);
  for (int i = 0; i < count; ++i) {
    WANGGE_RETURN_IF_ERROR(AddPolygons(GEOSGetGeometryN_r(GeosContext(), geometry, i), parts));
  }
  return absl::OkStatus();
}

absl::Status AddRepaired(const SourcePolygon& source, const std::string& code, std::vector<GeosGeometry>& parts,
                         std::vector<Finding>& findings) {
  WANGGE_ASSIGN_OR_RETURN(GeosGeometry polygon, MakePolygon(source.rings));
  if (IsValid(polygon.get())) {
    parts.push_back(std::move(polygon));
    return absl::OkStatus();
  }
  const std::size_t before = parts.size();
  const GeosGeometry repaired(GEOSMakeValid_r(GeosContext(), polygon.get()));
  if (repaired == nullptr) return GeosFailure("repair feature " + std::to_string(source.feature) + " \"" + code + "\"");
  WANGGE_RETURN_IF_ERROR(AddPolygons(repaired.get(), parts));
  findings.push_back({.feature = source.feature,
                      .code = code,
                      .ring = InvalidRing(source),
                      .reason = ReasonOf(polygon.get()),
                      .action = parts.size() > before ? "repaired" : "dropped"});
  return absl::OkStatus();
}

// Parts that only touch in points stay as they are; others become their union, so that no edge lies inside the cell.
absl::StatusOr<GeosGeometry> Join(std::vector<GeosGeometry> parts, const SourceCell& cell,
                                  std::vector<Finding>& findings) {
  if (parts.size() == 1) return std::move(parts.front());
  std::vector<GEOSGeometry*> raw;
  for (GeosGeometry& part : parts) raw.push_back(part.release());
  GeosGeometry whole(
      GEOSGeom_createCollection_r(GeosContext(), GEOS_MULTIPOLYGON, raw.data(), static_cast<unsigned>(raw.size())));
  if (whole == nullptr) return GeosFailure("collect the parts of \"" + cell.code + "\"");
  if (IsValid(whole.get())) return whole;
  findings.push_back({.feature = cell.polygons.front().feature,
                      .code = cell.code,
                      .ring = std::nullopt,
                      .reason = "parts of the cell overlap or share an edge: " + ReasonOf(whole.get()),
                      .action = "joined"});
  GeosGeometry joined(GEOSUnaryUnion_r(GeosContext(), whole.get()));
  if (joined == nullptr) return GeosFailure("join the parts of \"" + cell.code + "\"");
  return joined;
}

}  // namespace

absl::StatusOr<GeosGeometry> RepairCell(const SourceCell& cell, std::vector<Finding>& findings) {
  std::vector<GeosGeometry> parts;
  for (const SourcePolygon& polygon : cell.polygons) {
    WANGGE_RETURN_IF_ERROR(AddRepaired(polygon, cell.code, parts, findings));
  }
  if (!parts.empty()) return Join(std::move(parts), cell, findings);
  findings.push_back({.feature = cell.polygons.empty() ? 0 : cell.polygons.front().feature,
                      .code = cell.code,
                      .ring = std::nullopt,
                      .reason = "no part of the cell has an area",
                      .action = "kept out"});
  return GeosGeometry();
}

}  // namespace wangge::geo
