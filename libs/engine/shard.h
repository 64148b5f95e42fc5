// The heart: takes commands in order, decides each on the state that all before it have made, and hands groups to the
// committer: queue -> load -> decide -> evolve -> project -> commit -> answer. While one group is being synced, the
// next is already decided on top of it. One thread drives it (the loop of a server, or replay and simulation directly).
//
// When the committer answers lost or unknown the shard has failed: it answers UNAVAILABLE to everything and is opened
// anew from the store. Nothing in its memory is unrebuildable.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "domain/editions.h"
#include "engine/case_cache.h"
#include "engine/edition_book.h"
#include "engine/envelope.h"
#include "engine/feed_record.h"
#include "engine/group_draft.h"
#include "engine/timer_queue.h"
#include "storage/committer.h"

namespace wangge::engine {

// What became durable with one group, for readers. Called in order, on the committer's thread; must be short.
struct Published {
  domain::LogPosition last{};
  Timestamp time{};
  std::vector<CaseChange> changes{};
  std::vector<FeedRecord> records{};  // of the group, in order
  std::shared_ptr<const domain::Editions> editions{};
};
using PublishFunction = std::function<void(const Published&)>;

struct ShardOptions {
  domain::ShardId id{};
  std::size_t cached_cases_max = 200'000;
};

class Shard {
 public:
  // Reads editions, timers and the head of the log. `committer` outlives the shard.
  static absl::StatusOr<std::unique_ptr<Shard>> Open(storage::Committer& committer, ShardOptions options,
                                                     EditionLoader loader, PublishFunction publish);

  // Decides the command at time `now` (never before the last record's time) as the next of the group that is being
  // formed; a full group is committed first. The answer comes when its group is durable.
  void Stage(Pending command, Timestamp now);
  // Submits the group that is being formed, if there is one.
  void Commit();
  // Stages the commands in order at the same time, and commits.
  void Process(std::vector<Pending> commands, Timestamp now);

  // Fires up to `max` timers that are due at `now`. Returns how many.
  std::size_t FireTimers(Timestamp now, std::size_t max);
  // Stages the expiry of every timer that is due before `until`, each just after its due time: for clocks that jump
  // (replay, simulation, a manual clock).
  void StageTimersUntil(Timestamp until);
  std::optional<Timestamp> NextTimer() const { return timers_.NextDue(); }
  std::size_t armed_timers() const { return timers_.size(); }

  // OK, or UNAVAILABLE once a group was answered lost or unknown: nothing is decided any more. Thread-safe.
  absl::Status Failed() const;
  // Waits until all that was submitted is durable. The failure, when the shard has failed.
  absl::Status Flush();

  const std::shared_ptr<const domain::Editions>& editions() const { return editions_.current(); }
  // Of the last command that was decided, durable or not.
  domain::LogPosition last_position() const;
  Timestamp last_time() const { return last_time_.value_or(Timestamp{}); }

 private:
  struct InFlight;

  Shard(storage::Committer& committer, ShardOptions options, EditionLoader loader, PublishFunction publish);
  absl::Status LoadState();
  absl::Status LoadTimers(const storage::Snapshot& snapshot);

  void Decide(Pending pending, Timestamp now, GroupDraft& draft);
  absl::StatusOr<std::optional<Answer>> FindRepeated(const Envelope& envelope);
  absl::StatusOr<std::shared_ptr<const domain::Case>> LoadCaseOf(const domain::Command& command);
  // Of a step that names a case which another repeats; nullptr: none, or in another shard.
  absl::StatusOr<std::shared_ptr<const domain::Case>> LoadMasterOf(const domain::Command& command);
  // What the events do: the case after them, or the new set of editions. An error refuses the command.
  absl::StatusOr<std::shared_ptr<const domain::Case>> Accept(Envelope& envelope, Timestamp now,
                                                             std::shared_ptr<const domain::Case> before,
                                                             std::vector<domain::Event> events, GroupDraft& draft);
  absl::Status AcceptActivation(Envelope& envelope, Timestamp now, const domain::EditionActivated& event,
                                GroupDraft& draft);
  void StageExpiry(const domain::TimerRow& row, Timestamp now);
  void Submit(GroupDraft draft);
  void AnswerWhenDurable(std::vector<WaitingAnswer> answers);
  // Makes room for more in memory: what is durable can be read again.
  void ForgetDurable();

  storage::Committer& committer_;
  ShardOptions options_;
  PublishFunction publish_;
  EditionBook editions_;
  CaseCache cases_;
  TimerQueue timers_;
  domain::LogPosition next_{1};  // the position after the last submitted group
  Hash head_{};
  std::optional<GroupDraft> draft_;
  std::optional<Timestamp> last_time_{};  // of the last record; absent: the log is empty
  // Requests that the published snapshot may not show yet.
  struct RecentRequest {
    domain::LogPosition position{};
    std::array<char, 32> content_tag{};
    domain::CaseId case_id{};
    Timestamp time{};
  };
  absl::flat_hash_map<std::string, RecentRequest> recent_;
  std::shared_ptr<InFlight> last_in_flight_;
  std::shared_ptr<std::atomic<std::uint64_t>> durable_ = std::make_shared<std::atomic<std::uint64_t>>(0);
};

}  // namespace wangge::engine
