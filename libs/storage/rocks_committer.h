// The default Committer: a group's records and effects go into one write of a Store, synced once, on a thread of its
// own, so that the engine decides the next group meanwhile.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

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

  void Submit(Group group, std::function<void(CommitOutcome)> done) override;
  absl::StatusOr<LogHead> Head() override;
  absl::StatusOr<std::vector<std::string>> Read(std::uint64_t from, std::size_t max) override;
  absl::Status Trim(std::uint64_t upto) override;
  std::shared_ptr<const Snapshot> Published() const override;
  absl::Status Failed() const override;

 private:
  struct Waiting {
    Group group;
    std::function<void(CommitOutcome)> done;
  };

  RocksCommitter(Store* store, const CommitterOptions& options, LogHead head);
  void CheckContinues(const Group& group);
  void Run();
  void Answer(Waiting waiting);
  CommitOutcome Commit(Group group);
  std::vector<Effect> EffectsOf(Group& group) const;
  absl::Status TrimRecords(std::uint64_t upto);
  void Publish();

  Store* const store_;
  const CommitterOptions options_;
  LogHead submitted_;  // the submitting thread only

  // std::mutex, because ThreadSanitizer does not see into the packaged absl::Mutex. It guards all down to thread_.
  mutable std::mutex mutex_;
  std::condition_variable changed_;  // of waiting_, groups_answered_, stopping_
  std::deque<Waiting> waiting_;
  std::uint64_t groups_submitted_ = 0;
  std::uint64_t groups_answered_ = 0;
  bool stopping_ = false;
  LogHead durable_;
  absl::Status failed_;
  std::shared_ptr<const Snapshot> published_;

  std::jthread thread_;  // last: joined before the rest goes
};

}  // namespace wangge::storage
