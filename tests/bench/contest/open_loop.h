// An open loop: calls are due at fixed instants, whatever the target does meanwhile, and the latency of each is counted
// from the instant at which it was due. A target that stands still for a second so shows a second of late calls, not
// one late call.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "tests/bench/contest/target.h"

namespace wangge::bench {

using SteadyClock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::nanoseconds;

// When the calls of a load are due. Pure.
struct Arrivals {
  double calls_per_s = 0;  // 0: all at once, so that a call begins as soon as another ends
  Nanoseconds length{};    // none is due at this instant or later
  // How long after `length` calls that were due are still begun; of none when they are not paced.
  Nanoseconds backlog_max = std::chrono::seconds(2);

  std::uint64_t calls_max = 0;  // of a load that is not paced; 0: as many as there is time for

  bool IsPaced() const { return calls_per_s > 0; }
  // How many are due; the most there can be when they are not paced.
  std::uint64_t Count() const;
  // Of the call with this number, counted from 0, after the start.
  Nanoseconds DueAfter(std::uint64_t number) const;
};

struct LoopResult {
  std::uint64_t acked = 0;  // events
  std::uint64_t calls = 0;  // answered, with or without success
  std::uint64_t failed = 0;
  std::uint64_t unsent = 0;      // due, but not begun in time
  absl::Status first_failure{};  // OK: none
  Nanoseconds wall{};            // from the start to the last answer, but not less than the load's length
  // From due to answered, of the calls that succeeded; of the unsent: to the end of sending.
  std::vector<Nanoseconds> late{};
};

// Blocks until every call that was begun is answered. Of a load that is not paced, latencies count from the beginning
// of a call.
LoopResult RunLoad(Target& target, const Arrivals& arrivals);

}  // namespace wangge::bench
