#include "engine/loop.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/limits.h"
#include "base/status/text.h"

namespace wangge::engine {
namespace {

std::int64_t SteadyMicros() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

bool IsNewWork(const Pending& command) {
  return std::holds_alternative<domain::SubmitReport>(command.envelope.command);
}

absl::Status QueueFull() {
  return ResourceExhausted(
      "Expected room in the queue of commands, but it is full. Ask again after a second with the "
      "same request id.");
}

}  // namespace

Loop::Loop(Shard& shard, Clock& clock, ManualClock* manual)
    : shard_(shard),
      clock_(clock),
      manual_(manual),
      next_timer_(shard.NextTimer()),
      wall_start_(clock.Now()),
      steady_start_micros_(SteadyMicros()),
      thread_([this] { Run(); }) {}

absl::Status Loop::Stopped() const { return health_.ok() ? shard_.Failed() : health_; }

absl::Status Loop::Closed() const {
  if (draining_) return Unavailable("Expected a server that takes commands, but it is shutting down. Ask again soon.");
  return Stopped();
}

absl::Status Loop::Admit(const Pending& command) const {
  const std::size_t max = IsNewWork(command) ? limits::kQueueNewWorkMax : limits::kQueueCommandsMax;
  return queue_.size() < max ? absl::OkStatus() : QueueFull();
}

void Loop::Submit(Pending command) {
  std::vector<Pending> one;
  one.push_back(std::move(command));
  Submit(std::move(one));
}

void Loop::Submit(std::vector<Pending> commands) {
  std::vector<std::pair<Done, absl::Status>> refused;
  {
    const std::lock_guard lock(mutex_);
    const absl::Status closed = Closed();
    for (Pending& command : commands) {
      if (absl::Status admitted = closed.ok() ? Admit(command) : closed; !admitted.ok()) {
        refused.emplace_back(std::move(command.done), std::move(admitted));
      } else {
        queue_.push_back(std::move(command));
      }
    }
  }
  work_.notify_one();
  for (auto& [done, why] : refused) {
    if (done) done(Answer{why});
  }
}

void Loop::AdvanceClock(Timestamp to, std::function<void(absl::Status)> done) {
  if (manual_ == nullptr) {
    done(
        FailedPrecondition("Expected a server with a manual clock, but this one keeps real time. Start it with "
                           "`--clock manual`."));
    return;
  }
  bool draining = false;
  {
    const std::lock_guard lock(mutex_);
    draining = draining_;
    if (!draining) advances_.push_back({to, std::move(done)});
  }
  if (draining) done(Unavailable("Expected a running server, but it is shutting down."));
  work_.notify_one();
}

absl::Status Loop::Health() const {
  const std::lock_guard lock(mutex_);
  return Closed();
}

void Loop::Drain() {
  {
    const std::lock_guard lock(mutex_);
    draining_ = true;
  }
  work_.notify_one();
  if (thread_.joinable()) thread_.join();
}

// False when there is nothing left to do for ever.
bool Loop::WaitForWork(std::unique_lock<std::mutex>& lock) {
  while (queue_.empty() && advances_.empty()) {
    if (draining_) return false;
    if (!next_timer_ || manual_ != nullptr) {
      work_.wait(lock);
      continue;
    }
    const std::int64_t wait = next_timer_->micros + 1 - clock_.Now().micros;
    if (wait <= 0) return true;
    // Not longer than a minute, so that a jump of the clock is seen in time.
    work_.wait_for(lock, std::chrono::microseconds(std::min(wait, Minutes(1).micros)));
    return true;
  }
  return true;
}

std::vector<Pending> Loop::TakeGroup() {
  std::vector<Pending> group;
  while (!queue_.empty() && group.size() < limits::kGroupCommandsMax) {
    group.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return group;
}

void Loop::Run() {
  std::unique_lock lock(mutex_);
  while (WaitForWork(lock)) {
    std::vector<Pending> group = TakeGroup();
    std::optional<Advance> advance;
    // A clock moves only after everything that was asked before it.
    if (queue_.empty() && !advances_.empty()) {
      advance = std::move(advances_.front());
      advances_.pop_front();
    }
    const absl::Status health = Stopped();
    lock.unlock();
    if (health.ok()) {
      Step(std::move(group), std::move(advance));
    } else {
      Refuse(group, health);
      if (advance) advance->done(health);
    }
    const std::optional<Timestamp> next_timer = health.ok() ? shard_.NextTimer() : std::nullopt;
    lock.lock();
    next_timer_ = next_timer;
  }
  lock.unlock();
  (void)shard_.Flush();  // a failure has been answered to each command that it concerns
}

void Loop::Step(std::vector<Pending> group, std::optional<Advance> advance) {
  const Timestamp now = clock_.Now();
  if (const absl::Status health = WatchClock(now); !health.ok()) {
    Refuse(group, health);
    if (advance) advance->done(health);
    return;
  }
  if (!group.empty()) shard_.Process(std::move(group), now);
  shard_.FireTimers(now, limits::kTimersInSliceMax);
  if (!advance) return;
  shard_.StageTimersUntil(advance->to);
  shard_.Commit();
  manual_->AdvanceTo(advance->to);
  advance->done(shard_.Flush());
}

absl::Status Loop::WatchClock(Timestamp now) {
  if (manual_ != nullptr) return absl::OkStatus();
  const std::int64_t steady = SteadyMicros();
  const std::int64_t drift = (now.micros - wall_start_.micros) - (steady - steady_start_micros_);
  if (std::abs(drift) > limits::kClockJumpMax.micros) {
    const std::lock_guard lock(mutex_);
    health_ = Unavailable(
        "Expected a wall clock that runs with the monotonic one, but it jumped by more than five "
        "minutes. Set the clock, then restart the server to confirm it.");
    return health_;
  }
  wall_start_ = now;  // slow drift and slewing are not a jump
  steady_start_micros_ = steady;
  return absl::OkStatus();
}

void Loop::Refuse(std::vector<Pending>& commands, const absl::Status& why) {
  for (Pending& command : commands) {
    if (command.done) command.done(Answer{why});
  }
}

}  // namespace wangge::engine
