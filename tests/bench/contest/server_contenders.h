// The contenders behind gRPC: ours, and the bare server in its two ways. Each is a process of its own with its files in
// a folder of its own.
#pragma once

#include <memory>
#include <string>

#include "tests/bench/contest/bare_server.h"
#include "tests/bench/contest/contender.h"
#include "tests/bench/contest/life_plan.h"

namespace wangge::bench {

struct ServerPlace {
  std::string folder{};  // exists
  std::string config{};  // the product's configuration; empty: found as ConfigDir finds it
  bool manual_clock = false;
};

// The built program beside this one, serving the demo city. `plan` outlives it.
absl::StatusOr<std::unique_ptr<Contender>> StartWangge(const ServerPlace& place, const LifePlan& plan);

// This program again, as RunBareServer. It takes part in kIntake alone: appending each report with a sync of its own
// not in batches, which would only be the same again.
absl::StatusOr<std::unique_ptr<Contender>> StartBare(const ServerPlace& place, Append append);

}  // namespace wangge::bench
