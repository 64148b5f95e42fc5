// A whole state at work: commands in, lists, cases, histories and the feed out.
#include "engine/state.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "engine/testing/test_shard.h"
#include "engine/verify.h"

namespace wangge::engine {
namespace {

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

class StateTest : public ::testing::TestWithParam<storage::StoreKind> {
 protected:
  StateTest() {
    Open();
    for (Envelope& edition : SmallCityEditions()) Do(std::move(edition));
  }

  void Open() {
    committer_ = OpenCommitter(CommitterKind::kThreaded, store_.get());
    auto opened = State::Open(*committer_, {}, SmallCityLoader(), clock_, &clock_);
    ASSERT_TRUE(opened.ok()) << opened.status();
    state_ = *std::move(opened);
  }
  void Reopen() {
    state_.reset();
    committer_.reset();
    store_.Reopen();
    Open();
  }
  Accepted Do(Envelope envelope) {
    const Reply reply;
    state_->Submit(std::move(envelope), reply.done());
    return reply.AwaitAccepted();
  }
  void Advance(Timestamp to) {
    const Reply reply;
    state_->AdvanceClock(to, [done = reply.done()](absl::Status status) { done(Answer{std::move(status)}); });
    EXPECT_EQ(reply.AwaitStatus(), absl::StatusCode::kOk);
  }

  storage::TestState store_{GetParam()};
  ManualClock clock_{kStart};
  std::unique_ptr<storage::Committer> committer_;
  std::unique_ptr<State> state_;
};

TEST_P(StateTest, WhoHasAnAnswerFindsItEverywhere) {
  Envelope report = Report("1101", RequestId(1));
  report.wrapped_case_key = "wrapped";
  const Accepted accepted = Do(report);
  const domain::CaseId id = accepted.the_case->id;
  EXPECT_EQ(**state_->FindCase(id), *accepted.the_case);
  EXPECT_EQ(*state_->WrappedKeyOf(id), "wrapped");
  EXPECT_EQ(state_->directory().size(), 1u);
  EXPECT_EQ(state_->feed().head(), accepted.position);
  const auto history = state_->HistoryOf(*accepted.the_case);
  ASSERT_TRUE(history.ok());
  EXPECT_EQ(history->front().record->request_id, RequestId(1));
  EXPECT_NE(state_->editions()->procedures.Find(accepted.the_case->procedure), nullptr);
}

TEST_P(StateTest, TheFeedTellsWhatStandsInTheLog) {
  const Accepted accepted = Do(Report("1101", RequestId(1)));
  const auto told = state_->feed().Read(accepted.position, 10);
  const auto stored = state_->HistoryOf(*accepted.the_case);
  ASSERT_TRUE(told.ok() && stored.ok());
  ASSERT_EQ(told->size(), 1u);
  EXPECT_EQ(storage::EncodeLogRecord(*told->front().record, {}), storage::EncodeLogRecord(*stored->front().record, {}));
}

TEST_P(StateTest, WhatIsNotThereIsNoError) {
  EXPECT_EQ(*state_->FindCase(domain::CaseId{999}), nullptr);
  EXPECT_EQ(*state_->WrappedKeyOf(domain::CaseId{999}), std::nullopt);
  EXPECT_EQ(*state_->EditionBody(domain::EditionKind::kSystem, {}), std::nullopt);
  EXPECT_EQ(*state_->EditionBody(domain::EditionKind::kSystem, Sha256::Of("the town")), "the town");
}

TEST_P(StateTest, ALifeOfACaseIsTheSameAfterARestart) {
  const domain::CaseId id = Do(Report()).the_case->id;
  Advance(At(130));
  Do(Act(Desk(), id, "book", "flickers"));
  Do(Act(Desk(), id, "send", "u-1"));
  Advance(At(200));
  Do(Act(Crew("u-1"), id, "finish"));
  Do(Act(Desk(), id, "end"));
  const domain::Case before = **state_->FindCase(id);
  EXPECT_EQ(before.outcome, domain::Outcome::kClosed);
  EXPECT_EQ(before.history.size(), 7u);  // two deadlines passed on the way
  EXPECT_TRUE(domain::EverLate(before, kWorkClock));
  const domain::LogPosition head = state_->feed().head();
  Reopen();
  EXPECT_EQ(**state_->FindCase(id), before);
  EXPECT_EQ(state_->feed().head(), head);
  EXPECT_EQ(state_->HistoryOf(before)->size(), 7u);
  EXPECT_EQ(state_->directory().size(), 1u);
  EXPECT_TRUE(Verify(*store_->TakeSnapshot(), domain::ShardId{0})->ok());
}

TEST_P(StateTest, ManyCallersAtOnceEachGetTheirOwn) {
  constexpr int kCallers = 4;
  constexpr int kReports = 200;
  std::atomic<int> woken = 0;
  state_->feed().Subscribe([&woken] { ++woken; });
  std::vector<std::jthread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([this, caller] {
      for (int i = 0; i < kReports; ++i) {
        const auto id = Do(Report("1101", RequestId(static_cast<std::uint64_t>(caller * kReports + i)))).the_case->id;
        const auto found = state_->FindCase(id);
        ASSERT_TRUE(found.ok() && *found != nullptr);
        ASSERT_EQ((*found)->id, id);
      }
    });
  }
  callers.clear();
  EXPECT_EQ(state_->directory().size(), std::size_t{kCallers * kReports});
  EXPECT_GT(woken, 0);
  state_->Drain();
  EXPECT_EQ(state_->Health().code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(Verify(*store_->TakeSnapshot(), domain::ShardId{0})->ok());
}

INSTANTIATE_TEST_SUITE_P(, StateTest, ::testing::Values(storage::StoreKind::kMemory, storage::StoreKind::kRocks),
                         [](const auto& tested) { return storage::NameOf(tested.param); });

}  // namespace
}  // namespace wangge::engine
