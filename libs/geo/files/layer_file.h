// Reads a layer from a file of any format that surveyors hand over, whatever its coordinates: GeoJSON (also gzip), an
// ESRI Shapefile or an OGC GeoPackage become GeoJSON in longitude and latitude, which is what editions keep and
// ParseGeoJson reads. Thread-safe; nothing throws.
//
// The coordinate system is what the file declares (GeoJSON `crs`, .prj, gpkg_spatial_ref_sys) or what the caller does,
// never a guess. Where an edge runs between its ends is decided by the file's own coordinates: in others than degrees
// it is split until a straight line in longitude and latitude follows it to half a millimetre (straight_edges.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/layer_source.h"

namespace wangge::geo {

struct LayerFileOptions {
  std::string key{};  // attribute of a feature that holds its code
  // "wgs84", "cgcs2000", "gcj02" or "bd09"; may be empty where the file or `crs` tells. GCJ-02 and BD-09 have no
  // code of their own: a file that declares WGS 84 or CGCS2000 degrees, as theirs do, may be said to be one of them.
  std::string datum{};
  std::string undeclared_datum{};  // of a GeoJSON without `crs` where nothing else is given; for callers that say so
  std::string crs{};               // "EPSG:4549"; must agree with what the file declares
  std::string encoding{};          // of a .dbf, instead of what the file says
  std::string table{};             // of a GeoPackage; empty: its only one
};

struct LayerFile {
  std::string geojson{};  // longitude, latitude; the bytes of a GeoJSON file that needs no conversion, as they are
  std::string datum{};    // "wgs84" or "cgcs2000"
  std::string format{};   // "geojson", "shapefile" or "geopackage"
  std::string crs{};      // one word, e.g. "EPSG:4549" or "gcj02": what it was converted from; empty: nothing was
  std::vector<Finding> findings{};   // beside those of ParseGeoJson over `geojson`, which numbers features alike
  std::vector<std::string> notes{};  // sentences about the whole: which transformation, outside of the area of use
};

// What was converted holds the code of a feature and, from GeoJSON, its other properties; attributes of a Shapefile or
// GeoPackage stay behind: an edition is kept for ever, and such tables often name the people of a grid. It passes
// ParseGeoJson. A GeoJSON that needs no conversion is not looked at further.
//
// INVALID_ARGUMENT, with the path: an option that the format has no use for; no coordinate system declared, or two that
// differ; one that cannot be converted; coordinates that are not on its map, or that lie where it is meant for only
// with latitude and longitude exchanged; what the reader of the format refuses. RESOURCE_EXHAUSTED: file or GeoJSON
// larger than limits::kConfigBodyBytesMax. Others: the file cannot be read. About 3 us a vertex.
absl::StatusOr<LayerFile> ReadLayerFile(const std::string& path, const LayerFileOptions& options);

}  // namespace wangge::geo
