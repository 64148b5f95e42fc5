#include <charconv>
#include <map>

#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/csv_table.h"
#include "catalog/limit_steps.h"
#include "catalog/load.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

const std::vector<std::string> kColumns{"category", "kind",      "class",          "subclass",          "name",
                                        "name_en",  "condition", "condition_name", "condition_name_en", "limit",
                                        "closing",  "closing_en"};
// Editions from before these columns have none of them, and stay readable.
const std::vector<std::string> kOptionalColumns{"photos", "legal_basis", "valid_from", "valid_to"};

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

absl::StatusOr<std::optional<LimitSteps>> ReadLimit(const CsvTable& table) {
  const std::string_view text = table.Field("limit");
  if (text.empty()) return std::optional<LimitSteps>{};
  if (const auto steps = ParseLimitSteps(text)) return steps;
  return table.Fault("limit",
                     "Expected a limit such as 30um, 2uh, 4wh or 5wd, two steps such as 1uh/5wd (make safe, then "
                     "restore), or none, but got \"" +
                         std::string(text) + "\". Write a whole number and a unit for each step.");
}

absl::StatusOr<domain::LegalBasis> ReadBasis(const CsvTable& table, const std::optional<LimitSteps>& limit) {
  const std::string_view text = table.Field("legal_basis");
  if (text.empty() || text == "local") return domain::LegalBasis::kLocal;
  if (text != "statute") {
    return table.Fault("legal_basis", "Expected statute or local, or nothing (local), but got \"" + std::string(text) +
                                          "\". Write statute where a law itself sets the limit.");
  }
  const auto days = limit ? WorkingDayStep(*limit) : std::nullopt;
  if (!days) return domain::LegalBasis::kStatute;
  return table.Fault("limit", "Expected the days of a statute in sw, but got \"" + domain::FormatLimit(*days) +
                                  "\", which counts hours of work from the very start. Write " +
                                  std::to_string(days->amount) + "sw, or local as the legal_basis.");
}

absl::Status ReadPhotos(const CsvTable& table, domain::Condition& condition) {
  const std::string_view text = table.Field("photos");
  if (text.empty()) return absl::OkStatus();
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, condition.photos);
  const bool is_number = error == std::errc{} && stop == end && condition.photos >= 0;
  if (is_number && static_cast<std::size_t>(condition.photos) <= limits::kAttachmentsMax) return absl::OkStatus();
  return table.Fault("photos", "Expected a number of photos from 0 to " + std::to_string(limits::kAttachmentsMax) +
                                   ", or nothing, but got \"" + std::string(text) +
                                   "\". One step of a case takes no more.");
}

absl::Status ReadDay(const CsvTable& table, const char* column, std::optional<domain::Day>& day) {
  const std::string_view text = table.Field(column);
  if (text.empty()) return absl::OkStatus();
  day = domain::ParseDay(text);
  if (day) return absl::OkStatus();
  return table.Fault(column, "Expected a day that exists, as 2026-02-17, or nothing, but got \"" + std::string(text) +
                                 "\". Leave it empty where the condition has no such end.");
}

absl::Status ReadValidity(const CsvTable& table, domain::Condition& condition) {
  WANGGE_RETURN_IF_ERROR(ReadDay(table, "valid_from", condition.valid_from));
  WANGGE_RETURN_IF_ERROR(ReadDay(table, "valid_to", condition.valid_to));
  if (!condition.valid_from || !condition.valid_to || *condition.valid_from <= *condition.valid_to) {
    return absl::OkStatus();
  }
  return table.Fault("valid_to", "Expected a day from valid_from (" + domain::FormatDay(*condition.valid_from) +
                                     ") on, but got \"" + domain::FormatDay(*condition.valid_to) +
                                     "\". valid_to is the last day that counts.");
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
    if (is_new)
      catalogue_.Add(
          domain::Category{.id = id, .label = row.label, .kind = row.kind, .main = row.main, .subclass = row.sub});
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
    domain::Condition condition{
        .id = id,
        .category = std::string(table.Field("category")),
        .label = {std::string(table.Field("condition_name")), std::string(table.Field("condition_name_en"))},
        .closing = {std::string(table.Field("closing")), std::string(table.Field("closing_en"))}};
    WANGGE_ASSIGN_OR_RETURN(const std::optional<LimitSteps> limit, ReadLimit(table));
    if (limit) condition.limit = limit->last;
    if (limit) condition.secure_limit = limit->secure;
    WANGGE_ASSIGN_OR_RETURN(condition.basis, ReadBasis(table, limit));
    WANGGE_RETURN_IF_ERROR(ReadPhotos(table, condition));
    WANGGE_RETURN_IF_ERROR(ReadValidity(table, condition));
    catalogue_.Add(std::move(condition));
    return absl::OkStatus();
  }

  std::map<std::string, CategoryRow> categories_;
  std::map<std::string, std::size_t> conditions_;
  domain::Catalogue catalogue_;
};

}  // namespace

absl::StatusOr<domain::Catalogue> LoadCatalogue(std::string_view body, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(body, file_name, kColumns, kOptionalColumns));
  Reader reader;
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const bool is_row, table.Next());
    if (!is_row) return reader.Take();
    WANGGE_RETURN_IF_ERROR(reader.Add(table));
  }
}

}  // namespace wangge::catalog
