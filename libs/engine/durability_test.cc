// What may be answered when, and what a failure leaves: the committer answers as the test says.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/testing/test_shard.h"

namespace wangge::engine {
namespace {

using storage::CommitOutcome;
using storage::StoreKind;

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

class DurabilityTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  TestShard shard_{GetParam(), CommitterKind::kFake};
};

TEST_P(DurabilityTest, AnswersWaitForTheirOwnGroup) {
  shard_.fake().Hold();
  const Reply first = shard_.Send(Report(), At(1));
  const Reply second = shard_.Send(Report(), At(1));
  EXPECT_FALSE(first.arrived());
  shard_.fake().Release(1);
  EXPECT_TRUE(first.arrived());
  EXPECT_FALSE(second.arrived());
  shard_.fake().Release(1);
  EXPECT_TRUE(second.arrived());
}

TEST_P(DurabilityTest, ReadersAreToldBeforeTheCaller) {
  const Accepted accepted = shard_.Do(Report(), At(1));
  bool told = false;
  shard_->Process({{.envelope = Act(Desk(), accepted.the_case->id, "book", "dark"),
                    .done = [&](const Answer& answer) {
                      told = shard_.published.back().last == std::get<Accepted>(answer).position;
                    }}},
                  At(2));
  EXPECT_TRUE(told);
}

TEST_P(DurabilityTest, TheNextGroupIsDecidedOnOneThatIsNotDurableYet) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.fake().Hold();
  const Reply booked = shard_.Send(Act(Desk(), id, "book", "dark"), At(1));
  const Reply sent = shard_.Send(Act(Desk(), id, "send", "u-1"), At(2));
  EXPECT_EQ(shard_.fake().groups_held(), 2u);
  shard_.fake().Release(2);
  booked.AwaitAccepted();
  EXPECT_EQ(sent.AwaitAccepted().the_case->unit, "u-1");
  shard_.ExpectSound();
}

TEST_P(DurabilityTest, ARefusalWaitsForTheStateThatItComesFrom) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.fake().Hold();
  const Reply booked = shard_.Send(Act(Desk(), id, "book", "dark"), At(1));
  const Reply again = shard_.Send(Act(Desk(), id, "book", "dark"), At(1));
  EXPECT_FALSE(again.arrived());
  shard_.fake().Release(1);
  booked.AwaitAccepted();
  EXPECT_EQ(again.AwaitRejected(), "ACTION_NOT_ALLOWED");
}

TEST_P(DurabilityTest, ARefusalFromAStateThatWasLostIsNeverGiven) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.fake().Hold();
  shard_.fake().WillAnswer(CommitOutcome::kLost);
  const Reply booked = shard_.Send(Act(Desk(), id, "book", "dark"), At(1));
  const Reply again = shard_.Send(Act(Desk(), id, "book", "dark"), At(1));
  shard_.fake().Release(1);
  EXPECT_EQ(booked.AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(again.AwaitStatus(), absl::StatusCode::kUnavailable);
}

TEST_P(DurabilityTest, ARefusalIsGivenAtOnceWhenAllIsDurable) {
  EXPECT_TRUE(shard_.Send(Act(Desk(), domain::CaseId{1}, "book", "dark"), At(1)).arrived());
}

TEST_P(DurabilityTest, AfterALostGroupNothingIsDecidedUntilTheRestart) {
  const domain::CaseId id = shard_.DoReport(At(0));
  const domain::Case before = shard_.Stored(id);
  shard_.fake().WillAnswer(CommitOutcome::kLost);
  EXPECT_EQ(shard_.Send(Act(Desk(), id, "book", "dark"), At(1)).AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(shard_->Failed().code(), absl::StatusCode::kUnavailable);
  const std::size_t groups = shard_.fake().groups_submitted();
  EXPECT_EQ(shard_.Send(Report(), At(2)).AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(shard_.Send(Act(Desk(), domain::CaseId{9}, "book"), At(2)).AwaitStatus(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(shard_.fake().groups_submitted(), groups);
  EXPECT_FALSE(shard_->Flush().ok());
  shard_.Reopen();
  EXPECT_EQ(shard_.Stored(id), before);
  shard_.Do(Act(Desk(), id, "book", "dark"), At(3));
  shard_.ExpectSound();
}

TEST_P(DurabilityTest, AnUnknownGroupIsFoundAfterTheRestartOrNot) {
  for (const bool written : {false, true}) {
    const domain::LogPosition before = shard_->last_position();
    shard_.fake().WillAnswer(CommitOutcome::kUnknown, written);
    Envelope report = Report("1101", RequestId(written ? 1 : 0));
    EXPECT_EQ(shard_.Send(report, At(1)).AwaitStatus(), absl::StatusCode::kUnavailable);
    shard_.Reopen();
    EXPECT_EQ(shard_->last_position().value, before.value + (written ? 1 : 0));
    // The caller asks again with the same request id: one case, whatever happened.
    EXPECT_EQ(shard_.Do(report, At(2)).repeated, written);
    EXPECT_EQ(shard_->last_position().value, before.value + 1);
    shard_.ExpectSound();
  }
}

TEST_P(DurabilityTest, GroupsBehindALostOneAreLostWithIt) {
  const domain::LogPosition before = shard_->last_position();
  shard_.fake().Hold();
  shard_.fake().WillAnswer(CommitOutcome::kDurable);
  shard_.fake().WillAnswer(CommitOutcome::kLost);
  std::vector<Reply> replies;
  for (int i = 0; i < 4; ++i) replies.push_back(shard_.Send(Report(), At(1)));
  shard_.fake().Release(4);
  replies[0].AwaitAccepted();
  for (std::size_t i = 1; i < replies.size(); ++i) {
    EXPECT_EQ(replies[i].AwaitStatus(), absl::StatusCode::kUnavailable) << i;
  }
  shard_.Reopen();
  EXPECT_EQ(shard_->last_position().value, before.value + 1);
  EXPECT_EQ(shard_->armed_timers(), 1u);
  shard_.ExpectSound();
}

TEST_P(DurabilityTest, TimersOfAFailedShardDoNotFireForEver) {
  shard_.DoReport(At(0));
  shard_.fake().WillAnswer(CommitOutcome::kLost);
  shard_.Send(Report(), At(1));
  shard_->StageTimersUntil(At(600));
  shard_->Commit();
  EXPECT_EQ(shard_->FireTimers(At(600), 10), 2u);
  EXPECT_EQ(shard_->armed_timers(), 2u);
  shard_.Reopen();
  EXPECT_EQ(shard_->armed_timers(), 1u);
}

INSTANTIATE_TEST_SUITE_P(, DurabilityTest, ::testing::Values(StoreKind::kMemory, StoreKind::kRocks),
                         [](const auto& tested) { return storage::NameOf(tested.param); });

// The cache may forget what is on disk and nothing else.
TEST(CaseCacheTest, CasesThatAreNotDurableStay) {
  TestShard shard(StoreKind::kMemory, CommitterKind::kFake, {.id = {}, .cached_cases_max = 2});
  std::vector<domain::CaseId> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(shard.DoReport(At(0)));
  shard.fake().Hold();
  for (const domain::CaseId id : ids) shard.Send(Act(Desk(), id, "book", "dark"), At(1));
  std::vector<Reply> sent;
  for (const domain::CaseId id : ids) sent.push_back(shard.Send(Act(Desk(), id, "send", "u-1"), At(2)));
  shard.fake().Release(2 * ids.size());
  for (const Reply& reply : sent) EXPECT_EQ(reply.AwaitAccepted().the_case->history.size(), 3u);
  for (const domain::CaseId id : ids) shard.Send(Act(Crew("u-1"), id, "finish"), At(3));
  shard.fake().Release(ids.size());
  shard.ExpectSound();
}

}  // namespace
}  // namespace wangge::engine
