// Where "now" comes from. Only the edges hold a Clock; what they read goes into the command and from there into the
// log. Thread-safe.
#pragma once

#include <atomic>

#include "base/time.h"

namespace wangge {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp Now() const = 0;
};

// CLOCK_REALTIME.
class SystemClock final : public Clock {
 public:
  Timestamp Now() const override;
};

// Moves only when told, never backwards: the clock of demos, simulations and tests.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : micros_(start.micros) {}
  Timestamp Now() const override { return {micros_.load(std::memory_order_acquire)}; }
  // No effect when `t` is not later than now.
  void AdvanceTo(Timestamp t);

 private:
  std::atomic<std::int64_t> micros_;
};

}  // namespace wangge
