// One shard of a city at work: the loop that drives the engine, and what readers may see of it. This is what services
// hold. Commands and reads may come from any thread; reads never wait for the writer.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/status/clock.h"
#include "domain/editions.h"
#include "engine/directory.h"
#include "engine/envelope.h"
#include "engine/feed.h"
#include "engine/loop.h"
#include "engine/shard.h"
#include "storage/committer.h"

namespace wangge::engine {

class State {
 public:
  // `committer` and `clock` outlive the state. `manual` is the same clock where it is a manual one, else nullptr.
  static absl::StatusOr<std::unique_ptr<State>> Open(storage::Committer& committer, ShardOptions options,
                                                     EditionLoader loader, Clock& clock, ManualClock* manual);
  ~State();

  // Takes the command over; `done` is called exactly once. RESOURCE_EXHAUSTED at once when the queue is full.
  void Submit(Envelope envelope, Done done) { loop_->Submit({std::move(envelope), std::move(done)}); }
  // Several in one hand-over, each answered for itself.
  void Submit(std::vector<Pending> commands) { loop_->Submit(std::move(commands)); }
  // Fires what is due before `to` and moves the manual clock there; FAILED_PRECONDITION on a real clock.
  void AdvanceClock(Timestamp to, std::function<void(absl::Status)> done);
  Timestamp Now() const { return clock_.Now(); }

  // As of the last durable group. A case may be newer than editions that were taken before it: take the case first.
  std::shared_ptr<const domain::Editions> editions() const;
  // nullptr: there is no such case. Whether the caller may see it is the caller's to ask (domain/scope.h).
  absl::StatusOr<std::shared_ptr<const domain::Case>> FindCase(domain::CaseId id) const;
  // The commands that made the case what it is, oldest first.
  absl::StatusOr<std::vector<FeedRecord>> HistoryOf(const domain::Case& c) const;
  // The wrapped key of a case's sealed fields; nullopt when it has none, or it has been destroyed.
  absl::StatusOr<std::optional<std::string>> WrappedKeyOf(domain::CaseId id) const;
  absl::StatusOr<std::optional<std::string>> EditionBody(domain::EditionKind kind,
                                                         const domain::ContentHash& hash) const;
  const Directory& directory() const { return directory_; }
  Feed& feed() { return *feed_; }

  // OK, or why no command is taken: for health.
  absl::Status Health() const { return loop_->Health(); }
  // Answers everything that was taken, then stops. Later commands get UNAVAILABLE.
  void Drain() { loop_->Drain(); }

 private:
  State(storage::Committer& committer, Clock& clock) : committer_(committer), clock_(clock) {}
  void Publish(const Published& published);
  std::shared_ptr<const storage::Snapshot> snapshot() const;

  storage::Committer& committer_;
  Clock& clock_;
  mutable std::mutex mutex_;
  std::shared_ptr<const domain::Editions> editions_;
  std::shared_ptr<const storage::Snapshot> snapshot_;
  Directory directory_;
  std::unique_ptr<Feed> feed_;
  std::unique_ptr<Shard> shard_;
  std::unique_ptr<Loop> loop_;
};

}  // namespace wangge::engine
