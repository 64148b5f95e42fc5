// Pages of lists over the public service of ours.
#pragma once

#include <memory>

#include "services/wangge/client/connection.h"
#include "tests/bench/contest/contender.h"
#include "tests/bench/contest/life_plan.h"

namespace wangge::bench {

// `access` holds the development keys; `plan` outlives it. Reads some numbers first, so that there must be cases.
absl::StatusOr<std::unique_ptr<Target>> GrpcPages(const client::Access& access, const LifePlan& plan,
                                                  const Setting& setting);

}  // namespace wangge::bench
