// A request that comes again finds its first answer.
#include <gtest/gtest.h>

#include "engine/request_sweep.h"
#include "engine/testing/test_shard.h"

namespace wangge::engine {
namespace {

using storage::StoreKind;

constexpr Timestamp At(std::int64_t minutes) { return kStart + Minutes(minutes); }

class RequestsTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  static void ExpectRepeats(const Accepted& first, const Accepted& again) {
    EXPECT_TRUE(again.repeated);
    EXPECT_FALSE(first.repeated);
    EXPECT_EQ(again.position, first.position);
    EXPECT_EQ(again.time, first.time);
    EXPECT_EQ(again.the_case->id, first.the_case->id);
  }
  TestShard shard_{GetParam()};
  const Envelope report_ = Report("1101", RequestId(1));
};

TEST_P(RequestsTest, TheSameRequestGetsTheFirstAnswer) {
  const Accepted first = shard_.Do(report_, At(1));
  ExpectRepeats(first, shard_.Do(report_, At(2)));
  EXPECT_EQ(shard_.Rows(storage::Family::kCase), 1u);
}

TEST_P(RequestsTest, AlsoAfterARestart) {
  const Accepted first = shard_.Do(report_, At(1));
  shard_.Reopen();
  ExpectRepeats(first, shard_.Do(report_, At(2)));
}

TEST_P(RequestsTest, AlsoWithinOneGroup) {
  const auto replies = shard_.Send({report_, report_}, At(1));
  ExpectRepeats(replies[0].AwaitAccepted(), replies[1].AwaitAccepted());
}

TEST_P(RequestsTest, AlsoLongAfterManyOthers) {
  const Accepted first = shard_.Do(report_, At(1));
  for (std::uint64_t group = 0; group < 6; ++group) {
    std::vector<Envelope> others;
    for (std::uint64_t i = 0; i < 1'000; ++i) others.push_back(Report("1101", RequestId(100 + group * 1'000 + i)));
    shard_.Send(std::move(others), At(2));
  }
  ExpectRepeats(first, shard_.Do(report_, At(3)));
  shard_.ExpectSound();
}

TEST_P(RequestsTest, OtherContentUnderTheSameIdIsRefused) {
  shard_.Do(report_, At(1));
  Envelope other = report_;
  other.content_tag[0] = 'x';
  EXPECT_EQ(shard_.Send(other, At(2)).AwaitRejected(), "REQUEST_ID_REUSED");
  shard_.Reopen();
  EXPECT_EQ(shard_.Send(other, At(3)).AwaitRejected(), "REQUEST_ID_REUSED");
}

TEST_P(RequestsTest, ARepeatedActionIsAnsweredThoughTheCaseWentOn) {
  const domain::CaseId id = shard_.DoReport(At(0));
  Envelope book = Act(Desk(), id, "book", "dark");
  book.request_id = RequestId(2);
  const Accepted first = shard_.Do(book, At(1));
  shard_.Do(Act(Desk(), id, "send", "u-1"), At(2));
  shard_.Reopen();
  ExpectRepeats(first, shard_.Do(book, At(3)));
  EXPECT_EQ(shard_.Stored(id).history.size(), 3u);
}

TEST_P(RequestsTest, ARefusedRequestMayBeAskedAgain) {
  Envelope book = Act(Desk(), domain::CaseId{6}, "book", "dark");
  book.request_id = RequestId(3);
  EXPECT_EQ(shard_.Send(book, At(1)).AwaitRejected(), "CASE_NOT_FOUND");
  ASSERT_EQ(shard_.DoReport(At(1)), domain::CaseId{6});
  EXPECT_FALSE(shard_.Do(book, At(2)).repeated);
}

TEST_P(RequestsTest, ARepeatedActivationNamesNoCase) {
  Envelope activation = Activation(domain::EditionKind::kLayer, "grid", "x");
  activation.request_id = RequestId(4);
  const Accepted first = shard_.Do(activation, At(1));
  shard_.Reopen();
  const Accepted again = shard_.Do(activation, At(2));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.position, first.position);
  EXPECT_EQ(again.the_case, nullptr);
}

TEST_P(RequestsTest, ForNinetyDaysOfTheLogAndNoLonger) {
  const Timestamp old = At(1);
  const Accepted first = shard_.Do(report_, old);
  shard_.Do(Report("1101", RequestId(2)), old + Minutes(1));
  const auto sweep = [this] { return SweepRequests(shard_.store(), shard_.committer(), {}).value(); };
  shard_.Do(Report("1101", RequestId(3)), old + kRequestsKept);
  EXPECT_EQ(sweep().removed, 0u);
  ExpectRepeats(first, shard_.Do(report_, old + kRequestsKept));
  shard_.Do(Report("1101", RequestId(4)), old + kRequestsKept + Microseconds(1));
  EXPECT_EQ(sweep().removed, 1u);
  EXPECT_EQ(sweep().removed, 0u) << "it remembers where it has come to";
  EXPECT_EQ(shard_.Rows(storage::Family::kRequest), 3u);
  shard_.ExpectSound();
  shard_.Reopen();  // what is in memory is dropped
  const Accepted anew = shard_.Do(report_, old + kRequestsKept + Minutes(2));
  EXPECT_FALSE(anew.repeated);
  EXPECT_NE(anew.the_case->id, first.the_case->id);
  shard_.ExpectSound();
  EXPECT_EQ(sweep().removed, 1u) << "the second, and not the row that the first id has now";
  shard_.ExpectSound();
}

TEST_P(RequestsTest, AreSweptAFewRecordsAtATime) {
  for (std::uint64_t i = 1; i <= 20; ++i) shard_.Do(Report("1101", RequestId(i)), At(1));
  shard_.Do(Report("1101", RequestId(21)), At(2) + kRequestsKept);
  std::uint64_t removed = 0;
  std::size_t sweeps = 0;
  for (bool complete = false; !complete; ++sweeps) {
    const RequestSweep sweep = SweepRequests(shard_.store(), shard_.committer(), {}, kRequestsKept, 6).value();
    removed += sweep.removed;
    complete = sweep.complete;
  }
  EXPECT_EQ(removed, 20u);
  EXPECT_EQ(sweeps, 5u) << "25 records before the last one, six at a time";
  shard_.ExpectSound();
}

INSTANTIATE_TEST_SUITE_P(, RequestsTest, ::testing::Values(StoreKind::kMemory, StoreKind::kRocks),
                         [](const auto& tested) { return storage::NameOf(tested.param); });

}  // namespace
}  // namespace wangge::engine
