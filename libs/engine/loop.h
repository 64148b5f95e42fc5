// The one thread that drives a shard: takes what is queued as one group, fires timers in slices between, and watches
// the clock. Natural batching: it never waits while there is work. The queue is bounded; new reports are refused
// before work on cases that exist already.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "base/status/clock.h"
#include "engine/envelope.h"
#include "engine/shard.h"

namespace wangge::engine {

class Loop {
 public:
  // `shard` and the clocks outlive the loop; nobody else touches the shard meanwhile.
  Loop(Shard& shard, Clock& clock, ManualClock* manual);
  ~Loop() { Drain(); }

  void Submit(Pending command);
  void Submit(std::vector<Pending> commands);
  void AdvanceClock(Timestamp to, std::function<void(absl::Status)> done);

  // OK; UNAVAILABLE when draining, when the shard has failed, or when the wall clock has jumped against the monotonic
  // one by more than limits::kClockJumpMax: then nothing is sequenced and no timer fires until a restart, because one
  // bad time reply must not make facts that cannot be taken back.
  absl::Status Health() const;
  void Drain();

 private:
  struct Advance {
    Timestamp to;
    std::function<void(absl::Status)> done;
  };

  void Run();
  bool WaitForWork(std::unique_lock<std::mutex>& lock);
  std::vector<Pending> TakeGroup();
  void Step(std::vector<Pending> group, std::optional<Advance> advance);
  absl::Status WatchClock(Timestamp now);
  // With the mutex held: OK, or why nothing is decided any more.
  absl::Status Stopped() const;
  // With the mutex held: OK, or why no command is taken.
  absl::Status Closed() const;
  // With the mutex held, and while Closed() is OK: OK, or why there is no room for the command.
  absl::Status Admit(const Pending& command) const;
  void Refuse(std::vector<Pending>& commands, const absl::Status& why);

  Shard& shard_;
  Clock& clock_;
  ManualClock* manual_;
  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::deque<Pending> queue_;
  std::deque<Advance> advances_;
  std::optional<Timestamp> next_timer_;
  bool draining_ = false;
  absl::Status health_;
  Timestamp wall_start_;
  std::int64_t steady_start_micros_ = 0;
  std::jthread thread_;
};

}  // namespace wangge::engine
