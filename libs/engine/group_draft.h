// One group while it is being decided: its log records, the last state of each case it touches, and the answers that
// wait for it. A case changed twice in a group is written once. Engine thread only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/case.h"
#include "domain/editions.h"
#include "engine/envelope.h"
#include "engine/feed_record.h"
#include "storage/committer.h"
#include "storage/log_record.h"

namespace wangge::engine {

// A case before and after a group; `before` is nullptr for a new one.
struct CaseChange {
  std::shared_ptr<const domain::Case> before;
  std::shared_ptr<const domain::Case> after;
};

struct WaitingAnswer {
  Done done;
  Answer answer;
};

class GroupDraft {
 public:
  GroupDraft(domain::ShardId shard, domain::LogPosition first, Hash previous)
      : shard_(shard), first_(first), previous_(previous), head_(previous) {}

  domain::LogPosition NextPosition() const { return domain::LogPosition{first_.value + records_.size()}; }
  bool empty() const { return records_.empty(); }
  std::size_t size() const { return records_.size(); }
  const Hash& head() const { return head_; }

  void AddRecord(storage::LogRecord record);
  void AddRequest(const std::string& request_id, const std::array<char, 32>& content_tag);  // for the record added last
  void AddCaseKey(domain::CaseId id, std::string wrapped);
  void AddActivation(Timestamp at, const domain::EditionActivated& event, std::string body, bool body_is_known);
  void ChangeCase(std::shared_ptr<const domain::Case> before, std::shared_ptr<const domain::Case> after);
  void Answer(Done done, engine::Answer answer) { answers_.push_back({std::move(done), std::move(answer)}); }

  std::vector<WaitingAnswer> TakeAnswers() { return std::move(answers_); }
  std::vector<CaseChange> Changes() const;
  std::vector<FeedRecord> TakeRecords() { return std::move(told_); }
  storage::Group ToGroup();

 private:
  domain::ShardId shard_;
  domain::LogPosition first_;
  Hash previous_;
  Hash head_;
  std::vector<std::string> records_;
  std::vector<FeedRecord> told_;  // the same, for those who follow
  std::vector<storage::Effect> effects_;
  std::map<domain::CaseId, CaseChange> changes_;
  std::vector<WaitingAnswer> answers_;
};

}  // namespace wangge::engine
