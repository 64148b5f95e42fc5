// Counts work that refers to parts which must not go before it: a token for each, and a wait for none. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>

#include "base/time.h"

namespace wangge::follow {

class InFlight {
 public:
  using Token = std::shared_ptr<void>;

  // Held by the work; the last copy ends it.
  Token Begin() {
    {
      const std::lock_guard lock(mutex_);
      ++count_;
    }
    return Token(this, [](void* self) { static_cast<InFlight*>(self)->End(); });
  }

  // False: some work has not ended within the patience.
  bool WaitForNone(Duration patience) {
    std::unique_lock lock(mutex_);
    return none_.wait_for(lock, std::chrono::microseconds(patience.micros), [this] { return count_ == 0; });
  }

 private:
  void End() {
    const std::lock_guard lock(mutex_);
    if (--count_ == 0) none_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable none_;
  std::size_t count_ = 0;
};

}  // namespace wangge::follow
