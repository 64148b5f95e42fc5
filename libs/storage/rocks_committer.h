// The default Committer: a group's records and effects go into one write of a Store, synced once, on a thread of its
// own, so that the engine decides the next group meanwhile.
#pragma once

#include <deque>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/committer.h"

namespace wangge::storage {

struct CommitterOptions {
  std::uint16_t shard = 0;
  // Commit inside Submit, on the caller's thread, without a thread of its own: for replay and simulation.
  bool inline_mode = false;
  // False only where all can be made anew: kDurable then means written, and a power cut may take it back.
  bool sync = true;
  // How much of the log's end is looked at for gaps at open; not less than RocksOptions::wal_bytes_max.
  std::size_t check_bytes = 64u << 20;
};

class RocksCommitter final : public Committer {
 public:
  // Groups handed over and not yet being written; with the one being written, the engine is at most three ahead.
  static constexpr std::size_t kGroupsWaitingMax = 2;

  // Finds the end of the log. `store` outlives the committer. DATA_LOSS when synced records are missing.
  static absl::StatusOr<std::unique_ptr<RocksCommitter>> Open(Store* store, const CommitterOptions& options = {});

  // Writes and answers all that was submitted.
  ~RocksCommitter() override;

  void Submit(Group group, std::function<void(CommitOutcome)> done) override ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<LogHead> Head() override ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::vector<std::string>> Read(std::uint64_t from, std::size_t max) override;
  absl::Status Trim(std::uint64_t upto) override;
  std::shared_ptr<const Snapshot> Published() const override ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status Failed() const override ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Waiting {
    Group group;
    std::function<void(CommitOutcome)> done;
  };

  RocksCommitter(Store* store, const CommitterOptions& options, LogHead head);
  void CheckContinues(const Group& group);
  void Run() ABSL_LOCKS_EXCLUDED(mutex_);
  void Answer(Waiting waiting) ABSL_LOCKS_EXCLUDED(mutex_);
  CommitOutcome Commit(Group group) ABSL_LOCKS_EXCLUDED(mutex_);
  std::vector<Effect> EffectsOf(Group& group) const;
  absl::Status TrimRecords(std::uint64_t upto);
  void Publish() ABSL_LOCKS_EXCLUDED(mutex_);

  Store* const store_;
  const CommitterOptions options_;
  LogHead submitted_;  // the submitting thread only

  mutable absl::Mutex mutex_;
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  std::uint64_t groups_submitted_ ABSL_GUARDED_BY(mutex_) = 0;
  std::uint64_t groups_answered_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  LogHead durable_ ABSL_GUARDED_BY(mutex_);
  absl::Status failed_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const Snapshot> published_ ABSL_GUARDED_BY(mutex_);

  std::jthread thread_;  // last: joined before the rest goes
};

}  // namespace wangge::storage
