// One hash over what a state says: every case row in the order of case ids, then every activation. Two runs of the same
// commands at the same times give the same digest, whatever keys their personal fields were sealed under.
#pragma once

#include "absl/status/statusor.h"
#include "base/digest/sha256.h"
#include "storage/store.h"

namespace wangge::engine {

// O(rows). DATA_LOSS or INTERNAL when the state cannot be read to its end.
absl::StatusOr<Hash> DigestOf(const storage::Snapshot& snapshot);

}  // namespace wangge::engine
