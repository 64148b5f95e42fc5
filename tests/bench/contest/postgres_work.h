// Loads of PostgreSQL: reports, lives of cases, one statement a step, pages of lists, and deadlines. Each opens
// sessions of its own.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>

#include "tests/bench/contest/contender.h"
#include "tests/bench/contest/life_plan.h"

namespace wangge::bench {

absl::StatusOr<std::unique_ptr<Target>> PostgresIntake(const std::string& place, const Setting& setting);
// `plan` outlives it.
absl::StatusOr<std::unique_ptr<Target>> PostgresLife(const std::string& place, const LifePlan& plan,
                                                     const Setting& setting);

// Pages of lists; `plan` outlives it. There must be cases.
absl::StatusOr<std::unique_ptr<Target>> PostgresPages(const std::string& place, const LifePlan& plan,
                                                      const Setting& setting);

// Spreads all deadlines that are armed over slices of kFireSlice, in the order of cases.
absl::Status PostgresArm(PGconn* connection, std::uint64_t per_slice);
// Each call fires those of one more slice; `slices` counts them and outlives it.
absl::StatusOr<std::unique_ptr<Target>> PostgresFires(const std::string& place, const Setting& setting,
                                                      std::uint64_t& slices);

}  // namespace wangge::bench
