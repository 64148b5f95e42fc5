// Runs functions later, on one thread of its own: for retries and for waits that end. Delays are of the real clock.
// Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "base/time.h"

namespace wangge::follow {

class Delays {
 public:
  Delays();
  ~Delays() { Stop(); }

  // Runs what is left at once: whoever waits gets an answer. After it nothing runs any more.
  void Stop();

  // `work` is short and does not wait. Runs at once, on the caller's thread, once stopped.
  void After(Duration delay, std::function<void()> work);

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;
  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<SteadyTime, std::function<void()>> waiting_;
  bool stopping_ = false;
  std::jthread thread_;  // last: joined before the rest goes
};

}  // namespace wangge::follow
