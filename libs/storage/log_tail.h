// Reading the log of one shard out of a snapshot, and finding its end at open. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/committer.h"

namespace wangge::storage {

// Rows of kMeta beside the log, values 8 bytes, big endian. `synced`: the last position that was known synced when the
// newest group was written. `first`: the position before which records were trimmed; absent means 1.
std::string SyncedKey(std::uint16_t shard);
std::string FirstKey(std::uint16_t shard);

// The last record. DATA_LOSS when the log ends before the position known synced, or a position is missing among the
// last records that together exceed `check_bytes`: the write-ahead log holds no more than that, and rows outside it
// are in files that were synced whole.
absl::StatusOr<LogHead> FindHead(const Snapshot& snapshot, std::uint16_t shard, std::size_t check_bytes);

// As Committer::Read.
absl::StatusOr<std::vector<std::string>> ReadLog(const Snapshot& snapshot, std::uint16_t shard, std::uint64_t from,
                                                 std::size_t max);

}  // namespace wangge::storage
