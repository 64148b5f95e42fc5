#include "storage/testing/fake_committer.h"

#include <utility>

#include "base/check.h"
#include "base/status/text.h"

namespace wangge::storage {
namespace {

std::unique_ptr<RocksCommitter> OpenInline(Store* store, const CommitterOptions& options) {
  auto opened = RocksCommitter::Open(store, options);
  CHECK(opened.ok());
  return *std::move(opened);
}

}  // namespace

FakeCommitter::FakeCommitter(Store* store, std::uint16_t shard)
    : store_(store),
      options_{.shard = shard, .inline_mode = true},
      written_(OpenInline(store, options_)),
      submitted_(*written_->Head()) {}

void FakeCommitter::WillAnswer(CommitOutcome outcome, bool written) {
  const std::lock_guard lock(mutex_);
  script_.push_back({outcome, written});
}

void FakeCommitter::Hold() {
  const std::lock_guard lock(mutex_);
  holding_ = true;
}

void FakeCommitter::Release(std::size_t groups) {
  for (; groups > 0; --groups) AnswerOldest();
}

std::size_t FakeCommitter::groups_held() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

std::size_t FakeCommitter::groups_submitted() const {
  const std::lock_guard lock(mutex_);
  return groups_submitted_;
}

void FakeCommitter::Submit(Group group, std::function<void(CommitOutcome)> done) {
  {
    const std::lock_guard lock(mutex_);
    CHECK(!group.records.empty());
    CHECK(group.first_position == submitted_.last_position + 1);
    CHECK(group.previous_hash == submitted_.last_hash);
    submitted_ = {submitted_.last_position + group.records.size(), std::string(HashOfRecord(group.records.back()))};
    ++groups_submitted_;
    held_.push_back({std::move(group), std::move(done)});
    if (holding_) return;
  }
  AnswerOldest();
}

void FakeCommitter::AnswerOldest() {
  const std::lock_guard in_order(answer_mutex_);
  Held next;
  {
    const std::lock_guard lock(mutex_);
    CHECK(!held_.empty());
    next = std::move(held_.front());
    held_.pop_front();
  }
  next.done(Commit(std::move(next.group)));
  const std::lock_guard lock(mutex_);
  ++groups_answered_;
  answered_.notify_all();
}

CommitOutcome FakeCommitter::Commit(Group group) {
  Scripted scripted{CommitOutcome::kDurable, true};
  {
    const std::lock_guard lock(mutex_);
    if (!failed_.ok()) return CommitOutcome::kLost;
    if (!script_.empty()) {
      scripted = script_.front();
      script_.pop_front();
    }
    if (scripted.outcome != CommitOutcome::kDurable) {
      failed_ = Internal("Expected the group to be durable, but the test says otherwise");
    }
  }
  CommitOutcome outcome = CommitOutcome::kUnknown;
  if (scripted.outcome == CommitOutcome::kDurable) {
    written_->Submit(std::move(group), [&outcome](CommitOutcome answer) { outcome = answer; });
    return outcome;
  }
  // Written, but not answered as durable: readers of this committer must not see it, those after a reopen do.
  if (scripted.outcome == CommitOutcome::kUnknown && scripted.written) {
    OpenInline(store_, options_)->Submit(std::move(group), [](CommitOutcome) {});
  }
  return scripted.outcome;
}

absl::StatusOr<LogHead> FakeCommitter::Head() {
  {
    std::unique_lock lock(mutex_);
    answered_.wait(lock, [this, upto = groups_submitted_] { return groups_answered_ >= upto; });
    WANGGE_RETURN_IF_ERROR(failed_);
  }
  return written_->Head();
}

absl::StatusOr<std::vector<std::string>> FakeCommitter::Read(std::uint64_t from, std::size_t max) {
  return written_->Read(from, max);
}

absl::Status FakeCommitter::Trim(std::uint64_t upto) {
  WANGGE_RETURN_IF_ERROR(Head().status());
  return written_->Trim(upto);
}

std::shared_ptr<const Snapshot> FakeCommitter::Published() const { return written_->Published(); }

absl::Status FakeCommitter::Failed() const {
  const std::lock_guard lock(mutex_);
  return failed_.ok() ? written_->Failed() : failed_;
}

}  // namespace wangge::storage
