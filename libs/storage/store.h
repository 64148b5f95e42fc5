// Ordered bytes that survive: groups of effects written as one, and immutable views to read them. Nothing here knows
// what a row means. Two implementations pass the same suite: OpenRocksStore (rocks_store.h) and NewMemoryStore
// (memory_store.h).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/families.h"

namespace wangge::storage {

// What a write says about the key before it. The one who writes always knows; a violated expectation is a bug.
enum class Expect : std::uint8_t {
  kInsert,          // absent before
  kUpdate,          // present before
  kUpsert,          // either
  kDeleteExisting,  // present before; absent after
};

struct Effect {
  Family family;
  Expect expect;
  std::string key;
  std::string value;  // not used by kDeleteExisting

  friend bool operator==(const Effect&, const Effect&) = default;
};

struct KeyValue {
  std::string key;
  std::string value;

  friend bool operator==(const KeyValue&, const KeyValue&) = default;
};

// A walk over one family of one snapshot, which it keeps alive. One thread at a time.
//   for (auto c = snapshot->Scan(Family::kCase, from, to); c->Valid(); c->Next()) ...; then look at status().
class Cursor {
 public:
  virtual ~Cursor() = default;
  // False after the last row and after an error.
  virtual bool Valid() const = 0;
  // Require Valid(); the bytes hold until Next() or destruction.
  virtual std::string_view Key() const = 0;
  virtual std::string_view Value() const = 0;
  virtual void Next() = 0;
  // DATA_LOSS or INTERNAL when the walk ended early; OK at the true end.
  virtual absl::Status status() const = 0;
};

// The state as it was when the snapshot was taken: later writes never show. Immutable, thread-safe. Reads may touch
// the disk; DATA_LOSS for bytes that do not match their checksum, INTERNAL for a disk that does not answer.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  // nullopt when the key is absent: not an error.
  virtual absl::StatusOr<std::optional<std::string>> Get(Family family, std::string_view key) const = 0;

  // Rows with from <= key < to, upwards (Scan) or downwards (ScanBackward). An empty `to` means the end of the family.
  virtual std::unique_ptr<Cursor> Scan(Family family, std::string_view from, std::string_view to) const = 0;
  virtual std::unique_ptr<Cursor> ScanBackward(Family family, std::string_view from, std::string_view to) const = 0;

  // The rows whose key begins with `prefix`; an empty prefix is the whole family.
  std::unique_ptr<Cursor> ScanPrefix(Family family, std::string_view prefix) const;
  // The last of them; nullopt when there is none.
  absl::StatusOr<std::optional<KeyValue>> Last(Family family, std::string_view prefix) const;
};

// Owns the state. Thread-safe, except Close and destruction, which come last. Lives as long as anyone reads: a snapshot
// or cursor keeps the files open.
class Store {
 public:
  virtual ~Store() = default;

  // All effects become visible to later snapshots at once, or none. They take effect in order, and each expectation
  // sees those before it. With `sync` the write survives a power cut when OK has returned; without, only a process
  // that dies. After an error it is unknown whether the write will be found at the next open: do not repeat it, reopen.
  virtual absl::Status Write(std::span<const Effect> effects, bool sync) = 0;

  // Everything written so far, synced or not. About 0.1 us.
  virtual std::shared_ptr<const Snapshot> TakeSnapshot() const = 0;

  // Makes all earlier unsynced writes survive a power cut.
  virtual absl::Status Sync() = 0;

  // A consistent copy in `dir`, which must not exist yet; it can be opened as a state. UNIMPLEMENTED in memory.
  virtual absl::Status Checkpoint(const std::string& dir) = 0;

  // Syncs and frees the directory. FAILED_PRECONDITION, and the store stays open, while a snapshot or cursor is held.
  // Afterwards Write, Sync and Checkpoint answer FAILED_PRECONDITION; TakeSnapshot is a bug. Again: OK, no effect.
  virtual absl::Status Close() = 0;
};

// The smallest key greater than all keys that begin with `prefix`; empty (the end) when there is none.
std::string PrefixEnd(std::string_view prefix);

}  // namespace wangge::storage
