#include "base/status/text.h"
#include "catalog/csv_table.h"
#include "catalog/load.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

const std::vector<std::string> kColumns{"category_prefix", "area_prefix", "unit"};
const std::vector<std::string> kOptionalColumns{"kind"};

absl::Status AddRow(const CsvTable& table, Responsibilities& responsibilities) {
  const std::string category(table.Field("category_prefix"));
  const std::string area(table.Field("area_prefix"));
  const std::string unit(table.Field("unit"));
  for (const char* column : {"category_prefix", "area_prefix"}) {
    const std::string_view prefix = table.Field(column);
    if (!prefix.empty() && !IsCode(prefix)) {
      return table.Fault(column,
                         "Expected the beginning of a code, or nothing, but got \"" + std::string(prefix) + "\".");
    }
  }
  if (!IsCode(unit)) return table.Fault("unit", "Expected the code of a unit, but got \"" + unit + "\".");
  const std::string_view kind_text = table.Field("kind");
  const auto kind = kind_text.empty() ? BodyKind::kMaintaining : ParseBodyKind(kind_text);
  if (!kind) {
    return table.Fault("kind",
                       "Expected maintaining, owning, supervising or territorial, or nothing (maintaining), "
                       "but got \"" +
                           std::string(kind_text) + "\".");
  }
  if (responsibilities.Add(*kind, category, area, unit)) return absl::OkStatus();
  return table.Fault("category_prefix", "Expected each pair of prefixes once for a kind, but \"" + category +
                                            "\" with \"" + area + "\" stands twice.");
}

}  // namespace

absl::StatusOr<Responsibilities> LoadResponsibilities(std::string_view body, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(body, file_name, kColumns, kOptionalColumns));
  Responsibilities responsibilities;
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const bool is_row, table.Next());
    if (!is_row) return responsibilities;
    WANGGE_RETURN_IF_ERROR(AddRow(table, responsibilities));
  }
}

}  // namespace wangge::catalog
