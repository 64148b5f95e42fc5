// An SQLite database of somebody else, opened for reading: statements that end with their scope, errors as values. Used
// by geopackage.cc alone. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "absl/status/statusor.h"

struct sqlite3;
struct sqlite3_stmt;

namespace wangge::geo {

// NULL, INTEGER, REAL, TEXT or BLOB (as its bytes).
struct SqliteBlob {
  std::string bytes{};
};
using SqliteValue = std::variant<std::monostate, std::int64_t, double, std::string, SqliteBlob>;

class SqliteRows {
 public:
  // Whether there is a row. INVALID_ARGUMENT: the database is damaged.
  absl::StatusOr<bool> Next();
  SqliteValue Value(int column) const;
  // Empty where the value is no text.
  std::string Text(int column) const;

 private:
  friend class SqliteFile;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  explicit SqliteRows(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class SqliteFile {
 public:
  // INVALID_ARGUMENT: not a database. Its own views and triggers may not call functions that do harm.
  static absl::StatusOr<SqliteFile> Open(const std::string& path);
  // `text` is one of ours; `argument` stands for its `?`. INVALID_ARGUMENT: a table or column is missing.
  absl::StatusOr<SqliteRows> Query(const std::string& text, std::optional<std::string> argument = {}) const;

 private:
  struct Close {
    void operator()(sqlite3* database) const;
  };
  explicit SqliteFile(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, Close> database_;
};

// A name of the file's own, for a query: in double quotes.
std::string QuotedName(std::string_view name);

}  // namespace wangge::geo
