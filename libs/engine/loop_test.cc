#include "engine/loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "engine/testing/test_shard.h"

namespace wangge::engine {
namespace {

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

// A real clock as far as the loop knows, that tells what the test says.
class ScriptedClock final : public Clock {
 public:
  Timestamp Now() const override { return {micros_.load()}; }
  void Set(Timestamp t) { micros_ = t.micros; }

 private:
  std::atomic<std::int64_t> micros_{kStart.micros};
};

class LoopTest : public ::testing::Test {
 protected:
  Reply Submit(Envelope envelope) {
    Reply reply;
    loop_->Submit({std::move(envelope), reply.done()});
    return reply;
  }
  absl::Status Advance(Timestamp to) {
    Reply reply;
    loop_->AdvanceClock(to, [done = reply.done()](absl::Status status) { done(Answer{std::move(status)}); });
    return std::get<absl::Status>(reply.Await());
  }

  TestShard shard_{storage::StoreKind::kMemory, CommitterKind::kFake};
  ManualClock clock_{kStart};
  std::optional<Loop> loop_{std::in_place, *shard_, clock_, &clock_};
};

TEST_F(LoopTest, AnswersWhatIsAsked) {
  const Accepted reported = Submit(Report()).AwaitAccepted();
  EXPECT_EQ(reported.time, kStart);
  EXPECT_EQ(Submit(Act(Desk(), reported.the_case->id, "book", "dark")).AwaitAccepted().the_case->id,
            reported.the_case->id);
  EXPECT_TRUE(loop_->Health().ok());
}

TEST_F(LoopTest, SeveralOfOneHandOverAreAnsweredEachForItself) {
  std::vector<Reply> replies(2'500);
  std::vector<Pending> commands;
  for (const Reply& reply : replies) commands.push_back({Report(), reply.done()});
  commands[7].envelope.actor = Desk();
  loop_->Submit(std::move(commands));
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (i == 7) {
      EXPECT_EQ(replies[i].AwaitRejected(), "ROLE_NOT_ALLOWED");
    } else {
      EXPECT_GT(replies[i].AwaitAccepted().position, domain::LogPosition{0});
    }
  }
}

TEST_F(LoopTest, TheManualClockFiresTimersInTheirOrderOnItsWay) {
  const auto first = Submit(Report()).AwaitAccepted();
  ASSERT_TRUE(Advance(At(10)).ok());
  const auto second = Submit(Report()).AwaitAccepted();
  EXPECT_EQ(second.time, At(10));
  ASSERT_TRUE(Advance(At(300)).ok());
  EXPECT_EQ(clock_.Now(), At(300));
  EXPECT_EQ(shard_.Stored(first.the_case->id).last.value, second.position.value + 1);
  EXPECT_EQ(shard_.Stored(second.the_case->id).last.value, second.position.value + 2);
}

TEST_F(LoopTest, TheClockMovesAfterWhatWasAskedBefore) {
  std::vector<Reply> replies(2'000);
  std::vector<Pending> commands;
  for (const Reply& reply : replies) commands.push_back({Report(), reply.done()});
  loop_->Submit(std::move(commands));
  ASSERT_TRUE(Advance(At(10)).ok());
  for (const Reply& reply : replies) EXPECT_EQ(reply.AwaitAccepted().time, kStart);
}

TEST_F(LoopTest, ARealClockIsNotMovedByHand) {
  loop_.emplace(*shard_, clock_, nullptr);
  EXPECT_EQ(Advance(At(10)).code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(LoopTest, NewReportsAreShedBeforeFinishingWork) {
  const auto reported = Submit(Report()).AwaitAccepted();
  // The loop stands still in an answer while the queue fills behind it.
  std::mutex gate;
  gate.lock();
  std::atomic<bool> stands = false;
  loop_->Submit({Act(Desk(), domain::CaseId{1}, "book"), [&](const Answer&) {
                   stands = true;
                   const std::lock_guard wait(gate);
                 }});
  while (!stands) std::this_thread::yield();
  std::vector<Reply> reports(limits::kQueueNewWorkMax + 1);
  for (const Reply& reply : reports) loop_->Submit({Report(), reply.done()});
  EXPECT_TRUE(reports.back().arrived());
  EXPECT_EQ(reports.back().AwaitStatus(), absl::StatusCode::kResourceExhausted);
  std::vector<Reply> actions(limits::kQueueCommandsMax - limits::kQueueNewWorkMax + 1);
  for (const Reply& reply : actions) loop_->Submit({Act(Desk(), reported.the_case->id, "book", "dark"), reply.done()});
  EXPECT_EQ(actions.back().AwaitStatus(), absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(actions[actions.size() - 2].arrived());
  gate.unlock();
  actions.front().AwaitAccepted();
  for (std::size_t i = 0; i + 1 < reports.size(); ++i) reports[i].AwaitAccepted();
}

TEST_F(LoopTest, DrainAnswersAllThatWasTakenAndRefusesTheRest) {
  std::vector<Reply> replies(3'000);
  for (const Reply& reply : replies) loop_->Submit({Report(), reply.done()});
  loop_->Drain();
  for (const Reply& reply : replies) {
    ASSERT_TRUE(reply.arrived());
    reply.AwaitAccepted();
  }
  EXPECT_EQ(Submit(Report()).AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Advance(At(1)).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(loop_->Health().code(), absl::StatusCode::kUnavailable);
  loop_->Drain();
}

TEST_F(LoopTest, AFailedShardShowsInHealthAndRefusesAll) {
  shard_.fake().WillAnswer(storage::CommitOutcome::kLost);
  EXPECT_EQ(Submit(Report()).AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(loop_->Health().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Submit(Report()).AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(Advance(At(600)).code(), absl::StatusCode::kUnavailable);
  loop_->Drain();
  loop_.reset();
  shard_.Reopen();
  loop_.emplace(*shard_, clock_, &clock_);
  Submit(Report()).AwaitAccepted();
}

TEST_F(LoopTest, AWallClockThatJumpsStopsSequencingAndTimers) {
  loop_.reset();
  shard_.DoReport(kStart);
  ScriptedClock real;
  loop_.emplace(*shard_, real, nullptr);
  real.Set(At(4));
  EXPECT_EQ(Submit(Report()).AwaitAccepted().time, At(4));
  real.Set(At(600));
  const domain::LogPosition before = shard_->last_position();
  EXPECT_EQ(Submit(Report()).AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(loop_->Health().code(), absl::StatusCode::kUnavailable);
  real.Set(At(4));
  EXPECT_EQ(Submit(Report()).AwaitStatus(), absl::StatusCode::kUnavailable);
  loop_->Drain();
  EXPECT_EQ(shard_->last_position(), before);
}

TEST_F(LoopTest, OnlyAJumpOfMoreThanClockJumpMaxStopsEitherWay) {
  constexpr Duration kNearly = limits::kClockJumpMax - Minutes(1);  // what the test itself takes is far less
  constexpr Duration kMore = limits::kClockJumpMax + Minutes(1);
  for (const auto& [jump, stops] : {std::pair{kNearly, false}, {kMore, true}}) {
    for (const bool forward : {true, false}) {
      loop_.reset();
      ScriptedClock real;
      real.Set(At(36'000));
      loop_.emplace(*shard_, real, nullptr);
      real.Set(forward ? At(36'000) + jump : At(36'000) - jump);
      const auto answer = Submit(Report());
      if (stops) {
        EXPECT_EQ(answer.AwaitStatus(), absl::StatusCode::kUnavailable);
      } else {
        answer.AwaitAccepted();
      }
      EXPECT_EQ(loop_->Health().ok(), !stops);
      loop_.reset();  // before its clock
    }
  }
}

TEST_F(LoopTest, ARealClockFiresWhatIsDueAtTheNextLook) {
  loop_.reset();
  const domain::CaseId id = shard_.DoReport(kStart);
  ScriptedClock real;
  real.Set(At(121));
  loop_.emplace(*shard_, real, nullptr);
  while (!shard_.Stored(id).clocks.front().passed) std::this_thread::yield();
  loop_->Drain();
  EXPECT_EQ(shard_.Stored(id).history.size(), 2u);
}

}  // namespace
}  // namespace wangge::engine
