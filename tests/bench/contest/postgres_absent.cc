#include "tests/bench/contest/postgres_contender.h"

namespace wangge::bench {

absl::StatusOr<std::unique_ptr<Contender>> MakePostgres(const std::string&, const simulate::City&, const LifePlan&) {
  return absl::UnimplementedError(
      "Expected a bench with PostgreSQL, but this one was built without libpq. Run deploy/packages/install bench, and "
      "build again.");
}

}  // namespace wangge::bench
