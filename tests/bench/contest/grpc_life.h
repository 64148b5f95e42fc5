// Whole lives of cases over the public services of ours: reported, looked up, then acted on step by step, each step by
// another post with its own token and with the etag of the answer before.
#pragma once

#include <memory>

#include "services/wangge/client/connection.h"
#include "tests/bench/contest/contender.h"
#include "tests/bench/contest/life_plan.h"

namespace wangge::bench {

// `access` holds the development keys; `plan` outlives it. Codes of Connection::Open.
absl::StatusOr<std::unique_ptr<Target>> GrpcLife(const client::Access& access, const LifePlan& plan,
                                                 const Setting& setting);

}  // namespace wangge::bench
