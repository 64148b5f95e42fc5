#include "engine/shard.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "engine/digest.h"
#include "engine/testing/test_shard.h"

namespace wangge::engine {
namespace {

using storage::Family;
using storage::StoreKind;

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

struct Setup {
  StoreKind store;
  CommitterKind committer;
};

class ShardTest : public ::testing::TestWithParam<Setup> {
 protected:
  TestShard shard_{GetParam().store, GetParam().committer};
};

TEST_P(ShardTest, ACaseGoesFromItsReportToItsEnd) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.Do(Act(Desk(), id, "book", "dark"), At(1));
  shard_.Do(Act(Desk(), id, "send", "u-1"), At(2));
  shard_.Do(Act(Crew("u-1"), id, "finish"), At(3));
  const Accepted last = shard_.Do(Act(Desk(), id, "end"), At(4));
  EXPECT_EQ(last.the_case->outcome, domain::Outcome::kClosed);
  EXPECT_EQ(last.time, At(4));
  EXPECT_EQ(last.position, shard_->last_position());
  EXPECT_EQ(shard_.Stored(id), *last.the_case);
  EXPECT_EQ(last.the_case->history.size(), 5u);
  EXPECT_EQ(shard_->armed_timers(), 0u);
  shard_.ExpectSound();
}

TEST_P(ShardTest, WhatWasAcceptedIsThereAfterARestart) {
  const domain::CaseId id = shard_.DoReport(At(0));
  const Accepted booked = shard_.Do(Act(Desk(), id, "book", "dark"), At(1));
  shard_.Reopen();
  EXPECT_EQ(shard_->last_position(), booked.position);
  EXPECT_EQ(shard_->last_time(), At(1));
  const Accepted sent = shard_.Do(Act(Desk(), id, "send", "u-1"), At(2));
  EXPECT_EQ(sent.the_case->history.size(), 3u);
  EXPECT_EQ(sent.the_case->milestones, shard_.Stored(id).milestones);
  shard_.ExpectSound();
}

TEST_P(ShardTest, RulesRefuseWithoutATrace) {
  const domain::CaseId id = shard_.DoReport(At(0));
  const domain::LogPosition before = shard_->last_position();
  EXPECT_EQ(shard_.Send(Act(Desk(), id, "end"), At(1)).AwaitRejected(), "ACTION_NOT_ALLOWED");
  EXPECT_EQ(shard_.Send(Act(Crew("u-1"), id, "finish"), At(1)).AwaitRejected(), "CASE_NOT_FOUND");
  EXPECT_EQ(shard_.Send(Act(Desk(), domain::CaseId{id.value + 1}, "book"), At(1)).AwaitRejected(), "CASE_NOT_FOUND");
  EXPECT_EQ(shard_->last_position(), before);
  EXPECT_EQ(shard_.Rows(Family::kLog), before.value);
}

TEST_P(ShardTest, ACaseOfAnotherShardIsNone) {
  const domain::CaseId id = shard_.DoReport(At(0));
  const domain::CaseId other = domain::MakeCaseId(domain::ShardId{1}, domain::PositionOf(id));
  EXPECT_EQ(shard_.Send(Act(Desk(), other, "book", "dark"), At(1)).AwaitRejected(), "CASE_NOT_FOUND");
}

TEST_P(ShardTest, AGroupThatChangesACaseSeveralTimesWritesItOnce) {
  const domain::CaseId id = shard_.DoReport(At(0));
  shard_.published.clear();
  const auto replies = shard_.Send(
      {Act(Desk(), id, "book", "dark"), Act(Desk(), id, "send", "u-1"), Act(Crew("u-1"), id, "finish")}, At(1));
  for (const Reply& reply : replies) reply.AwaitAccepted();
  ASSERT_TRUE(shard_->Flush().ok());
  ASSERT_EQ(shard_.published.size(), 1u);
  ASSERT_EQ(shard_.published[0].changes.size(), 1u);
  EXPECT_EQ(shard_.published[0].changes[0].before->history.size(), 1u);
  EXPECT_EQ(*shard_.published[0].changes[0].after, shard_.Stored(id));
  EXPECT_EQ(shard_.Rows(Family::kCase), 1u);
  EXPECT_EQ(shard_.Rows(Family::kTimer), 0u);
  shard_.ExpectSound();
}

TEST_P(ShardTest, EachCommandOfAGroupSeesThoseBeforeIt) {
  const domain::CaseId next =
      domain::MakeCaseId(domain::ShardId{0}, domain::LogPosition{shard_->last_position().value + 1});
  const auto replies = shard_.Send({Report(), Act(Desk(), next, "book", "dark"), Act(Desk(), next, "book", "dark"),
                                    Act(Desk(), next, "send", "u-2")},
                                   At(1));
  EXPECT_EQ(replies[0].AwaitAccepted().the_case->id, next);
  replies[1].AwaitAccepted();
  EXPECT_EQ(replies[2].AwaitRejected(), "ACTION_NOT_ALLOWED");
  EXPECT_EQ(replies[3].AwaitAccepted().the_case->unit, "u-2");
  shard_.ExpectSound();
}

TEST_P(ShardTest, TimesOfRecordsNeverRunBackwards) {
  const domain::CaseId id = shard_.DoReport(At(10));
  EXPECT_EQ(shard_.Do(Act(Desk(), id, "book", "dark"), At(5)).time, At(10));
  shard_.Reopen();
  EXPECT_EQ(shard_.Do(Act(Desk(), id, "send", "u-1"), At(1)).time, At(10));
}

TEST_P(ShardTest, DeadWorkIsDroppedNotDone) {
  Envelope late = Report();
  late.answer_by = At(4);
  EXPECT_EQ(shard_.Send(late, At(5)).AwaitStatus(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(shard_.Rows(Family::kCase), 0u);
  late.answer_by = At(5);
  EXPECT_TRUE(shard_.Send(late, At(5)).AwaitAccepted().the_case != nullptr);
}

TEST_P(ShardTest, ANewCaseBringsItsKeyAndSealedFields) {
  Envelope report = Report();
  report.wrapped_case_key = "wrapped";
  report.sealed = {{storage::SealedLabel::kDescription, "ciphertext"}};
  const Accepted accepted = shard_.Do(report, At(0));
  const auto records = shard_.committer().Read(accepted.position.value, 1);
  ASSERT_TRUE(records.ok());
  const auto record = storage::DecodeLogRecord(records->front());
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(record->sealed, report.sealed);
  EXPECT_EQ(record->case_id, accepted.the_case->id);
  EXPECT_EQ(record->actor, report.actor);
  EXPECT_EQ(shard_.Rows(Family::kVault), 1u);
}

TEST_P(ShardTest, AnEditionOfAFaultyBodyDoesNotComeIntoForce) {
  const domain::LogPosition before = shard_->last_position();
  const Reply reply = shard_.Send(Activation(domain::EditionKind::kCatalogue, "things", "bad"), At(1));
  EXPECT_EQ(reply.AwaitStatus(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(shard_->last_position(), before);
  EXPECT_EQ(shard_->editions()->activations.at({domain::EditionKind::kCatalogue, "things"}).version, 1u);
}

TEST_P(ShardTest, TheSameBodyMayComeIntoForceUnderTwoNamesAndAgain) {
  using domain::EditionKind;
  const auto replies =
      shard_.Send({Activation(EditionKind::kLayer, "a", "x"), Activation(EditionKind::kLayer, "b", "x"),
                   Activation(EditionKind::kLayer, "a", "y"), Activation(EditionKind::kLayer, "a", "x")},
                  At(1));
  for (const Reply& reply : replies) reply.AwaitAccepted();
  shard_.Reopen();
  EXPECT_EQ(shard_->editions()->activations.at({EditionKind::kLayer, "a"}).version, 3u);
  EXPECT_EQ(shard_->editions()->activations.at({EditionKind::kLayer, "b"}).version, 1u);
  shard_.ExpectSound();
}

TEST_P(ShardTest, AnEditionInForceIsNotActivatedAgain) {
  const domain::LogPosition before = shard_->last_position();
  EXPECT_EQ(shard_.Do(SmallCityEditions().front(), At(1)).position, domain::LogPosition{0});
  EXPECT_EQ(shard_->last_position(), before);
}

TEST_P(ShardTest, ACaseKeepsTheEditionsItWasReportedUnder) {
  const domain::CaseId id = shard_.DoReport(At(0));
  const domain::EditionId first = shard_.Stored(id).procedure;
  shard_.Do(Activation(domain::EditionKind::kProcedure, "steps", "newer steps"), At(1));
  shard_.Reopen();
  EXPECT_EQ(shard_.Do(Act(Desk(), id, "book", "dark"), At(2)).the_case->procedure, first);
  EXPECT_GT(shard_.Stored(shard_.DoReport(At(3))).procedure, first);
}

TEST_P(ShardTest, AFullGroupIsCommittedBeforeTheNextCommand) {
  for (std::size_t i = 0; i < limits::kGroupCommandsMax + 1; ++i) {
    shard_->Stage({.envelope = Report(), .done = nullptr}, At(1));
  }
  const std::size_t editions = SmallCityEditions().size();
  EXPECT_EQ(shard_->last_position().value, editions + limits::kGroupCommandsMax + 1);
  ASSERT_TRUE(shard_->Flush().ok());
  EXPECT_EQ(shard_.Rows(Family::kCase), limits::kGroupCommandsMax);
  shard_->Commit();
  shard_.ExpectSound();
}

INSTANTIATE_TEST_SUITE_P(, ShardTest,
                         ::testing::Values(Setup{StoreKind::kMemory, CommitterKind::kInline},
                                           Setup{StoreKind::kMemory, CommitterKind::kThreaded},
                                           Setup{StoreKind::kRocks, CommitterKind::kInline},
                                           Setup{StoreKind::kRocks, CommitterKind::kThreaded}),
                         [](const auto& tested) {
                           return storage::NameOf(tested.param.store) +
                                  (tested.param.committer == CommitterKind::kInline ? "Inline" : "Threaded");
                         });

absl::StatusOr<Hash> DigestAfter(const std::vector<std::int64_t>& minutes) {
  TestShard shard;
  for (const std::int64_t minute : minutes) {
    shard.Do(Act(Desk(), shard.DoReport(At(minute)), "book", "dark"), At(minute));
  }
  return DigestOf(*shard.store().TakeSnapshot());
}

TEST(DigestTest, EqualRunsGiveEqualDigestsAndAnyChangeAnother) {
  EXPECT_EQ(*DigestAfter({1, 2, 3}), *DigestAfter({1, 2, 3}));
  EXPECT_NE(*DigestAfter({1, 2, 3}), *DigestAfter({1, 2, 4}));
  EXPECT_NE(*DigestAfter({1, 2, 3}), *DigestAfter({1, 2}));
}

TEST(DigestTest, AnActivationChangesTheDigest) {
  TestShard shard;
  const auto before = *DigestOf(*shard.store().TakeSnapshot());
  shard.Do(Activation(domain::EditionKind::kLayer, "grid", "x"), At(1));
  EXPECT_NE(*DigestOf(*shard.store().TakeSnapshot()), before);
}

}  // namespace
}  // namespace wangge::engine
