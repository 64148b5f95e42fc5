// A shard of the small city under test, over a store that can be opened again. For tests only; one thread.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/shard.h"
#include "engine/testing/small_city.h"
#include "storage/testing/fake_committer.h"
#include "storage/testing/test_state.h"

namespace wangge::engine {

// The answer to one command, once it has come. A handle: copies are the same answer. Thread-safe.
class Reply {
 public:
  Done done() const;
  bool arrived() const;
  // Waits for it.
  Answer Await() const;
  // Waits; a test failure, and an empty answer, when it is of another kind.
  Accepted AwaitAccepted() const;
  std::string AwaitRejected() const;  // the reason
  absl::StatusCode AwaitStatus() const;

 private:
  struct Slot {
    std::mutex mutex;
    std::condition_variable came;
    std::optional<Answer> answer;
  };
  std::shared_ptr<Slot> slot_ = std::make_shared<Slot>();
};

enum class CommitterKind { kInline, kThreaded, kFake };

std::unique_ptr<storage::Committer> OpenCommitter(CommitterKind kind, storage::Store* store);

class TestShard {
 public:
  // With the small city's editions in force at kStart.
  explicit TestShard(storage::StoreKind store = storage::StoreKind::kMemory,
                     CommitterKind committer = CommitterKind::kInline, ShardOptions options = {});

  Shard* operator->() { return shard_.get(); }
  Shard& operator*() { return *shard_; }
  storage::Store& store() { return *state_; }
  storage::Committer& committer() { return *committer_; }
  storage::FakeCommitter& fake() { return static_cast<storage::FakeCommitter&>(*committer_); }

  Reply Send(Envelope envelope, Timestamp now);
  std::vector<Reply> Send(std::vector<Envelope> group, Timestamp now);
  // Waits for the answer, which must be that the command was accepted.
  Accepted Do(Envelope envelope, Timestamp now) { return Send(std::move(envelope), now).AwaitAccepted(); }
  domain::CaseId DoReport(Timestamp now, std::string area = "1101") {
    return Do(Report(std::move(area)), now).the_case->id;
  }
  // The case as it is on disk; empty when there is none.
  domain::Case Stored(domain::CaseId id);
  std::size_t Rows(storage::Family family);

  // As after the end of the process: what was not durable is gone.
  void Reopen();
  // The state proves itself and everything is committed.
  void ExpectSound();

  std::vector<Published> published;

 private:
  void Open();

  const CommitterKind kind_;
  const ShardOptions options_;
  storage::TestState state_;
  std::unique_ptr<storage::Committer> committer_;
  std::unique_ptr<Shard> shard_;
};

}  // namespace wangge::engine
