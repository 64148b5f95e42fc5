#include <map>
#include <set>

#include "base/status/text.h"
#include "catalog/csv_table.h"
#include "catalog/load.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

const std::vector<std::string> kColumns{"code", "name", "name_en", "kind", "parent", "areas"};
constexpr std::string_view kUnitKind = "unit";

using Lines = std::map<std::string, std::size_t, std::less<>>;  // of each code

absl::Status AddRow(const CsvTable& table, domain::Organisations& organisations, Lines& lines) {
  const std::string code(table.Field("code"));
  if (!IsCode(code)) {
    return table.Fault("code",
                       "Expected a code (at most 64 bytes, without control characters), but got \"" + code + "\".");
  }
  for (const char* column : {"name", "name_en", "kind"}) {
    if (table.Field(column).empty()) {
      return table.Fault(column, "Expected a value in column \"" + std::string(column) + "\", but it is empty.");
    }
  }
  const auto kind =
      table.Field("kind") == kUnitKind ? domain::OrganisationKind::kUnit : domain::OrganisationKind::kOther;
  domain::Organisation organisation{.label = {std::string(table.Field("name")), std::string(table.Field("name_en"))},
                                    .kind = kind,
                                    .parent = std::string(table.Field("parent"))};
  const auto [line, is_new] = lines.emplace(code, table.line());
  if (!is_new) {
    return table.Fault("code", "Expected each code once, but \"" + code + "\" stands in line " +
                                   std::to_string(line->second) + " too.");
  }
  organisations.emplace(code, std::move(organisation));
  return absl::OkStatus();
}

absl::Status CheckParents(const CsvTable& table, const domain::Organisations& organisations, const Lines& lines) {
  std::set<std::string, std::less<>> rooted;  // known to lead up to an organisation without a parent
  for (const auto& [code, organisation] : organisations) {
    std::set<std::string, std::less<>> chain;
    std::string_view at = code;
    while (!at.empty() && !rooted.contains(at)) {
      if (!chain.emplace(at).second) {
        return table.FaultAt(
            lines.find(at)->second, "parent",
            "Expected parents that lead upwards, but \"" + std::string(at) + "\" is its own ancestor.");
      }
      const std::string& parent = organisations.find(at)->second.parent;
      if (!parent.empty() && !organisations.contains(parent)) {
        return table.FaultAt(lines.find(at)->second, "parent",
                             "Expected the code of an organisation as parent, but \"" + parent + "\" is none.");
      }
      at = parent;
    }
    rooted.merge(chain);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<domain::Organisations> LoadOrganisations(std::string_view body, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(body, file_name, kColumns));
  domain::Organisations organisations;
  Lines lines;
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const bool is_row, table.Next());
    if (!is_row) break;
    WANGGE_RETURN_IF_ERROR(AddRow(table, organisations, lines));
  }
  WANGGE_RETURN_IF_ERROR(CheckParents(table, organisations, lines));
  return organisations;
}

}  // namespace wangge::catalog
