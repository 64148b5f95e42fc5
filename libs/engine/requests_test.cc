// A request that comes again finds its first answer.
#include <gtest/gtest.h>

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

INSTANTIATE_TEST_SUITE_P(, RequestsTest, ::testing::Values(StoreKind::kMemory, StoreKind::kRocks),
                         [](const auto& tested) { return storage::NameOf(tested.param); });

}  // namespace
}  // namespace wangge::engine
