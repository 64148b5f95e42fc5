// Coordinate systems of layer files and the way from their coordinates to WGS 84, by PROJ: geographic systems and every
// projected one of its registry, among them the CGCS2000 3-degree Gauss-Krueger zones (EPSG:4513 to 4554).
//
// * Coordinates are taken as x, y: longitude or easting first. That is the order of GeoJSON, of Shapefiles and of
//   GeoPackages, also for systems that the registry defines with latitude or northing first (EPSG:4326, 4490, 4549).
// * WGS 84 and CGCS2000 differ by some centimetres and count as one, as everywhere in this library.
// * From another datum the registry's most accurate transformation over the extent of the layer is taken, the same one
//   for all points. Where none is known, or its grid file is not installed, the layer is refused: a guess ("ballpark")
//   may be hundreds of metres off. Nothing is fetched: PROJ's network access is off whatever the environment says.
//
// Immutable after construction, but not thread-safe: PROJ keeps state. One thread at a time; another object, another
// thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "geo/files/map_features.h"
#include "geo/lattice.h"
#include "geo/layer_source.h"

namespace wangge::geo {

// WGS 84 degrees, rounded to 1e-10 (0.01 mm); nullopt where the system has no such point.
using ToEarth = std::function<std::optional<LonLat>(MapPoint)>;

struct MapBox {
  MapPoint low{};
  MapPoint high{};
};

class MapCrs {
 public:
  // "EPSG:4549", "OGC:CRS84". INVALID_ARGUMENT: another form, not in the registry, or not a system of this kind.
  static absl::StatusOr<MapCrs> OfCode(std::string_view code);
  // WKT of either version, of ESRI too. INVALID_ARGUMENT: not WKT, cut off, or not a system of this kind.
  static absl::StatusOr<MapCrs> OfWkt(std::string_view wkt);
  // By the code where there is one. Errors name where the system was declared.
  static absl::StatusOr<MapCrs> Of(const DeclaredCrs& declared);

  ~MapCrs();
  MapCrs(MapCrs&&) noexcept;
  MapCrs& operator=(MapCrs&&) noexcept;

  // "EPSG:4549 (CGCS2000 / 3-degree Gauss-Kruger CM 120E)"; without a code where the registry knows no such system.
  std::string Name() const;
  // "EPSG:4549"; else its name with "_" for blanks. One word.
  std::string Word() const;
  bool IsGeographic() const;
  bool IsCgcs2000() const;  // its datum
  bool IsWgs84() const;     // its datum
  // Degrees of WGS 84 or CGCS2000, nothing to convert.
  bool IsEarth() const { return IsGeographic() && (IsWgs84() || IsCgcs2000()); }
  bool IsSameAs(const MapCrs& other) const;
  // Where the registry means the system to be used, in degrees; nullopt where it does not say or it is the whole Earth.
  std::optional<Box> AreaOfUse() const;
  // Of the unit of its coordinates, the smallest that the file's coordinates are compared by: 0.1 mm.
  double Tolerance() const;

  struct Way {
    ToEarth to_earth;    // lives by itself
    std::string note{};  // which transformation and how accurate; empty: only the map projection, which is exact
  };
  // `extent` of the layer in its own coordinates. INVALID_ARGUMENT: it does not lie on the map, or no transformation of
  // the datum is known there.
  absl::StatusOr<Way> WayToEarth(const MapBox& extent) const;

 private:
  struct Impl;
  explicit MapCrs(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace wangge::geo
