#include "base/rfc3339.h"
#include "base/status/text.h"
#include "catalog/csv_table.h"
#include "catalog/load.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

using domain::Absence;

const std::vector<std::string> kColumns{"absent", "role", "organisation", "area", "substitute", "from", "to"};
const std::vector<std::string> kOptionalColumns{"reason"};
constexpr std::string_view kEverywhere = "*";

struct Row {
  Absence absence{};
  std::size_t line = 0;
};

absl::StatusOr<Timestamp> ReadInstant(const CsvTable& table, const char* column) {
  const auto instant = ParseRfc3339(table.Field(column));
  if (instant) return *instant;
  return table.Fault(column, "Expected an instant such as 2026-07-01T00:00:00+08:00, but got \"" +
                                 std::string(table.Field(column)) + "\".");
}

absl::StatusOr<Absence> ReadRow(const CsvTable& table) {
  for (const char* column : {"absent", "role", "organisation", "substitute"}) {
    if (IsCode(table.Field(column))) continue;
    return table.Fault(column, "Expected an id (at most 64 bytes, without control characters), but got \"" +
                                   std::string(table.Field(column)) + "\".");
  }
  const std::string_view area = table.Field("area");
  if (!area.empty() && area != kEverywhere && !IsCode(area)) {
    return table.Fault("area", "Expected the beginning of a code, * (everywhere) or nothing (nowhere), but got \"" +
                                   std::string(area) + "\".");
  }
  Absence absence{.absent = std::string(table.Field("absent")),
                  .role = std::string(table.Field("role")),
                  .organisation = std::string(table.Field("organisation")),
                  .area = std::string(area),
                  .substitute = std::string(table.Field("substitute"))};
  if (absence.substitute == absence.absent) {
    return table.Fault("substitute", "Expected somebody else as substitute, but \"" + absence.absent +
                                         "\" would stand in for themselves.");
  }
  WANGGE_ASSIGN_OR_RETURN(absence.from, ReadInstant(table, "from"));
  WANGGE_ASSIGN_OR_RETURN(absence.to, ReadInstant(table, "to"));
  if (absence.from < absence.to) return absence;
  return table.Fault("to", "Expected an instant after \"from\", but it is not: at \"to\" the absence is over.");
}

bool Overlap(const Absence& a, const Absence& b) { return a.from < b.to && b.from < a.to; }

bool IsSamePlace(const Absence& a, const Absence& b) { return a.organisation == b.organisation && a.area == b.area; }

// Of `absence`, which stands in the row that the table is at, beside one that stands above it.
absl::Status CheckPair(const CsvTable& table, const Absence& absence, const Row& above) {
  if (!Overlap(absence, above.absence)) return absl::OkStatus();
  const std::string where = " in line " + std::to_string(above.line) + ", at the same time.";
  const bool is_same_person = absence.absent == above.absence.absent;
  if (is_same_person && absence.role == above.absence.role && IsSamePlace(absence, above.absence)) {
    return table.Fault("from", "Expected absences of one post that do not overlap, but \"" + absence.absent +
                                   "\" is away from it" + where);
  }
  if (is_same_person && absence.substitute == above.absence.substitute && !IsSamePlace(absence, above.absence)) {
    return table.Fault("substitute", "Expected \"" + absence.substitute + "\" to hold posts of one organisation and " +
                                         "area for \"" + absence.absent + "\", but holds another" + where +
                                         " Name another substitute for one of them.");
  }
  if (absence.substitute == above.absence.absent) {
    return table.Fault("substitute", "Expected a substitute who is there, but \"" + absence.substitute +
                                         "\" is away themselves" + where);
  }
  if (absence.absent == above.absence.substitute) {
    return table.Fault(
        "absent", "Expected a substitute who is there, but \"" + absence.absent + "\" stands in for somebody" + where);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<domain::Absences> LoadAbsences(std::string_view body, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(body, file_name, kColumns, kOptionalColumns));
  std::vector<Row> rows;
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const bool is_row, table.Next());
    if (!is_row) break;
    WANGGE_ASSIGN_OR_RETURN(Absence absence, ReadRow(table));
    for (const Row& above : rows) WANGGE_RETURN_IF_ERROR(CheckPair(table, absence, above));
    rows.push_back({std::move(absence), table.line()});
  }
  domain::Absences absences;
  for (Row& row : rows) absences.push_back(std::move(row.absence));
  return absences;
}

}  // namespace wangge::catalog
