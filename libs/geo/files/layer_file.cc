#include "geo/files/layer_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "base/utf8.h"
#include "geo/datum.h"
#include "geo/files/earth_geojson.h"
#include "geo/files/file_start.h"
#include "geo/files/geojson_map.h"
#include "geo/files/geopackage.h"
#include "geo/files/map_crs.h"
#include "geo/files/shapefile.h"
#include "geo/files/straight_edges.h"
#include "geo/geojson.h"
#include "geo/swap.h"

namespace wangge::geo {
namespace {

constexpr std::string_view kWgs84 = "wgs84";
constexpr std::string_view kCgcs2000 = "cgcs2000";

// What the coordinates of a layer are.
struct Reference {
  Datum shifted = Datum::kWgs84;  // kGcj02 or kBd09: degrees of it; else `crs` tells
  MapCrs crs;

  bool IsShifted() const { return shifted == Datum::kGcj02 || shifted == Datum::kBd09; }
  bool NeedsNothing() const { return !IsShifted() && crs.IsEarth(); }
};

absl::StatusOr<std::optional<Datum>> DatumOf(const LayerFileOptions& options) {
  if (options.datum.empty()) return std::nullopt;
  const auto datum = DatumNamed(options.datum);
  if (datum.has_value()) return datum;
  return InvalidArgument("Expected the datum " + std::string(kDatumNames) + ", but it is \"" + options.datum + "\"");
}

// The system that the file and the caller name; what neither names follows from the datum.
absl::StatusOr<MapCrs> NamedCrs(const std::optional<DeclaredCrs>& declared, const LayerFileOptions& options,
                                std::optional<Datum> datum) {
  std::optional<MapCrs> of_file;
  if (declared.has_value()) {
    WANGGE_ASSIGN_OR_RETURN(of_file, MapCrs::Of(*declared));
  }
  if (!options.crs.empty()) {
    WANGGE_ASSIGN_OR_RETURN(MapCrs given, MapCrs::OfCode(options.crs));
    if (!of_file.has_value() || of_file->IsSameAs(given)) return given;
    return InvalidArgument("Expected one coordinate system, but the file declares " + of_file->Name() + " (" +
                           declared->where + ") and the import " + given.Name() +
                           "; leave the second out, or mend the file if it is wrong");
  }
  if (of_file.has_value()) return *std::move(of_file);
  if (datum.has_value()) return MapCrs::OfCode(datum == Datum::kCgcs2000 ? "EPSG:4490" : "EPSG:4326");
  return InvalidArgument(
      "Expected a coordinate system, but the file declares none; name it by its code, e.g. "
      "EPSG:4549, or by the datum of its longitudes and latitudes: " +
      std::string(kDatumNames));
}

absl::StatusOr<Reference> FindReference(const std::optional<DeclaredCrs>& declared, const LayerFileOptions& options) {
  WANGGE_ASSIGN_OR_RETURN(const std::optional<Datum> datum, DatumOf(options));
  WANGGE_ASSIGN_OR_RETURN(MapCrs crs, NamedCrs(declared, options, datum));
  Reference reference{.shifted = datum.value_or(Datum::kWgs84), .crs = std::move(crs)};
  const MapCrs& named = reference.crs;
  const auto differs = [&](const std::string& expected) {
    return InvalidArgument("Expected " + expected + " with the datum " + options.datum +
                           ", but the coordinate system is " + named.Name() + "; leave one of the two out");
  };
  if (reference.IsShifted() && !named.IsEarth()) return differs("longitude and latitude");
  if (datum.has_value() && !named.IsWgs84() && !named.IsCgcs2000()) return differs("a system of WGS 84 or CGCS2000");
  return reference;
}

std::optional<MapBox> ExtentOf(const std::vector<MapFeature>& features) {
  constexpr double kFar = std::numeric_limits<double>::max();
  MapBox box{.low = {kFar, kFar}, .high = {-kFar, -kFar}};
  for (const MapFeature& feature : features) {
    for (const MapPolygon& polygon : feature.polygons) {
      for (const MapRing& ring : polygon) {
        for (const MapPoint& p : ring) {
          box.low = {.x = std::min(box.low.x, p.x), .y = std::min(box.low.y, p.y)};
          box.high = {.x = std::max(box.high.x, p.x), .y = std::max(box.high.y, p.y)};
        }
      }
    }
  }
  if (box.low.x > box.high.x) return std::nullopt;
  return box;
}

MapPoint MiddleOf(const MapBox& box) { return {.x = (box.low.x + box.high.x) / 2, .y = (box.low.y + box.high.y) / 2}; }

// Whether the middle of the layer lies where its coordinate system is meant for; the registry's area of a zone is
// strict, so outside of it is only worth a note, unless it would be inside with the coordinates exchanged.
absl::Status CheckArea(const MapBox& extent, const MapCrs& crs, std::vector<std::string>& notes) {
  const auto area = crs.AreaOfUse();
  if (!area.has_value()) return absl::OkStatus();
  const MapPoint middle = MiddleOf(extent);
  const auto place = [&](MapPoint at) -> std::optional<LonLat> {
    const auto way = crs.WayToEarth({.low = at, .high = at});
    return way.ok() ? way->to_earth(at) : std::nullopt;
  };
  const auto here = place(middle);
  if (here.has_value() && Holds(*area, *here)) return absl::OkStatus();
  const auto exchanged = place({.x = middle.y, .y = middle.x});
  if (exchanged.has_value() && Holds(*area, *exchanged)) {
    return InvalidArgument("Expected " + std::string(crs.IsGeographic() ? "longitude" : "easting") +
                           " first, but the coordinates look exchanged: the layer lies in the area of use of " +
                           crs.Name() + " only with the other order; exchange them");
  }
  if (here.has_value()) {
    notes.push_back("The layer lies around " + std::to_string(here->lon) + ", " + std::to_string(here->lat) +
                    ", outside of the area of use of " + crs.Name() + ".");
  }
  return absl::OkStatus();
}

absl::StatusOr<MapCrs::Way> WayOf(const Reference& reference, const MapBox& extent) {
  if (!reference.IsShifted()) return reference.crs.WayToEarth(extent);
  return MapCrs::Way{.to_earth = [datum = reference.shifted](MapPoint at) -> std::optional<LonLat> {
    constexpr double kLonMax = 180, kLatMax = 90;
    if (std::abs(at.x) > kLonMax || std::abs(at.y) > kLatMax) return std::nullopt;
    return ToWgs84({.lon = at.x, .lat = at.y}, datum);
  }};
}

Ring AsItIs(const MapRing& ring) {
  Ring same;
  for (const MapPoint& p : ring) same.push_back({.lon = p.x, .lat = p.y});
  return same;
}

absl::Status Convert(const MapFile& map, const Reference& reference, LayerFile& file) {
  const std::optional<MapBox> extent = ExtentOf(map.features);
  RingToEarth to_earth = [](const MapRing& ring) -> absl::StatusOr<Ring> { return AsItIs(ring); };
  std::optional<StraightEdges> edges;
  if (extent.has_value() && !reference.IsShifted()) {
    WANGGE_RETURN_IF_ERROR(CheckArea(*extent, reference.crs, file.notes));
  }
  if (extent.has_value() && !reference.NeedsNothing()) {
    WANGGE_ASSIGN_OR_RETURN(MapCrs::Way way, WayOf(reference, *extent));
    if (!way.note.empty()) file.notes.push_back(reference.crs.Name() + " is " + way.note + ".");
    edges.emplace(map.features, std::move(way.to_earth), reference.crs.Tolerance());
    to_earth = [&edges](const MapRing& ring) { return edges->Convert(ring); };
  }
  WANGGE_ASSIGN_OR_RETURN(file.geojson, WriteGeoJson(map.features, to_earth, limits::kConfigBodyBytesMax));
  return absl::OkStatus();
}

class Reading {
 public:
  Reading(const std::string& path, LayerFileOptions options) : path_(path), options_(std::move(options)) {}

  absl::StatusOr<LayerFile> Read() {
    constexpr std::size_t kStartBytes = 16;
    if (!IsUtf8(options_.key)) return InvalidArgument("Expected the key in UTF-8, but its bytes are none");
    WANGGE_ASSIGN_OR_RETURN(const FileStart start, ReadStart(path_, kStartBytes));
    const bool is_shapefile = IsShapefile(start.bytes), is_geopackage = IsGeoPackage(start.bytes);
    WANGGE_RETURN_IF_ERROR(CheckOptions(start.bytes, is_shapefile, is_geopackage));
    if (!is_shapefile && !is_geopackage) return ReadGeoJson();
    file_.format = is_shapefile ? "shapefile" : "geopackage";
    WANGGE_ASSIGN_OR_RETURN(const MapFile map, is_shapefile ? ReadShapefile(path_, options_.key, options_.encoding)
                                                            : ReadGeoPackage(path_, options_.key, options_.table));
    return Finish(map);
  }

 private:
  absl::Status Refused(const absl::Status& status) const { return WithContext(path_, status); }

  absl::Status CheckOptions(std::string_view start, bool is_shapefile, bool is_geopackage) const {
    if (start.starts_with("PK\x03\x04")) {
      return Refused(
          InvalidArgument("Expected GeoJSON, a Shapefile or a GeoPackage, but it is a zip archive; unpack "
                          "it and name the .shp or .gpkg in it"));
    }
    if (!options_.encoding.empty() && !is_shapefile) {
      return Refused(
          InvalidArgument("Expected an encoding for a Shapefile only, but the file is another one, whose "
                          "text is UTF-8; leave the encoding out"));
    }
    if (!options_.table.empty() && !is_geopackage) {
      return Refused(
          InvalidArgument("Expected a table for a GeoPackage only, but the file is another one; leave the "
                          "table out"));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<LayerFile> ReadGeoJson() {
    file_.format = "geojson";
    WANGGE_ASSIGN_OR_RETURN(std::string text, ReadFile(path_, limits::kConfigBodyBytesMax));
    auto crs = CrsOfGeoJson(text);
    if (!crs.ok()) return Refused(crs.status());
    if (!crs->has_value() && options_.crs.empty() && options_.datum.empty()) options_.datum = options_.undeclared_datum;
    auto reference = FindReference(*crs, options_);
    if (!reference.ok()) return Refused(reference.status());
    if (reference->NeedsNothing()) {
      file_.datum = DatumFor(*reference);
      file_.geojson = std::move(text);
      return std::move(file_);
    }
    auto map = ParseGeoJsonMap(text, options_.key);
    if (!map.ok()) return Refused(map.status());
    map->crs = *crs;
    return Finish(*map);
  }

  absl::StatusOr<LayerFile> Finish(const MapFile& map) {
    auto reference = FindReference(map.crs, options_);
    if (!reference.ok()) return Refused(reference.status());
    file_.datum = DatumFor(*reference);
    file_.crs = reference->IsShifted() ? options_.datum : reference->crs.Word();
    file_.findings = map.findings;
    if (const absl::Status status = Convert(map, *reference, file_); !status.ok()) return Refused(status);
    if (const auto parsed = ParseGeoJson(file_.geojson, options_.key); !parsed.ok()) return Refused(parsed.status());
    return std::move(file_);
  }

  // Of WGS 84 and CGCS2000, which are one, the one that was said.
  std::string DatumFor(const Reference& reference) const {
    if (reference.IsShifted()) return std::string(kWgs84);
    if (!options_.datum.empty()) return options_.datum;
    return std::string(reference.crs.IsCgcs2000() ? kCgcs2000 : kWgs84);
  }

  const std::string& path_;
  LayerFileOptions options_;
  LayerFile file_;
};

}  // namespace

absl::StatusOr<LayerFile> ReadLayerFile(const std::string& path, const LayerFileOptions& options) {
  return Reading(path, options).Read();
}

}  // namespace wangge::geo
