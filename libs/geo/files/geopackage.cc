#include "geo/files/geopackage.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "base/big_endian.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "base/utf8.h"
#include "geo/files/file_start.h"
#include "geo/files/sqlite_file.h"
#include "geo/files/wkb.h"

namespace wangge::geo {
namespace {

struct FeatureTable {
  std::string name{};
  std::string geometry{};  // its column of blobs
  std::int64_t srs_id = 0;
};

absl::StatusOr<FeatureTable> FindTable(const SqliteFile& file, std::string_view wanted) {
  WANGGE_ASSIGN_OR_RETURN(
      SqliteRows rows,
      file.Query("SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g JOIN sqlite_master m ON "
                 "m.name = g.table_name AND m.type = 'table' ORDER BY g.table_name"));
  std::vector<FeatureTable> tables;
  std::string names;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const bool more, rows.Next());
    if (!more) break;
    const SqliteValue srs_id = rows.Value(2);
    tables.push_back({.name = rows.Text(0),
                      .geometry = rows.Text(1),
                      .srs_id = std::holds_alternative<std::int64_t>(srs_id) ? std::get<std::int64_t>(srs_id) : 0});
    names += (names.empty() ? "" : ", ") + tables.back().name;
  }
  if (tables.empty()) return InvalidArgument("Expected a table of features, but the GeoPackage has none");
  if (wanted.empty() && tables.size() == 1) return tables.front();
  for (FeatureTable& table : tables) {
    if (table.name == wanted) return std::move(table);
  }
  if (wanted.empty()) {
    return InvalidArgument("Expected one table of features, but there are several; name one of: " + names);
  }
  return InvalidArgument("Expected the table \"" + std::string(wanted) + "\" of features, but there are: " + names);
}

// Not every organization is one of PROJ's registry, and -1 and 0 stand for "undefined": then the definition decides.
absl::StatusOr<std::optional<DeclaredCrs>> FindCrs(const SqliteFile& file, const std::string& path,
                                                   std::int64_t srs_id) {
  if (srs_id <= 0) return std::nullopt;
  WANGGE_ASSIGN_OR_RETURN(SqliteRows rows, file.Query("SELECT organization, organization_coordsys_id, definition FROM "
                                                      "gpkg_spatial_ref_sys WHERE srs_id = CAST(? AS INTEGER)",
                                                      std::to_string(srs_id)));
  WANGGE_ASSIGN_OR_RETURN(const bool is_known, rows.Next());
  if (!is_known) {
    return InvalidArgument("Expected the coordinate system " + std::to_string(srs_id) +
                           " in gpkg_spatial_ref_sys, but it is not there");
  }
  DeclaredCrs crs{.where = path + ": gpkg_spatial_ref_sys " + std::to_string(srs_id)};
  const SqliteValue code = rows.Value(1);
  std::string organization = rows.Text(0);
  for (char& c : organization) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  if (organization == "EPSG" && std::holds_alternative<std::int64_t>(code)) {
    crs.code = "EPSG:" + std::to_string(std::get<std::int64_t>(code));
  } else {
    crs.wkt = rows.Text(2);
  }
  return crs;
}

absl::StatusOr<std::string> CodeOf(const SqliteValue& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* number = std::get_if<double>(&value)) {
    constexpr double kExactMax = 9'007'199'254'740'992;  // 2^53: beyond, two whole numbers share one double
    if (std::abs(*number) < kExactMax && *number == std::trunc(*number)) {
      return std::to_string(static_cast<std::int64_t>(*number));
    }
    return InvalidArgument("Expected a whole number with all of its digits, but it is " + std::to_string(*number));
  }
  const auto* text = std::get_if<std::string>(&value);
  if (text == nullptr || text->find_first_not_of(" \t\r\n") == std::string::npos) {
    return InvalidArgument("Expected a code, but it is " + std::string(text == nullptr ? "of another type" : "empty"));
  }
  if (!IsUtf8(*text)) return InvalidArgument("Expected a code in UTF-8, but it is not");
  if (text->size() <= limits::kIdBytesMax) return *text;
  return InvalidArgument("Expected at most " + std::to_string(limits::kIdBytesMax) + " bytes, but the code has " +
                         std::to_string(text->size()));
}

absl::Status ReadBlob(std::string_view blob, std::int64_t srs_id, MapFeature& feature) {
  constexpr std::size_t kHeaderBytes = 8, kFlagsAt = 3, kSrsAt = 4;
  constexpr std::size_t kEnvelopeBytes[] = {0, 32, 48, 48, 64};
  if (blob.size() < kHeaderBytes || !blob.starts_with("GP")) {
    return InvalidArgument("Expected a geometry that begins with \"GP\", but it " +
                           std::string(blob.size() < kHeaderBytes ? "is cut off" : "begins otherwise"));
  }
  const auto flags = static_cast<unsigned char>(blob[kFlagsAt]);
  constexpr unsigned kEmpty = 0x10, kExtended = 0x20;
  const unsigned envelope = (flags >> 1) & 7;
  if ((flags & kExtended) != 0 || envelope >= std::size(kEnvelopeBytes)) {
    return InvalidArgument("Expected a geometry as the GeoPackage standard has it, but its flags are " +
                           std::to_string(flags));
  }
  const std::string_view id = blob.substr(kSrsAt, 4);
  const std::uint32_t number = (flags & 1) != 0 ? LittleEndian(id) : ReadBigEndian<std::uint32_t>(id);
  if (static_cast<std::int32_t>(number) != srs_id) {
    return InvalidArgument("Expected the coordinate system " + std::to_string(srs_id) +
                           " of the table, but the geometry has " + std::to_string(static_cast<std::int32_t>(number)));
  }
  blob.remove_prefix(kHeaderBytes);
  if (blob.size() < kEnvelopeBytes[envelope]) return InvalidArgument("Expected an envelope, but it is cut off");
  blob.remove_prefix(kEnvelopeBytes[envelope]);
  feature.has_geometry = (flags & kEmpty) == 0;
  if (!feature.has_geometry) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(feature.polygons, ReadWkb(blob));
  return absl::OkStatus();
}

absl::StatusOr<MapFeature> FeatureOf(const SqliteRows& rows, const std::string& key, std::int64_t srs_id) {
  auto code = CodeOf(rows.Value(1));
  if (!code.ok()) return WithContext("\"" + key + "\"", code.status());
  MapFeature feature{.properties = nlohmann::json{{key, *code}}.dump()};
  const SqliteValue geometry = rows.Value(0);
  if (std::holds_alternative<std::monostate>(geometry)) {
    feature.has_geometry = false;
    return feature;
  }
  const auto* blob = std::get_if<SqliteBlob>(&geometry);
  if (blob == nullptr) return InvalidArgument("Expected a geometry as a blob, but it is a value of another type");
  if (const absl::Status read = ReadBlob(blob->bytes, srs_id, feature); !read.ok()) {
    return WithContext("\"" + *code + "\"", read);
  }
  return feature;
}

// SQLite would take a name in double quotes that is no column for a text, and so every row would have the same code.
absl::Status CheckColumn(const SqliteFile& file, const FeatureTable& table, const std::string& key) {
  WANGGE_ASSIGN_OR_RETURN(SqliteRows columns, file.Query("SELECT name FROM pragma_table_info(?)", table.name));
  std::string names;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const bool more, columns.Next());
    if (!more) break;
    const std::string name = columns.Text(0);
    if (name == key) return absl::OkStatus();
    if (name != table.geometry) names += (names.empty() ? "" : ", ") + name;
  }
  return InvalidArgument("Expected the column \"" + key + "\" in the table \"" + table.name +
                         "\", but its columns are: " + names);
}

absl::StatusOr<MapFile> Read(const std::string& path, const std::string& key, std::string_view wanted) {
  WANGGE_ASSIGN_OR_RETURN(const SqliteFile file, SqliteFile::Open(path));
  WANGGE_ASSIGN_OR_RETURN(const FeatureTable table, FindTable(file, wanted));
  WANGGE_RETURN_IF_ERROR(CheckColumn(file, table, key));
  MapFile read;
  WANGGE_ASSIGN_OR_RETURN(read.crs, FindCrs(file, path, table.srs_id));
  WANGGE_ASSIGN_OR_RETURN(SqliteRows rows, file.Query("SELECT " + QuotedName(table.geometry) + ", " + QuotedName(key) +
                                                      " FROM " + QuotedName(table.name) + " ORDER BY rowid"));
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const bool more, rows.Next());
    if (!more) return read;
    auto feature = FeatureOf(rows, key, table.srs_id);
    if (!feature.ok()) return WithContext("feature " + std::to_string(read.features.size()), feature.status());
    read.features.push_back(*std::move(feature));
  }
}

}  // namespace

bool IsGeoPackage(std::string_view start) { return start.starts_with(std::string_view("SQLite format 3\0", 16)); }

absl::StatusOr<MapFile> ReadGeoPackage(const std::string& path, std::string_view key, std::string_view table) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) > limits::kConfigBodyBytesMax && !error) {
    return ResourceExhausted("Expected at most " + std::to_string(limits::kConfigBodyBytesMax) + " bytes, but " + path +
                             " has more");
  }
  auto read = Read(path, std::string(key), table);
  if (!read.ok()) return WithContext(path, read.status());
  return read;
}

}  // namespace wangge::geo
