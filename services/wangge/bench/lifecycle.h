// A case's whole life, measured: every action of the procedure's plain path, from report to close.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "catalog/config_files.h"

namespace wangge::bench {

struct LifecycleResult {
  std::uint64_t cases = 0;
  std::uint64_t transitions = 0;
  std::uint64_t syncs = 0;  // groups made durable; 0 where nothing is
  Duration wall{};
};

// Decide, Evolve and Project alone, one case after the other, on one core: `cases` lives, of which the first tenth only
// warms up. FAILED_PRECONDITION when a step is refused. `start` lies in the years of the calendar.
absl::StatusOr<LifecycleResult> RunCore(const std::vector<catalog::ConfigEdition>& editions, std::uint64_t cases,
                                        Timestamp start);

// Through the engine: the same step of `in_flight` cases is one group. `state` empty: in memory; else a fresh state on
// RocksDB in that folder, synced once a group.
absl::StatusOr<LifecycleResult> RunEngine(const std::vector<catalog::ConfigEdition>& editions, std::uint64_t cases,
                                          std::uint64_t in_flight, Timestamp start, const std::string& state);

}  // namespace wangge::bench
