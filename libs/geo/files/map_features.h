// The features of a layer file in the coordinates of the file, before they are longitude and latitude. Plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/layer_source.h"

namespace wangge::geo {

// In the unit of the file's coordinate system. x is the longitude or the easting, y the latitude or the northing, as
// every file format has it, whatever order the registry of coordinate systems gives.
struct MapPoint {
  double x = 0;
  double y = 0;
  friend auto operator<=>(const MapPoint&, const MapPoint&) = default;
};

using MapRing = std::vector<MapPoint>;
using MapPolygon = std::vector<MapRing>;  // the outer ring, then the holes

struct MapFeature {
  std::string properties{};  // of the GeoJSON feature: an object as JSON text; has the code under the key
  bool has_geometry = true;  // without one there are no polygons
  std::vector<MapPolygon> polygons{};
};

// Where a file says which coordinates it has: by a registered code ("EPSG:4549") or by its definition as WKT.
struct DeclaredCrs {
  std::string code{};
  std::string wkt{};
  std::string where{};  // for messages: "grids.prj"
};

struct MapFile {
  std::vector<MapFeature> features{};  // in the order of the file
  std::optional<DeclaredCrs> crs{};    // nullopt: the file says nothing
  std::vector<Finding> findings{};     // what the features alone no longer show
};

}  // namespace wangge::geo
