// Contenders measured side by side: round by round, setting by setting, one after the other in an order that turns, so
// that what disturbs the machine for a while disturbs all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "tests/bench/contest/contender.h"
#include "tests/bench/contest/figures.h"

namespace wangge::bench {

struct ContestOptions {
  int seconds = 8;
  int rounds = 5;
  std::function<void(const Cell&)> on_cell{};  // as each is measured
};

// Who begins in a round of a setting: each contender is first equally often. Pure.
std::vector<std::size_t> OrderOf(std::size_t contenders, int round, std::size_t setting);

// `calls` batches of reports.
absl::Status LoadReports(Contender& contender, std::uint64_t calls, std::uint64_t batch);

// Opens so many cases, of which one of twenty goes on: equally many of them stop after 1 ..= `stages` steps.
absl::Status LoadCases(Contender& contender, std::uint64_t cases, std::size_t stages);

// Finds in the first round what each sustains, and loads it with that for so many seconds in each round. The first
// error of a contender or a target that answers nothing ends it. Calls that fail are told on stderr.
absl::StatusOr<std::vector<Cell>> RunContest(const std::vector<std::unique_ptr<Contender>>& contenders,
                                             const std::vector<Setting>& settings, const ContestOptions& options);

}  // namespace wangge::bench
