#include "tests/bench/contest/open_loop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "base/status/text.h"

namespace wangge::bench {
namespace {

using std::chrono::milliseconds;

// Answers in order on a thread of its own; the first answer is held for a while.
class HeldTarget final : public Target {
 public:
  HeldTarget(std::size_t slots, milliseconds hold) : slots_(slots), thread_([this, hold] { Run(hold); }) {}
  ~HeldTarget() override {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
    changed_.notify_all();
  }

  std::size_t slots() const override { return slots_; }
  std::uint64_t events_per_call() const override { return 1; }
  void Start(std::size_t slot, Done done) override {
    const std::scoped_lock lock(mutex_);
    most_under_way_ = std::max(most_under_way_, waiting_.size() + 1);
    EXPECT_LT(slot, slots_);
    waiting_.push_back(std::move(done));
    changed_.notify_all();
  }
  std::size_t most_under_way() const { return most_under_way_; }
  Answer answer{.acked = 1};

 private:
  void Run(milliseconds hold) {
    for (bool is_first = true;; is_first = false) {
      Done done;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        if (is_first) changed_.wait_for(lock, hold, [this] { return is_stopping_; });
        done = std::move(waiting_.front());
        waiting_.pop_front();
      }
      done(answer);
    }
  }

  const std::size_t slots_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Done> waiting_;
  std::size_t most_under_way_ = 0;
  bool is_stopping_ = false;
  std::jthread thread_;
};

TEST(ArrivalsTest, AreDueAtEqualDistancesFromTheStartOn) {
  const Arrivals arrivals{.calls_per_s = 400, .length = milliseconds(100)};
  EXPECT_EQ(arrivals.Count(), 40U);
  EXPECT_EQ(arrivals.DueAfter(0), milliseconds(0));
  EXPECT_EQ(arrivals.DueAfter(2), milliseconds(5));
  EXPECT_LT(arrivals.DueAfter(arrivals.Count() - 1), arrivals.length);
  EXPECT_GE(arrivals.DueAfter(arrivals.Count()), arrivals.length);
}

TEST(ArrivalsTest, DoNotDriftOverAnHour) {
  const Arrivals arrivals{.calls_per_s = 3, .length = std::chrono::hours(1)};
  EXPECT_EQ(arrivals.Count(), 10'800U);
  EXPECT_EQ(arrivals.DueAfter(10'800), std::chrono::hours(1));
}

TEST(OpenLoopTest, CallsThatWaitBehindASlowOneAreAsLateAsItMadeThem) {
  constexpr milliseconds kHold(60);
  HeldTarget target(1, kHold);
  const Arrivals arrivals{.calls_per_s = 1'000, .length = milliseconds(40)};
  const LoopResult result = RunLoad(target, arrivals);
  ASSERT_EQ(result.acked, 40U);
  ASSERT_EQ(result.late.size(), 40U);
  for (std::uint64_t i = 0; i < result.late.size(); ++i) {
    EXPECT_GE(result.late[i], kHold - arrivals.DueAfter(i)) << "call " << i;
  }
  EXPECT_GE(result.wall, kHold);
}

TEST(OpenLoopTest, NoMoreCallsAreUnderWayThanThereAreSlots) {
  HeldTarget target(3, milliseconds(20));
  const LoopResult result = RunLoad(target, {.calls_per_s = 2'000, .length = milliseconds(30)});
  EXPECT_EQ(result.acked, 60U);
  EXPECT_LE(target.most_under_way(), 3U);
}

TEST(OpenLoopTest, CallsThatNeverBeganAreCountedAndTheirLatenessToo) {
  HeldTarget target(1, milliseconds(100));
  const Arrivals arrivals{.calls_per_s = 1'000, .length = milliseconds(20), .backlog_max = milliseconds(10)};
  const LoopResult result = RunLoad(target, arrivals);
  EXPECT_EQ(result.acked, 1U);
  EXPECT_EQ(result.unsent, 19U);
  ASSERT_EQ(result.late.size(), 20U);
  EXPECT_GE(result.late.back(), milliseconds(30) - arrivals.DueAfter(19));
}

TEST(OpenLoopTest, FailuresAreNoThroughputAndNoLatency) {
  HeldTarget target(2, milliseconds(0));
  target.answer = {.acked = 0, .status = Unavailable("Expected an answer, but none came.")};
  const LoopResult result = RunLoad(target, {.calls_per_s = 1'000, .length = milliseconds(10)});
  EXPECT_EQ(result.acked, 0U);
  EXPECT_EQ(result.failed, 10U);
  EXPECT_EQ(result.calls, 10U);
  EXPECT_TRUE(result.late.empty());
  EXPECT_EQ(result.first_failure, target.answer.status);
}

TEST(OpenLoopTest, OfABatchThatIsPartlyRefusedTheRestCounts) {
  HeldTarget target(1, milliseconds(0));
  target.answer = {.acked = 7, .status = ResourceExhausted("Expected room, but there is none.")};
  const LoopResult result = RunLoad(target, {.calls_per_s = 1'000, .length = milliseconds(2)});
  EXPECT_EQ(result.acked, 14U);
  EXPECT_EQ(result.failed, 2U);
}

TEST(OpenLoopTest, WithoutAPaceEachAnswerIsFollowedByACall) {
  HeldTarget target(4, milliseconds(0));
  const LoopResult result = RunLoad(target, {.length = milliseconds(20)});
  EXPECT_GT(result.acked, 4U);
  EXPECT_EQ(result.unsent, 0U);
  EXPECT_EQ(result.late.size(), result.acked);
}

}  // namespace
}  // namespace wangge::bench
