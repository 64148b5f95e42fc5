#include "services/ledger/reader_pool.h"

#include "rpc/error.h"

namespace wangge::ledger {

ReaderPool::ReaderPool(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

void ReaderPool::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_all();
  threads_.clear();
}

absl::Status ReaderPool::TryRun(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) {
      return rpc::MakeError(absl::StatusCode::kUnavailable, "STATE_STOPPED",
                            "Expected a state at work, but it is stopping. Ask again when it is back.");
    }
    if (reads_.size() >= kWaitingMax) {
      return rpc::WithRetryAfter(
          rpc::MakeError(absl::StatusCode::kResourceExhausted, "QUEUE_FULL",
                         "Expected room in the queue of reads, but it is full. Ask again after a second."),
          Seconds(1));
    }
    reads_.push_back(std::move(work));
  }
  ready_.notify_one();
  return absl::OkStatus();
}

void ReaderPool::Run(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(work));
  }
  ready_.notify_one();
}

void ReaderPool::Work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ready_.wait(lock, [this] { return stopping_ || !answers_.empty() || !reads_.empty(); });
    auto& queue = answers_.empty() ? reads_ : answers_;
    if (queue.empty()) return;
    {
      const std::function<void()> work = std::move(queue.front());
      queue.pop_front();
      lock.unlock();
      work();
    }  // what the work held goes before the lock is taken again
    lock.lock();
  }
}

}  // namespace wangge::ledger
