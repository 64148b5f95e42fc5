#include "engine/group_draft.h"

#include "domain/project.h"
#include "storage/activation_record.h"
#include "storage/case_record.h"
#include "storage/keys.h"
#include "storage/request_record.h"

namespace wangge::engine {

using storage::Expect;
using storage::Family;

void GroupDraft::AddRecord(storage::LogRecord record) {
  const domain::LogPosition position = NextPosition();
  records_.push_back(storage::EncodeLogRecord(record, head_));
  head_ = storage::HashOfLogRecord(records_.back());
  told_.push_back({position, std::make_shared<const storage::LogRecord>(std::move(record))});
}

void GroupDraft::AddRequest(const std::string& request_id, const std::array<char, 32>& content_tag) {
  const domain::LogPosition position{first_.value + records_.size() - 1};
  effects_.push_back({Family::kRequest, Expect::kInsert, request_id, storage::EncodeRequest({position, content_tag})});
}

void GroupDraft::AddCaseKey(domain::CaseId id, std::string wrapped) {
  effects_.push_back({Family::kVault, Expect::kInsert, storage::CaseKey(id), std::move(wrapped)});
}

void GroupDraft::AddActivation(Timestamp at, const domain::EditionActivated& event, std::string body,
                               bool body_is_known) {
  const domain::LogPosition position{first_.value + records_.size() - 1};
  if (!body_is_known) {
    // Upsert: the same body may stand in a group that is not durable yet, or twice in this one.
    effects_.push_back(
        {Family::kConfig, Expect::kUpsert, storage::BodyKey(event.kind, event.hash), std::move(body)});
  }
  effects_.push_back({Family::kConfig, Expect::kInsert, storage::ActivationKey(shard_, position),
                      storage::EncodeActivation({at, event})});
}

void GroupDraft::ChangeCase(std::shared_ptr<const domain::Case> before, std::shared_ptr<const domain::Case> after) {
  const domain::CaseId id = after->id;
  const auto [entry, is_first] = changes_.try_emplace(id, CaseChange{std::move(before), nullptr});
  entry->second.after = std::move(after);
}

std::vector<CaseChange> GroupDraft::Changes() const {
  std::vector<CaseChange> changes;
  changes.reserve(changes_.size());
  for (const auto& [id, change] : changes_) changes.push_back(change);
  return changes;
}

storage::Group GroupDraft::ToGroup() {
  for (const auto& [id, change] : changes_) {
    const bool is_new = change.before == nullptr;
    effects_.push_back({Family::kCase, is_new ? Expect::kInsert : Expect::kUpdate, storage::CaseKey(id),
                        storage::EncodeCase(*change.after)});
    const domain::TimerChange timer = domain::ProjectTimer(change.before.get(), *change.after);
    if (timer.remove) {
      effects_.push_back({Family::kTimer, Expect::kDeleteExisting, storage::TimerKey(*timer.remove), {}});
    }
    if (timer.put) {
      effects_.push_back({Family::kTimer, Expect::kInsert, storage::TimerKey(*timer.put),
                          storage::EncodeTimerValue(*timer.put)});
    }
  }
  return {.first_position = first_.value,
          .previous_hash = std::string(BytesOf(previous_)),
          .records = std::move(records_),
          .effects = std::move(effects_)};
}

}  // namespace wangge::engine
