// A Committer that answers as the test says, over a store of the test's own; what it writes is as a RocksCommitter
// would write it, so that a new one over the same store is the reopened shard. For tests only.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>

#include "storage/rocks_committer.h"

namespace wangge::storage {

// Thread-safe. Answers come on the thread that calls Submit, or Release while held.
class FakeCommitter final : public Committer {
 public:
  // `store` outlives it and has a readable log.
  explicit FakeCommitter(Store* store, std::uint16_t shard = 0);

  // The answer to the next group that has none yet; groups without one are kDurable. An unknown one is `written` or
  // not. After the first that is not kDurable, all are kLost.
  void WillAnswer(CommitOutcome outcome, bool written = false);

  // From now on Submit keeps the groups without an answer, any number, until Release answers the oldest ones.
  void Hold();
  void Release(std::size_t groups);

  std::size_t groups_held() const;
  std::size_t groups_submitted() const;

  void Submit(Group group, std::function<void(CommitOutcome)> done) override;
  absl::StatusOr<LogHead> Head() override;
  absl::StatusOr<std::vector<std::string>> Read(std::uint64_t from, std::size_t max) override;
  absl::Status Trim(std::uint64_t upto) override;
  std::shared_ptr<const Snapshot> Published() const override;
  absl::Status Failed() const override;

 private:
  struct Scripted {
    CommitOutcome outcome;
    bool written;
  };
  struct Held {
    Group group;
    std::function<void(CommitOutcome)> done;
  };
  void AnswerOldest();
  CommitOutcome Commit(Group group);

  Store* const store_;
  const CommitterOptions options_;
  std::unique_ptr<RocksCommitter> written_;  // what reached the store and was answered as durable

  std::mutex answer_mutex_;  // one answer at a time: keeps them in order
  mutable std::mutex mutex_;
  std::condition_variable answered_;
  LogHead submitted_;
  std::deque<Scripted> script_;
  std::deque<Held> held_;
  bool holding_ = false;
  std::uint64_t groups_submitted_ = 0;
  std::uint64_t groups_answered_ = 0;
  absl::Status failed_;
};

}  // namespace wangge::storage
