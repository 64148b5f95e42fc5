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
  state->feed_ = std::make_unique<Feed>(committer, state->shard_->last_position());
  WANGGE_RETURN_IF_ERROR(state->directory_.Load(*committer.Published(), options.id, *state->editions_));
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
    const std::lock_guard lock(mutex_);
    editions_ = published.editions;
  }
  directory_.Apply(published);
  feed_->Publish(published.last);
}

std::shared_ptr<const domain::Editions> State::editions() const {
  const std::lock_guard lock(mutex_);
  return editions_;
}

absl::StatusOr<std::shared_ptr<const domain::Case>> State::FindCase(domain::CaseId id) const {
  const auto snapshot = committer_.Published();
  WANGGE_ASSIGN_OR_RETURN(const auto row, snapshot->Get(storage::Family::kCase, storage::CaseKey(id)));
  if (!row) return std::shared_ptr<const domain::Case>{};
  WANGGE_ASSIGN_OR_RETURN(auto decoded, storage::DecodeCase(id, *row));
  return std::make_shared<const domain::Case>(std::move(decoded));
}

absl::StatusOr<std::vector<FeedRecord>> State::HistoryOf(const domain::Case& c) const {
  std::vector<FeedRecord> history;
  for (const domain::LogPosition position : c.history) {
    WANGGE_ASSIGN_OR_RETURN(auto records, feed_->Read(position, 1));
    if (records.empty()) return DataLoss("Expected every command of the case in the log, but one is missing.");
    history.push_back(std::move(records.front()));
  }
  return history;
}

absl::StatusOr<std::optional<std::string>> State::WrappedKeyOf(domain::CaseId id) const {
  return committer_.Published()->Get(storage::Family::kVault, storage::CaseKey(id));
}

absl::StatusOr<std::optional<std::string>> State::EditionBody(domain::EditionKind kind,
                                                              const domain::ContentHash& hash) const {
  return committer_.Published()->Get(storage::Family::kConfig, storage::BodyKey(kind, hash));
}

}  // namespace wangge::engine
