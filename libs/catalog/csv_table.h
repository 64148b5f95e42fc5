// A spreadsheet with a fixed set of columns, read row by row. For sources of this library. Owned by one reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/csv/csv_reader.h"

namespace wangge::catalog {

class CsvTable {
 public:
  // `body` as CSV whose header names exactly `columns`, and any of `optional`, in any order. INVALID_ARGUMENT with
  // file:line:column: text that is not UTF-8, a column that is missing, unknown or twice.
  static absl::StatusOr<CsvTable> Open(std::string_view body, std::string_view file_name,
                                       const std::vector<std::string>& columns,
                                       const std::vector<std::string>& optional = {});

  // False at the end. INVALID_ARGUMENT: a row that is no CSV or has more or fewer fields than the header.
  absl::StatusOr<bool> Next();

  // Of the row that Next gave; `column` is one of those that Open took, and empty where an optional one is not there.
  // Blanks at both ends are dropped.
  std::string_view Field(std::string_view column) const;

  std::size_t line() const { return row_.line; }

  // INVALID_ARGUMENT "file:line:column: " and the text.
  absl::Status Fault(std::string_view column, std::string_view text) const { return FaultAt(row_.line, column, text); }
  absl::Status FaultAt(std::size_t line, std::string_view column, std::string_view text) const;

 private:
  CsvTable(CsvReader reader, std::string_view file_name) : reader_(std::move(reader)), file_name_(file_name) {}
  absl::Status CheckHeader(const std::vector<std::string>& columns, const std::vector<std::string>& optional) const;
  std::size_t IndexOf(std::string_view column) const;  // the number of columns when the header has none of that name

  CsvReader reader_;
  std::string file_name_;
  CsvRow row_{};
};

}  // namespace wangge::catalog
