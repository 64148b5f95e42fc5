// Resolution times as a server knows them.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "insight/resolution_times.h"
#include "services/wangge/client/connection.h"
#include "services/wangge/commands/instant.h"

namespace wangge::commands {

// All pages. `from` and `to` stand for those of the query, and query.now is not asked for: the server answers as of its
// own clock. Codes of AnalyticsService.QueryResolutionTimes.
absl::StatusOr<std::vector<insight::ResolutionRow>> QueryServer(const client::Connection& connection,
                                                                const insight::ResolutionQuery& query,
                                                                const InstantOrDay& from, const InstantOrDay& to);

}  // namespace wangge::commands
