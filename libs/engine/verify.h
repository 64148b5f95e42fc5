// Proves a state: the log's chain holds from the first record to the last, replaying it gives exactly the rows of the
// derived families, and the source rows that belong to it are there. Reads only; memory O(cases).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/ids.h"
#include "storage/store.h"

namespace wangge::engine {

struct VerifyReport {
  std::uint64_t records = 0;
  std::uint64_t cases = 0;
  std::uint64_t timers = 0;
  std::uint64_t requests = 0;
  std::uint64_t editions = 0;
  std::uint64_t faults = 0;                // all of them, also those not listed
  std::vector<std::string> fault_texts{};  // the first hundred
  bool ok() const { return faults == 0; }
};

// Told now and then how many records of the log have been read.
using VerifyProgress = std::function<void(std::uint64_t records)>;

// An error only when the state cannot be read at all; what is wrong in it stands in the report.
absl::StatusOr<VerifyReport> Verify(const storage::Snapshot& snapshot, domain::ShardId shard,
                                    const VerifyProgress& progress = {});

}  // namespace wangge::engine
