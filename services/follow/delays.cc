#include "services/follow/delays.h"

#include <utility>

namespace wangge::follow {

Delays::Delays() : thread_([this] { Run(); }) {}

void Delays::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Delays::After(Duration delay, std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    const auto due = std::chrono::steady_clock::now() + std::chrono::microseconds(delay.micros);
    if (!stopping_) {
      waiting_.emplace(due, std::move(work));
      work = nullptr;
    }
  }
  if (work) return work();
  changed_.notify_one();
}

void Delays::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_ || !waiting_.empty()) {
    if (waiting_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto first = waiting_.begin();
    if (!stopping_ && std::chrono::steady_clock::now() < first->first) {
      changed_.wait_until(lock, SteadyTime(first->first));
      continue;
    }
    const std::function<void()> work = std::move(first->second);
    waiting_.erase(first);
    lock.unlock();
    work();
    lock.lock();
  }
}

}  // namespace wangge::follow
