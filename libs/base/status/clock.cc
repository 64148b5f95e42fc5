#include "base/status/clock.h"

#include <chrono>

namespace wangge {

Timestamp SystemClock::Now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count()};
}

void ManualClock::AdvanceTo(Timestamp t) {
  std::int64_t seen = micros_.load(std::memory_order_relaxed);
  while (seen < t.micros && !micros_.compare_exchange_weak(seen, t.micros, std::memory_order_acq_rel)) {
  }
}

}  // namespace wangge
