// Deadlines: when the shard sees that one has passed.
#include <gtest/gtest.h>

#include <vector>

#include "base/limits.h"
#include "engine/testing/test_shard.h"

namespace wangge::engine {
namespace {

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

class TimersTest : public ::testing::TestWithParam<storage::StoreKind> {
 protected:
  bool Passed(domain::CaseId id, domain::ClockIndex clock) {
    const domain::Case c = shard_.Stored(id);
    const domain::ClockRun* run = domain::LatestRun(c, clock);
    return run != nullptr && run->passed;
  }
  void FireUntil(Timestamp until) {
    shard_->StageTimersUntil(until);
    shard_->Commit();
  }
  TestShard shard_{GetParam()};
};

TEST_P(TimersTest, ADeadlinePassesAfterItsInstantNotAtIt) {
  const domain::CaseId id = shard_.DoReport(At(0));
  EXPECT_EQ(shard_->NextTimer(), At(120));
  EXPECT_EQ(shard_->FireTimers(At(120), 10), 0u);
  EXPECT_FALSE(Passed(id, kAnswerClock));
  EXPECT_EQ(shard_->FireTimers(At(120) + Microseconds(1), 10), 1u);
  EXPECT_TRUE(Passed(id, kAnswerClock));
  EXPECT_EQ(shard_->armed_timers(), 0u);
  shard_.ExpectSound();
}

TEST_P(TimersTest, AStoppedClockDoesNotPass) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.Do(Act(Desk(), id, "book", "dark"), At(1));
  EXPECT_EQ(shard_->armed_timers(), 0u);
  FireUntil(At(600));
  EXPECT_FALSE(Passed(id, kAnswerClock));
}

TEST_P(TimersTest, AnExpiryOfAnOlderRunDoesNothing) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.Do(Act(Desk(), id, "book", "dark"), At(1));
  shard_.Do(Act(Desk(), id, "send", "u-1"), At(2));
  shard_.Do(Act(Crew("u-1"), id, "give-back"), At(3));
  shard_.Do(Act(Desk(), id, "send", "u-2"), At(50));
  const domain::LogPosition before = shard_->last_position();
  const auto expire = [&](std::uint32_t generation, std::int64_t minute) {
    return shard_.Do({.command = domain::ExpireClock{id, kWorkClock, generation}}, At(minute)).position;
  };
  EXPECT_EQ(expire(2, 100), domain::LogPosition{0});
  EXPECT_EQ(expire(3, 100), domain::LogPosition{0});
  EXPECT_EQ(shard_->last_position(), before);
  EXPECT_EQ(expire(3, 111).value, before.value + 1);
  EXPECT_EQ(expire(3, 112), domain::LogPosition{0});
  shard_.ExpectSound();
}

TEST_P(TimersTest, AnExpiryOfNoCaseDoesNothing) {
  EXPECT_EQ(shard_.Do({.command = domain::ExpireClock{domain::CaseId{77}, 0, 1}}, At(1)).position,
            domain::LogPosition{0});
}

TEST_P(TimersTest, ARestartArmsThemAgain) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.DoReport(At(1));
  shard_.Reopen();
  EXPECT_EQ(shard_->armed_timers(), 2u);
  EXPECT_EQ(shard_->NextTimer(), At(120));
  EXPECT_EQ(shard_->FireTimers(At(121), 10), 1u);
  EXPECT_TRUE(Passed(id, kAnswerClock));
  shard_.Reopen();
  EXPECT_EQ(shard_->armed_timers(), 1u);
  shard_.ExpectSound();
}

TEST_P(TimersTest, AJumpFiresEachJustAfterItsDueTimeInTheirOrder) {
  const std::vector<std::int64_t> minutes{3, 9, 27, 40};
  for (const std::int64_t minute : minutes) shard_.DoReport(At(minute));
  const domain::LogPosition before = shard_->last_position();
  FireUntil(At(160));  // the last one is due then: not yet
  ASSERT_EQ(shard_->last_position().value, before.value + 3);
  const auto records = shard_.committer().Read(before.value + 1, 10);
  ASSERT_TRUE(records.ok());
  for (std::size_t i = 0; i < records->size(); ++i) {
    const auto record = storage::DecodeLogRecord((*records)[i]);
    ASSERT_TRUE(record.ok());
    EXPECT_EQ(record->time, At(minutes[i] + 120) + Microseconds(1));
  }
  EXPECT_EQ(shard_->NextTimer(), At(160));
  shard_.ExpectSound();
}

TEST_P(TimersTest, OneSliceFiresNoMoreThanItMay) {
  for (int i = 0; i < 10; ++i) shard_.DoReport(At(i));
  EXPECT_EQ(shard_->FireTimers(At(500), 4), 4u);
  EXPECT_EQ(shard_->armed_timers(), 6u);
  EXPECT_EQ(shard_->FireTimers(At(500), 100), 6u);
}

TEST_P(TimersTest, ASliceOfTheLoopLeavesTheRestToTheNextLook) {
  for (std::size_t i = 0; i <= limits::kTimersInSliceMax; ++i) shard_.DoReport(At(0));
  EXPECT_EQ(shard_->FireTimers(At(500), limits::kTimersInSliceMax), limits::kTimersInSliceMax);
  EXPECT_EQ(shard_->armed_timers(), 1u);
}

TEST_P(TimersTest, ManyOfTheSameInstantAllFire) {
  std::vector<Envelope> reports(600, Report());
  shard_.Send(std::move(reports), At(0));
  FireUntil(At(121));
  EXPECT_EQ(shard_->armed_timers(), 0u);
  EXPECT_EQ(shard_.Rows(storage::Family::kTimer), 0u);
  shard_.ExpectSound();
}

TEST_P(TimersTest, ARecordedDueTimeOfLongAgoPassesAtTheNextLook) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.Do(Act(Desk(), id, "book", "ugly"), At(1));
  Envelope send = Act(Desk(), id, "send", "u-1");
  std::get<domain::PerformAction>(send.command).recorded_due = Timestamp{-5};
  shard_.Do(send, At(2));
  EXPECT_EQ(shard_->NextTimer(), Timestamp{-5});
  FireUntil(At(2));
  EXPECT_TRUE(Passed(id, kWorkClock));
  EXPECT_EQ(shard_->last_time(), At(2));
  shard_.ExpectSound();
}

TEST_P(TimersTest, APassedClockIsLateWhenItStopsAndANewRunIsArmedAnew) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.Do(Act(Desk(), id, "book", "flickers"), At(1));
  shard_.Do(Act(Desk(), id, "send", "u-1"), At(2));
  FireUntil(At(60));
  EXPECT_TRUE(Passed(id, kWorkClock));
  const Accepted finished = shard_.Do(Act(Crew("u-1"), id, "finish"), At(61));
  EXPECT_TRUE(domain::EverLate(*finished.the_case, kWorkClock));
  EXPECT_EQ(shard_->armed_timers(), 0u);
  shard_.Do(Act(Desk(), id, "redo"), At(62));
  EXPECT_EQ(shard_->NextTimer(), At(92));
  shard_.ExpectSound();
}

INSTANTIATE_TEST_SUITE_P(, TimersTest, ::testing::Values(storage::StoreKind::kMemory, storage::StoreKind::kRocks),
                         [](const auto& tested) { return storage::NameOf(tested.param); });

}  // namespace
}  // namespace wangge::engine
