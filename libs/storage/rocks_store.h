// The store that survives: one RocksDB in one directory, a column family a Family. See README.md for what is synced
// when and why the options are as they are.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "storage/store.h"

namespace rocksdb {
class Env;
}

namespace wangge::storage {

struct RocksOptions {
  // Looks up each key before it is written: for tests and sanitizer builds; costs a read a key.
  bool verify_expectations = false;
  // False: a directory without a state is NOT_FOUND instead of becoming an empty state.
  bool create_if_missing = true;
  std::size_t block_cache_bytes = 64u << 20;   // uncompressed blocks of all families
  std::size_t memtable_bytes_max = 64u << 20;  // of all families together, before the largest is flushed
  std::size_t wal_bytes_max = 64u << 20;       // bounds both disk and the time of the next open
  rocksdb::Env* env = nullptr;                 // a disk that fails on demand, for tests; outlives the store
};

// Opens the state in `dir`, or makes an empty one where nothing is. One process at a time.
// FAILED_PRECONDITION: open elsewhere, a foreign or unfinished directory, a format of another release.
// NOT_FOUND: see create_if_missing. DATA_LOSS: bytes that do not match their checksum, with the file and, of a log
// file, the offset; what to do stands in the text. RESOURCE_EXHAUSTED, FAILED_PRECONDITION, INTERNAL: the disk.
absl::StatusOr<std::unique_ptr<Store>> OpenRocksStore(const std::string& dir, const RocksOptions& options = {});

}  // namespace wangge::storage
