// A few threads for what may touch the disk or take longer than a handler may: reads, unsealing, and turning answers
// into messages. Bounded for new work, so that overload is refused early. Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"

namespace wangge::ledger {

class ReaderPool {
 public:
  static constexpr std::size_t kThreads = 2;         // reads are short; the writer and the transport need the rest
  static constexpr std::size_t kWaitingMax = 4'096;  // about 40 ms of point reads: more only adds delay

  explicit ReaderPool(std::size_t threads = kThreads);
  ~ReaderPool() { Stop(); }

  // Runs all that was taken and ends the threads: call it before what the work uses goes, from a thread that is none of
  // them. Further calls do nothing.
  void Stop();

  // The work was not taken: RESOURCE_EXHAUSTED QUEUE_FULL, UNAVAILABLE STATE_STOPPED after Stop.
  absl::Status TryRun(std::function<void()> work);
  // Always taken until Stop has returned, and before new work: for the answers of commands, of which the queue of
  // commands lets only so many in. Not to be called afterwards.
  void Run(std::function<void()> work);

 private:
  void Work();

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> answers_;
  std::deque<std::function<void()>> reads_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;  // last: joined before the rest goes
};

}  // namespace wangge::ledger
