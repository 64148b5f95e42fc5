#include "geo/files/testing/package_writer.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <bit>
#include <filesystem>

namespace wangge::geo {
namespace {

void Append(std::uint64_t number, int bytes, std::string& text) {
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(number >> (8 * i) & 0xff));
}

void Append(double number, std::string& text) { Append(std::bit_cast<std::uint64_t>(number), 8, text); }

std::string Quoted(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

std::string SystemRow(int id) {
  const std::string code = std::to_string(id);
  return "INSERT INTO gpkg_spatial_ref_sys VALUES('" + code + "'," + code + ",'EPSG'," + code + ",'undefined',NULL);";
}

}  // namespace

PackageWriter::PackageWriter(const std::string& path) {
  std::filesystem::remove(path);
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  database_ = database;
  Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  Run("CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,"
      "organization_coordsys_id INTEGER, definition TEXT, description TEXT);"
      "CREATE TABLE gpkg_contents(table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, srs_id INTEGER);"
      "CREATE TABLE gpkg_geometry_columns(table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER,"
      "z INTEGER, m INTEGER);" +
      SystemRow(4326) + SystemRow(4490) + SystemRow(4549));
}

PackageWriter::~PackageWriter() { sqlite3_close(static_cast<sqlite3*>(database_)); }

void PackageWriter::Run(const std::string& sql) {
  char* fault = nullptr;
  EXPECT_EQ(sqlite3_exec(static_cast<sqlite3*>(database_), sql.c_str(), nullptr, nullptr, &fault), SQLITE_OK) << fault;
  sqlite3_free(fault);
}

void PackageWriter::AddTable(const std::string& name, const std::string& key, const std::string& type, int srs_id) {
  Run("CREATE TABLE " + Quoted(name) + "(fid INTEGER PRIMARY KEY, geom BLOB, " + Quoted(key) + " " + type + ");" +
      "INSERT INTO gpkg_contents VALUES('" + name + "','features','" + name + "'," + std::to_string(srs_id) + ");" +
      "INSERT INTO gpkg_geometry_columns VALUES('" + name + "','geom','POLYGON'," + std::to_string(srs_id) + ",0,0);");
}

void PackageWriter::AddRow(const std::string& table, const std::string& value, const std::string& blob) {
  sqlite3_stmt* statement = nullptr;
  const std::string sql = "INSERT INTO " + Quoted(table) + " VALUES(NULL, ?, " + value + ")";
  ASSERT_EQ(sqlite3_prepare_v2(static_cast<sqlite3*>(database_), sql.c_str(), -1, &statement, nullptr), SQLITE_OK);
  if (!blob.empty()) sqlite3_bind_blob(statement, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
  EXPECT_EQ(sqlite3_step(statement), SQLITE_DONE);
  sqlite3_finalize(statement);
}

std::string PolygonBlob(const MapPolygon& polygon, std::int32_t srs_id) {
  std::string blob("GP\0\x03", 4);  // little-endian, an envelope of four numbers
  Append(static_cast<std::uint32_t>(srs_id), 4, blob);
  for (int i = 0; i < 4; ++i) Append(0.0, blob);
  Append(1, 1, blob);
  Append(3, 4, blob);
  Append(polygon.size(), 4, blob);
  for (const MapRing& ring : polygon) {
    Append(ring.size(), 4, blob);
    for (const MapPoint& p : ring) {
      Append(p.x, blob);
      Append(p.y, blob);
    }
  }
  return blob;
}

}  // namespace wangge::geo
