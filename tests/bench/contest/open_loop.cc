#include "tests/bench/contest/open_loop.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <limits>
#include <mutex>

namespace wangge::bench {
namespace {

constexpr double kNanosecondsPerSecond = 1e9;

class OpenLoop {
 public:
  OpenLoop(Target& target, const Arrivals& arrivals)
      : target_(target), arrivals_(arrivals), count_(arrivals.Count()), start_(SteadyClock::now()) {
    end_ = start_ + arrivals.length + (arrivals.IsPaced() ? arrivals.backlog_max : Nanoseconds{});
    for (std::size_t slot = target.slots(); slot > 0; --slot) free_.push_back(slot - 1);
  }

  LoopResult Run() {
    std::unique_lock lock(mutex_);
    while (next_ < count_ && SteadyClock::now() < end_) {
      if (free_.empty()) {
        changed_.wait_until(lock, end_, [this] { return !free_.empty(); });
        continue;
      }
      const auto due = DueOf(next_);
      if (due > SteadyClock::now()) {
        changed_.wait_until(lock, due);
        continue;
      }
      const std::size_t slot = free_.back();
      free_.pop_back();
      Begin(slot, due, lock);
      lock.lock();
    }
    is_sending_ = false;
    changed_.wait(lock, [this] { return free_.size() == target_.slots(); });
    CountUnsent();
    result_.wall = std::max<Nanoseconds>(last_answer_ - start_, arrivals_.length);
    return std::move(result_);
  }

 private:
  SteadyClock::time_point DueOf(std::uint64_t number) const {
    return arrivals_.IsPaced() ? start_ + arrivals_.DueAfter(number) : SteadyClock::now();
  }

  // Takes the next call; gives the lock back.
  void Begin(std::size_t slot, SteadyClock::time_point due, std::unique_lock<std::mutex>& lock) {
    ++next_;
    lock.unlock();
    target_.Start(slot, [this, slot, due](const Answer& answer) { Answered(slot, due, answer); });
  }

  // The thread that brings an answer begins the next call that is due already: no other thread must wake for it.
  void Answered(std::size_t slot, SteadyClock::time_point due, const Answer& answer) {
    const auto now = SteadyClock::now();
    std::unique_lock lock(mutex_);
    last_answer_ = std::max(last_answer_, now);
    ++result_.calls;
    result_.acked += answer.acked;
    if (answer.status.ok()) {
      result_.late.push_back(now - due);
    } else {
      ++result_.failed;
      if (result_.first_failure.ok()) result_.first_failure = answer.status;
    }
    if (is_sending_ && now < end_ && next_ < count_) {
      const auto next_due = DueOf(next_);
      if (next_due <= SteadyClock::now()) return Begin(slot, next_due, lock);
    }
    free_.push_back(slot);
    changed_.notify_one();
  }

  void CountUnsent() {
    if (!arrivals_.IsPaced()) return;
    for (; next_ < count_; ++next_) {
      ++result_.unsent;
      result_.late.push_back(end_ - DueOf(next_));
    }
  }

  Target& target_;
  const Arrivals arrivals_;
  const std::uint64_t count_;
  const SteadyClock::time_point start_;
  SteadyClock::time_point end_;

  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::vector<std::size_t> free_;
  std::uint64_t next_ = 0;
  bool is_sending_ = true;
  SteadyClock::time_point last_answer_;
  LoopResult result_;
};

}  // namespace

std::uint64_t Arrivals::Count() const {
  if (!IsPaced()) return calls_max > 0 ? calls_max : std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(std::ceil(std::chrono::duration<double>(length).count() * calls_per_s));
}

Nanoseconds Arrivals::DueAfter(std::uint64_t number) const {
  if (!IsPaced()) return {};
  return Nanoseconds(std::llround(static_cast<double>(number) * kNanosecondsPerSecond / calls_per_s));
}

LoopResult RunLoad(Target& target, const Arrivals& arrivals) { return OpenLoop(target, arrivals).Run(); }

}  // namespace wangge::bench
