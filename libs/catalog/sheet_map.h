// How a city's sheets of filing conditions become a catalogue (schema and meaning:
// proto/wangge/config/v1/catalogue_map.proto), checked and ready to use. Immutable once loaded; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/limit_steps.h"

namespace wangge::catalog {

struct SheetMap {
  struct Sheet {
    std::string file{}, kind{}, category_prefix{};
  };
  // Names in the header of the CSV; empty: the sheets have no such column.
  struct Columns {
    std::string class_code{}, subclass_code{}, name{}, name_en{}, condition{}, condition_en{};
    std::string closing{}, closing_en{}, limit{};
  };
  struct Unit {
    std::string text{}, unit{};
  };
  struct Phrase {
    std::string text{};
    LimitSteps limit{};
  };

  std::string id{};
  std::string label{};
  std::vector<Sheet> sheets{};
  Columns columns{};
  std::vector<std::string> left_out{};
  std::vector<std::string> filled_down{};
  std::size_t code_digits = 2;
  std::vector<Unit> units{};
  std::vector<Phrase> phrases{};
  std::vector<std::string> step_separators{};
  std::vector<std::string> first_step_words{};
  std::string legal_basis{};
};

// INVALID_ARGUMENT "file:line:column: Expected ..., but ...": syntax, a field that is missing or wrong, a unit that no
// limit has, wd under a statute.
absl::StatusOr<SheetMap> LoadSheetMap(std::string_view body, std::string_view file_name);

// What the words of a limit say.
struct SheetLimit {
  LimitSteps steps{};
  bool is_first_step = false;  // then `steps.last` is the first of two, and the last one stands elsewhere
};

// A value of the column of limits, blanks dropped; digits may be full-width. nullopt: not understood.
std::optional<SheetLimit> ReadSheetLimit(const SheetMap& map, std::string_view text);

}  // namespace wangge::catalog
