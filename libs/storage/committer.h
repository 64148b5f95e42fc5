// The one interface between engine and durability. The engine forms a group, hands it over and goes on deciding on top
// of it; the answer comes when the group is safe, or cannot be. See design.md section 9.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/log_key.h"
#include "storage/store.h"

namespace wangge::storage {

// Consecutive log records and everything they cause, durable together or not at all.
struct Group {
  std::uint64_t first_position = 0;  // of records[0]; the log begins at 1
  std::string previous_hash;         // of the record before it; GenesisHash() for position 1
  std::vector<std::string> records;  // log values, one or more: body, then the record's 32-byte hash
  std::vector<Effect> effects;       // in any family but kLog
};

enum class CommitOutcome : std::uint8_t {
  kDurable,  // on disk; readers of Published() see it
  kLost,     // certainly not written
  kUnknown,  // may or may not be found at the next open
};

// The end of the log as far as it is durable. An empty log: position 0 and GenesisHash().
struct LogHead {
  std::uint64_t last_position = 0;
  std::string last_hash;

  friend bool operator==(const LogHead&, const LogHead&) = default;
};

// What stands before the first record of a log.
inline std::string GenesisHash() { return std::string(kRecordHashBytes, '\0'); }

// One log of one shard. After the first outcome that is not kDurable it is failed for good and answers kLost to all
// that follows: drop everything decided on top, close, open anew. Submit and Trim from one thread; the rest is
// thread-safe.
class Committer {
 public:
  virtual ~Committer() = default;

  // Takes the group over; blocks while too many wait. `group` must continue the last submitted one in position and
  // hash: anything else is a bug. `done` is called once a group, in order, on an unspecified thread, holding no lock;
  // it must be short and must call neither Submit, Head nor Trim.
  virtual void Submit(Group group, std::function<void(CommitOutcome)> done) = 0;

  // A barrier: waits until every group submitted before has been answered. The failure, once failed.
  virtual absl::StatusOr<LogHead> Head() = 0;

  // Up to `max` durable records, the first at position `from`; none when the log ends before it. OUT_OF_RANGE when
  // `from` is 0 or was trimmed, DATA_LOSS when a position is missing.
  virtual absl::StatusOr<std::vector<std::string>> Read(std::uint64_t from, std::size_t max) = 0;

  // Forgets the records before position `upto`. OUT_OF_RANGE unless `upto` is durable itself: the head stays.
  virtual absl::Status Trim(std::uint64_t upto) = 0;

  // The state after the last durable group: the only one that readers may see.
  virtual std::shared_ptr<const Snapshot> Published() const = 0;

  // OK, or what made it fail; feeds health.
  virtual absl::Status Failed() const = 0;
};

}  // namespace wangge::storage
