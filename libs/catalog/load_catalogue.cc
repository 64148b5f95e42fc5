#include <map>

#include "base/status/text.h"
#include "catalog/csv_table.h"
#include "catalog/load.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

const std::vector<std::string> kColumns{"category", "kind",      "class",          "subclass",          "name",
                                        "name_en",  "condition", "condition_name", "condition_name_en", "limit",
                                        "closing",  "closing_en"};

// What must be the same on every row of a category.
struct CategoryRow {
  std::string kind{};
  std::string main{};
  std::string sub{};
  domain::Label label{};
  std::size_t line = 0;
  bool SaysTheSame(const CategoryRow& other) const {
    return kind == other.kind && main == other.main && sub == other.sub && label == other.label;
  }
};

absl::Status CheckFields(const CsvTable& table) {
  for (const char* column : {"category", "condition"}) {
    if (!IsCode(table.Field(column))) {
      return table.Fault(column, "Expected the code of a " + std::string(column) +
                                     " (at most 64 bytes, without control characters), but got \"" +
                                     std::string(table.Field(column)) + "\".");
    }
  }
  for (const char* column : {"kind", "class", "subclass", "name", "name_en", "condition_name", "condition_name_en"}) {
    if (table.Field(column).empty()) {
      return table.Fault(column, "Expected a value in column \"" + std::string(column) + "\", but it is empty.");
    }
  }
  if (table.Field("closing").empty() != table.Field("closing_en").empty()) {
    return table.Fault("closing_en", "Expected closing and closing_en together, but one is empty.");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<domain::Limit>> ReadLimit(const CsvTable& table) {
  const std::string_view text = table.Field("limit");
  if (text.empty()) return std::optional<domain::Limit>{};
  const std::optional<domain::Limit> limit = domain::ParseLimit(text);
  if (limit) return limit;
  return table.Fault("limit",
                     "Expected a limit such as 30um, 2uh, 1ud or 5nd, or none, but got \"" + std::string(text) + "\".");
}

class Reader {
 public:
  absl::Status Add(const CsvTable& table) {
    WANGGE_RETURN_IF_ERROR(CheckFields(table));
    WANGGE_RETURN_IF_ERROR(AddCategory(table));
    return AddCondition(table);
  }
  domain::Catalogue Take() {
    catalogue_.Seal();
    return std::move(catalogue_);
  }

 private:
  absl::Status AddCategory(const CsvTable& table) {
    const std::string id(table.Field("category"));
    CategoryRow row{.kind = std::string(table.Field("kind")),
                    .main = std::string(table.Field("class")),
                    .sub = std::string(table.Field("subclass")),
                    .label = {std::string(table.Field("name")), std::string(table.Field("name_en"))},
                    .line = table.line()};
    const auto [known, is_new] = categories_.emplace(id, row);
    if (is_new) catalogue_.Add(domain::Category{.id = id, .label = std::move(row.label)});
    if (is_new || known->second.SaysTheSame(row)) return absl::OkStatus();
    return table.Fault("category", "Expected category \"" + id + "\" as in line " + std::to_string(known->second.line) +
                                       ", but its kind, class, subclass or name is another.");
  }

  absl::Status AddCondition(const CsvTable& table) {
    const std::string id(table.Field("condition"));
    const auto [known, is_new] = conditions_.emplace(id, table.line());
    if (!is_new) {
      return table.Fault("condition", "Expected each condition once, but \"" + id + "\" stands in line " +
                                          std::to_string(known->second) + " too.");
    }
    WANGGE_ASSIGN_OR_RETURN(const std::optional<domain::Limit> limit, ReadLimit(table));
    catalogue_.Add(domain::Condition{
        .id = id,
        .category = std::string(table.Field("category")),
        .label = {std::string(table.Field("condition_name")), std::string(table.Field("condition_name_en"))},
        .limit = limit});
    return absl::OkStatus();
  }

  std::map<std::string, CategoryRow> categories_;
  std::map<std::string, std::size_t> conditions_;
  domain::Catalogue catalogue_;
};

}  // namespace

absl::StatusOr<domain::Catalogue> LoadCatalogue(std::string_view body, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(body, file_name, kColumns));
  Reader reader;
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const bool is_row, table.Next());
    if (!is_row) return reader.Take();
    WANGGE_RETURN_IF_ERROR(reader.Add(table));
  }
}

}  // namespace wangge::catalog
