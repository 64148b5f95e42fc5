// PostgreSQL 15 with PostGIS doing the same work by the best means it has: postgres.sql tells what they are.
#pragma once

#include <memory>
#include <string>

#include "services/wangge/simulate/city.h"
#include "tests/bench/contest/contender.h"
#include "tests/bench/contest/life_plan.h"

namespace wangge::bench {

// A libpq connection string of an empty database of a running server on this machine, whose superuser it names.
inline constexpr const char* kPostgresPlace = "WANGGE_BENCH_POSTGRES";

// Sessions that share a server of few cores: more only take turns. Calls beyond wait before they are sent.
inline constexpr std::size_t kPostgresSessionsMax = 64;

// Makes tables and functions there and loads the city's layers. `plan` outlives it. UNIMPLEMENTED: this build has no
// libpq.
absl::StatusOr<std::unique_ptr<Contender>> MakePostgres(const std::string& place, const simulate::City& city,
                                                        const LifePlan& plan);

}  // namespace wangge::bench
