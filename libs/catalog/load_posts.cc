#include "base/status/text.h"
#include "catalog/csv_table.h"
#include "catalog/load.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

constexpr std::string_view kEverywhere = "*";

}  // namespace

absl::StatusOr<std::vector<domain::Actor>> LoadPosts(std::string_view body, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(body, file_name, {"actor", "role", "organisation", "area"}));
  std::vector<domain::Actor> posts;
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return posts;
    for (const char* column : {"actor", "role", "organisation"}) {
      if (IsCode(table.Field(column))) continue;
      return table.Fault(column, "Expected an id (at most 64 bytes, without control characters), but got \"" +
                                     std::string(table.Field(column)) + "\".");
    }
    const std::string_view area = table.Field("area");
    if (!area.empty() && area != kEverywhere && !IsCode(area)) {
      return table.Fault("area", "Expected the beginning of a code, * (everywhere) or nothing (nowhere), but got \"" +
                                     std::string(area) + "\".");
    }
    posts.push_back({.id = std::string(table.Field("actor")),
                     .organisation = std::string(table.Field("organisation")),
                     .area = std::string(area),
                     .roles = {std::string(table.Field("role"))}});
  }
}

}  // namespace wangge::catalog
