// Base counts as a server knows them.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "catalog/campaign.h"
#include "insight/case_counts.h"
#include "services/wangge/client/connection.h"

namespace wangge::commands {

// As of now. The units' own only with `by_unit`. Codes of AnalyticsService.QueryCounts.
absl::StatusOr<insight::CaseCounts> QueryServerCounts(const client::Connection& connection,
                                                      const std::optional<catalog::Campaign>& campaign, bool by_unit);

}  // namespace wangge::commands
