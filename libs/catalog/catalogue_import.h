// A city's sheets of filing conditions (CSV) to a catalogue in our own format. Rows that are not understood are told
// one by one and never left out in silence. Owned by one caller; the map outlives it. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "catalog/sheet_map.h"

namespace wangge::catalog {

// What became of a sheet. `rows` = `conditions` + `faults.size()`; rows without any value are not counted.
struct SheetCounts {
  std::string file{};
  std::string kind{};
  std::size_t rows = 0;
  std::size_t categories = 0;
  std::size_t conditions = 0;
  std::size_t two_steps = 0;
  std::map<std::string, std::size_t> by_unit{};  // of the limit, of its first step where it has two
  std::vector<std::string> faults{};             // "file:line:column: Expected ..., but ...", a row each
};

class CatalogueImport {
 public:
  explicit CatalogueImport(const SheetMap& map) : map_(map) {}

  // Takes a sheet; `file_name` stands in faults. INVALID_ARGUMENT "file:line:column: ..." when it cannot be read at
  // all: text that is not UTF-8, no header, a column that the map names and the header lacks, one that the map does
  // not name. Nothing of the sheet is then taken.
  absl::Status Add(const SheetMap::Sheet& sheet, std::string_view body, std::string_view file_name);

  const std::vector<SheetCounts>& sheets() const { return sheets_; }
  // True while every English name so far was the sheet's own.
  bool has_english() const { return has_english_; }

  // What LoadCatalogue takes: header and rows, in the order of the sheets. INVALID_ARGUMENT when there is no row.
  absl::StatusOr<std::string> Csv() const;

 private:
  const SheetMap& map_;
  std::vector<SheetCounts> sheets_;
  std::map<std::string, std::string, std::less<>> names_;  // category → what it is, and where that stands
  std::string rows_;
  bool has_english_ = true;
};

}  // namespace wangge::catalog
