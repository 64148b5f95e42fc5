#include "catalog/csv_table.h"

#include <algorithm>
#include <utility>

#include "base/file/byte_source.h"
#include "base/status/text.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

bool IsOneOf(const std::vector<std::string>& columns, std::string_view column) {
  return std::ranges::find(columns, column) != columns.end();
}

}  // namespace

absl::StatusOr<CsvTable> CsvTable::Open(std::string_view body, std::string_view file_name,
                                        const std::vector<std::string>& columns,
                                        const std::vector<std::string>& optional) {
  if (const std::size_t line = FirstLineNotUtf8(body); line != 0) {
    return InvalidArgument(std::string(file_name) + ":" + std::to_string(line) +
                           ":1: Expected UTF-8 text, but this line is not. Save the spreadsheet as CSV UTF-8.");
  }
  CsvTable table(CsvReader(ByteSource::OfText(std::string(body)), std::string(file_name)), file_name);
  WANGGE_RETURN_IF_ERROR(table.reader_.ReadHeader());
  WANGGE_RETURN_IF_ERROR(table.CheckHeader(columns, optional));
  return table;
}

absl::Status CsvTable::CheckHeader(const std::vector<std::string>& columns,
                                   const std::vector<std::string>& optional) const {
  const std::vector<std::string>& header = reader_.header();
  for (const std::string& column : columns) {
    if (!IsOneOf(header, column)) {
      return InvalidArgument(file_name_ + ":1:1: Expected a column \"" + column + "\", but the header has none.");
    }
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (!IsOneOf(columns, header[i]) && !IsOneOf(optional, header[i])) {
      return InvalidArgument(file_name_ + ":1:" + std::to_string(i + 1) + ": Expected only known columns, but \"" +
                             header[i] + "\" is none of them.");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvTable::Next() {
  WANGGE_ASSIGN_OR_RETURN(const bool is_row, reader_.Next(row_));
  if (is_row && row_.fields.size() != reader_.header().size()) {
    return InvalidArgument(file_name_ + ":" + std::to_string(row_.line) + ":1: Expected " +
                           std::to_string(reader_.header().size()) + " fields, but the row has " +
                           std::to_string(row_.fields.size()) + ".");
  }
  return is_row;
}

std::size_t CsvTable::IndexOf(std::string_view column) const {
  const std::vector<std::string>& header = reader_.header();
  return static_cast<std::size_t>(std::ranges::find(header, column) - header.begin());
}

std::string_view CsvTable::Field(std::string_view column) const {
  const std::size_t index = IndexOf(column);
  return index < row_.fields.size() ? Trim(row_.fields[index]) : std::string_view();
}

absl::Status CsvTable::FaultAt(std::size_t line, std::string_view column, std::string_view text) const {
  return InvalidArgument(file_name_ + ":" + std::to_string(line) + ":" + std::to_string(IndexOf(column) + 1) + ": " +
                         std::string(text));
}

}  // namespace wangge::catalog
