// A GeoPackage for tests, written by SQLite. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/files/map_features.h"

namespace wangge::geo {

class PackageWriter {
 public:
  // A new file with the tables of the standard, as far as they are read, and EPSG:4326, 4490 and 4549.
  explicit PackageWriter(const std::string& path);
  ~PackageWriter();
  PackageWriter(const PackageWriter&) = delete;
  PackageWriter& operator=(const PackageWriter&) = delete;

  void Run(const std::string& sql);
  // A feature table with the columns fid, geom and `key` of the type `type`.
  void AddTable(const std::string& name, const std::string& key, const std::string& type, int srs_id);
  // `value` is SQL ("'a'", "7", "NULL"); an empty blob is NULL.
  void AddRow(const std::string& table, const std::string& value, const std::string& blob);

 private:
  void* database_ = nullptr;
};

// A polygon as a blob with an envelope.
std::string PolygonBlob(const MapPolygon& polygon, std::int32_t srs_id);

}  // namespace wangge::geo
