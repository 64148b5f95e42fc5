#include "geo/files/sqlite_file.h"

#include <sqlite3.h>

#include "base/limits.h"
#include "base/status/text.h"

namespace wangge::geo {
namespace {

absl::Status Damaged(sqlite3* database) {
  return InvalidArgument("Expected a GeoPackage, but SQLite cannot read it: " + std::string(sqlite3_errmsg(database)));
}

}  // namespace

void SqliteRows::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void SqliteFile::Close::operator()(sqlite3* database) const { sqlite3_close(database); }

absl::StatusOr<bool> SqliteRows::Next() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  return Damaged(sqlite3_db_handle(statement_.get()));
}

SqliteValue SqliteRows::Value(int column) const {
  sqlite3_stmt* row = statement_.get();
  const auto bytes = [&](const void* begin) {
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
    return begin == nullptr ? std::string() : std::string(static_cast<const char*>(begin), size);
  };
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(row, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(row, column);
    case SQLITE_TEXT:
      return bytes(sqlite3_column_text(row, column));
    case SQLITE_BLOB:
      return SqliteBlob{bytes(sqlite3_column_blob(row, column))};
    default:
      return std::monostate();
  }
}

std::string SqliteRows::Text(int column) const {
  const SqliteValue value = Value(column);
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? "" : *text;
}

absl::StatusOr<SqliteFile> SqliteFile::Open(const std::string& path) {
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE, nullptr);
  SqliteFile file(opened);
  if (result != SQLITE_OK) return Damaged(opened);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, static_cast<int>(limits::kConfigBodyBytesMax));
  if (sqlite3_exec(opened, "PRAGMA cell_size_check = ON", nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Damaged(opened);
  }
  return file;
}

absl::StatusOr<SqliteRows> SqliteFile::Query(const std::string& text, std::optional<std::string> argument) const {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), text.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    return Damaged(database_.get());
  }
  SqliteRows rows(statement);
  if (argument.has_value()) {
    sqlite3_bind_text(statement, 1, argument->data(), static_cast<int>(argument->size()), SQLITE_TRANSIENT);
  }
  return rows;
}

std::string QuotedName(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

}  // namespace wangge::geo
