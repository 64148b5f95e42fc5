// Resolution times as a server knows them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "insight/resolution_times.h"
#include "services/wangge/client/connection.h"

namespace wangge::commands {

// All pages. query.now is not asked for: the server answers as of its own clock. Codes of
// AnalyticsService.QueryResolutionTimes.
absl::StatusOr<std::vector<insight::ResolutionRow>> QueryServer(const client::Connection& connection,
                                                                const insight::ResolutionQuery& query);

}  // namespace wangge::commands
