// The rows by which repeated requests find their first answer are kept for some time only. Beside the engine, while it
// runs: it never writes a row that is there, and a row that goes is one that it may or may not have found.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "domain/ids.h"
#include "storage/committer.h"
#include "storage/store.h"

namespace wangge::engine {

// A client that asks again after so long a time, counted in the times of the log, is asking anew.
inline constexpr Duration kRequestsKept = Days(90);
// Records looked at by one sweep: some ten milliseconds.
inline constexpr std::size_t kSweptRecordsMax = 10'000;

struct RequestSweep {
  std::uint64_t removed = 0;
  bool complete = true;  // false: there is more to look at, sweep again
};

// Removes the rows of requests whose record is older than the last one by more than `kept`, not synced: what a power
// cut brings back is removed again. Where it has come to stands in the family meta. One at a time for a shard. Errors
// of the committer and the store; DATA_LOSS for a record or row that is none.
absl::StatusOr<RequestSweep> SweepRequests(storage::Store& store, storage::Committer& committer, domain::ShardId shard,
                                           Duration kept = kRequestsKept, std::size_t records_max = kSweptRecordsMax);

}  // namespace wangge::engine
