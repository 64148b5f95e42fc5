#include "storage/rocks_committer.h"

#include <utility>

#include "base/check.h"
#include "base/status/text.h"
#include "storage/log_tail.h"

namespace wangge::storage {
namespace {

constexpr std::size_t kTrimChunk = 1'024;

std::string BigEndian(std::uint64_t number) {
  std::string bytes;
  AppendBigEndian(number, bytes);
  return bytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<RocksCommitter>> RocksCommitter::Open(Store* store, const CommitterOptions& options) {
  // What is found becomes the claim of the next group, so it has to be as safe as that will say.
  if (options.sync) WANGGE_RETURN_IF_ERROR(store->Sync());
  const auto snapshot = store->TakeSnapshot();
  WANGGE_ASSIGN_OR_RETURN(LogHead head, FindHead(*snapshot, options.shard, options.check_bytes));
  return std::unique_ptr<RocksCommitter>(new RocksCommitter(store, options, std::move(head)));
}

RocksCommitter::RocksCommitter(Store* store, const CommitterOptions& options, LogHead head)
    : store_(store), options_(options), submitted_(head), durable_(std::move(head)) {
  Publish();
  if (!options_.inline_mode) thread_ = std::jthread([this] { Run(); });
}

RocksCommitter::~RocksCommitter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
}

void RocksCommitter::CheckContinues(const Group& group) {
  CHECK(!group.records.empty());
  CHECK(group.first_position == submitted_.last_position + 1);
  CHECK(group.previous_hash == submitted_.last_hash);
  for (const Effect& effect : group.effects) CHECK(effect.family != Family::kLog);
  submitted_ = {submitted_.last_position + group.records.size(), std::string(HashOfRecord(group.records.back()))};
}

void RocksCommitter::Submit(Group group, std::function<void(CommitOutcome)> done) {
  CheckContinues(group);
  Waiting waiting{std::move(group), std::move(done)};
  {
    std::unique_lock lock(mutex_);
    ++groups_submitted_;
    if (!options_.inline_mode) {
      changed_.wait(lock, [this] { return waiting_.size() < kGroupsWaitingMax; });
      waiting_.push_back(std::move(waiting));
      changed_.notify_all();
      return;
    }
  }
  Answer(std::move(waiting));
}

void RocksCommitter::Run() {
  while (true) {
    Waiting next;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
      changed_.notify_all();
    }
    Answer(std::move(next));
  }
}

void RocksCommitter::Answer(Waiting waiting) {
  waiting.done(Commit(std::move(waiting.group)));
  const std::lock_guard lock(mutex_);
  ++groups_answered_;
  changed_.notify_all();
}

CommitOutcome RocksCommitter::Commit(Group group) {
  if (!Failed().ok()) return CommitOutcome::kLost;
  LogHead head{group.first_position + group.records.size() - 1, std::string(HashOfRecord(group.records.back()))};
  const absl::Status written = store_->Write(EffectsOf(group), options_.sync);
  if (!written.ok()) {
    // Never again on these files: after a failed sync the kernel may have dropped the bytes and still say OK.
    const std::lock_guard lock(mutex_);
    failed_ = written;
    return CommitOutcome::kUnknown;
  }
  {
    const std::lock_guard lock(mutex_);
    durable_ = std::move(head);
  }
  Publish();
  return CommitOutcome::kDurable;
}

std::vector<Effect> RocksCommitter::EffectsOf(Group& group) const {
  std::vector<Effect> effects;
  effects.reserve(group.records.size() + group.effects.size() + 1);
  std::uint64_t position = group.first_position;
  for (std::string& record : group.records) {
    effects.push_back({Family::kLog, Expect::kInsert, LogKey(options_.shard, position++), std::move(record)});
  }
  for (Effect& effect : group.effects) effects.push_back(std::move(effect));
  if (options_.sync) {
    effects.push_back({Family::kMeta, Expect::kUpsert, SyncedKey(options_.shard), BigEndian(group.first_position - 1)});
  }
  return effects;
}

void RocksCommitter::Publish() {
  std::shared_ptr<const Snapshot> snapshot = store_->TakeSnapshot();
  const std::lock_guard lock(mutex_);
  published_.swap(snapshot);  // the old one is released after the lock, being declared before it
}

absl::StatusOr<LogHead> RocksCommitter::Head() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this, upto = groups_submitted_] { return groups_answered_ >= upto; });
  WANGGE_RETURN_IF_ERROR(failed_);
  return durable_;
}

absl::StatusOr<std::vector<std::string>> RocksCommitter::Read(std::uint64_t from, std::size_t max) {
  return ReadLog(*Published(), options_.shard, from, max);
}

absl::Status RocksCommitter::Trim(std::uint64_t upto) {
  WANGGE_ASSIGN_OR_RETURN(const LogHead head, Head());
  if (upto > head.last_position) {
    return absl::OutOfRangeError("Expected to trim up to position " + std::to_string(head.last_position) +
                                 " at most, but got " + std::to_string(upto));
  }
  const absl::Status trimmed = TrimRecords(upto);
  if (trimmed.ok()) {
    Publish();
  } else {
    const std::lock_guard lock(mutex_);
    failed_ = trimmed;
  }
  return trimmed;
}

// Upwards, so that what a power cut leaves is again a log without gaps; `first` is written before the first deletion.
absl::Status RocksCommitter::TrimRecords(std::uint64_t upto) {
  const auto snapshot = store_->TakeSnapshot();
  const auto cursor = snapshot->Scan(Family::kLog, LogPrefix(options_.shard), LogKey(options_.shard, upto));
  if (!cursor->Valid()) return cursor->status();
  std::vector<Effect> effects{{Family::kMeta, Expect::kUpsert, FirstKey(options_.shard), BigEndian(upto)}};
  for (; cursor->Valid(); cursor->Next()) {
    effects.push_back({Family::kLog, Expect::kDeleteExisting, std::string(cursor->Key()), ""});
    if (effects.size() < kTrimChunk) continue;
    WANGGE_RETURN_IF_ERROR(store_->Write(effects, /*sync=*/false));
    effects.clear();
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  return store_->Write(effects, options_.sync);
}

std::shared_ptr<const Snapshot> RocksCommitter::Published() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

absl::Status RocksCommitter::Failed() const {
  const std::lock_guard lock(mutex_);
  return failed_;
}

}  // namespace wangge::storage
