#include "engine/state.h"

#include "base/status/text.h"
#include "storage/case_record.h"
#include "storage/keys.h"

namespace wangge::engine {

absl::StatusOr<std::unique_ptr<State>> State::Open(storage::Committer& committer, ShardOptions options,
                                                   EditionLoader loader, Clock& clock, ManualClock* manual) {
  std::unique_ptr<State> state(new State(committer, clock));
  WANGGE_ASSIGN_OR_RETURN(
      state->shard_, Shard::Open(committer, options, std::move(loader),
                                 [self = state.get()](const Published& published) { self->Publish(published); }));
  state->editions_ = state->shard_->editions();
  state->snapshot_ = committer.Published();
  state->feed_ = std::make_unique<Feed>(committer, state->shard_->last_position());
  WANGGE_RETURN_IF_ERROR(state->directory_.Load(*state->snapshot_, options.id, *state->editions_));
  state->loop_ = std::make_unique<Loop>(*state->shard_, clock, manual);
  return state;
}

State::~State() {
  if (loop_) loop_->Drain();
}

void State::AdvanceClock(Timestamp to, std::function<void(absl::Status)> done) {
  loop_->AdvanceClock(to, std::move(done));
}

void State::Publish(const Published& published) {
  {
    // Both at once, so that the editions a case is pinned to are there when the case is.
    auto snapshot = committer_.Published();
    const std::lock_guard lock(mutex_);
    editions_ = published.editions;
    snapshot_.swap(snapshot);  // the old one goes after the lock, being declared before it
  }
  directory_.Apply(published);
  feed_->Publish(published.last, published.records);
}

std::shared_ptr<const domain::Editions> State::editions() const {
  const std::lock_guard lock(mutex_);
  return editions_;
}

std::shared_ptr<const storage::Snapshot> State::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}

absl::StatusOr<std::shared_ptr<const domain::Case>> State::FindCase(domain::CaseId id) const {
  WANGGE_ASSIGN_OR_RETURN(const auto row, snapshot()->Get(storage::Family::kCase, storage::CaseKey(id)));
  if (!row) return std::shared_ptr<const domain::Case>{};
  WANGGE_ASSIGN_OR_RETURN(auto decoded, storage::DecodeCase(id, *row));
  return std::make_shared<const domain::Case>(std::move(decoded));
}

absl::StatusOr<std::vector<FeedRecord>> State::HistoryOf(const domain::Case& c) const {
  std::vector<FeedRecord> history;
  for (const domain::LogPosition position : c.history) {
    // Not through the feed, whose head may lie before a case that has just become durable.
    WANGGE_ASSIGN_OR_RETURN(const auto values, committer_.Read(position.value, 1));
    if (values.empty()) return DataLoss("Expected every command of the case in the log, but one is missing.");
    WANGGE_ASSIGN_OR_RETURN(auto record, storage::DecodeLogRecord(values.front()));
    history.push_back({position, std::make_shared<const storage::LogRecord>(std::move(record))});
  }
  return history;
}

absl::StatusOr<std::optional<std::string>> State::WrappedKeyOf(domain::CaseId id) const {
  return snapshot()->Get(storage::Family::kVault, storage::CaseKey(id));
}

absl::StatusOr<std::optional<std::string>> State::EditionBody(domain::EditionKind kind,
                                                              const domain::ContentHash& hash) const {
  return snapshot()->Get(storage::Family::kConfig, storage::BodyKey(kind, hash));
}

}  // namespace wangge::engine
