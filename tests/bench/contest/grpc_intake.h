// Reports sent over ReportService, as a phone or a channel with many reports sends them: of ours, and of what stands in
// for the bare RPC layer.
#pragma once

#include <memory>

#include "services/wangge/client/connection.h"
#include "tests/bench/contest/contender.h"

namespace wangge::bench {

// SubmitReport, or a stream of SubmitReports for each slot, with a batch under way. `connection` outlives it.
std::unique_ptr<Target> GrpcIntake(const client::Connection& connection, const Setting& setting);

}  // namespace wangge::bench
