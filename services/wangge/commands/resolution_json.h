// Resolution times as text: a JSON object a group, or a table for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "insight/resolution_times.h"

namespace wangge::commands {

// "unit", "category", "area", "source"; INVALID_ARGUMENT for anything else, or one that stands twice.
absl::StatusOr<std::vector<insight::GroupBy>> ParseGroups(const std::vector<std::string>& names);
std::string_view NameOf(insight::GroupBy group);

// One line of JSON, seconds with six decimals at most.
std::string ResolutionJson(const std::vector<insight::GroupBy>& groups, const insight::ResolutionRow& row);
std::string ResolutionTable(const std::vector<insight::GroupBy>& groups,
                            const std::vector<insight::ResolutionRow>& rows);

}  // namespace wangge::commands
