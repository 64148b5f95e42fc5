#include "engine/feed.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/testing/test_shard.h"

namespace wangge::engine {
namespace {

class FeedTest : public ::testing::Test {
 protected:
  FeedTest() : feed_(shard_.committer(), shard_->last_position()) {}
  domain::LogPosition After(std::uint64_t n) { return domain::LogPosition{start_.value + n}; }

  TestShard shard_;
  const domain::LogPosition start_ = shard_->last_position();
  Feed feed_;
};

TEST_F(FeedTest, GivesEveryCommandInOrderFromAnyPosition) {
  for (int i = 0; i < 5; ++i) shard_.DoReport(kStart);
  feed_.Publish(shard_->last_position(), {});
  EXPECT_EQ(feed_.head(), After(5));
  for (std::uint64_t from = 1; from <= feed_.head().value; ++from) {
    const auto records = feed_.Read(domain::LogPosition{from}, 100);
    ASSERT_TRUE(records.ok());
    ASSERT_EQ(records->size(), feed_.head().value - from + 1);
    for (std::size_t i = 0; i < records->size(); ++i) EXPECT_EQ((*records)[i].position.value, from + i);
  }
  EXPECT_EQ(feed_.Read(After(1), 2)->size(), 2u);
  EXPECT_EQ(feed_.Read(After(2), 1)->front().record->case_id, domain::MakeCaseId(domain::ShardId{0}, After(2)));
}

TEST_F(FeedTest, IsEmptyAfterItsHead) {
  EXPECT_TRUE(feed_.Read(After(1), 10)->empty());
  shard_.DoReport(kStart);
  EXPECT_TRUE(feed_.Read(After(1), 10)->empty());
  EXPECT_EQ(feed_.Read(start_, 10)->size(), 1u);
}

TEST_F(FeedTest, TheNewestRecordsAreNotReadAgain) {
  for (int i = 0; i < 3; ++i) shard_.DoReport(kStart);
  Feed log(shard_.committer(), shard_->last_position());
  const auto stored = log.Read(After(1), 100);
  feed_.Publish(After(1), {(*stored)[0]});
  feed_.Publish(After(3), {(*stored)[1], (*stored)[2]});
  const auto told = feed_.Read(After(1), 100);
  ASSERT_EQ(told->size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ((*told)[i].record, (*stored)[i].record);
  EXPECT_EQ(feed_.Read(After(1), 2)->size(), 2u);
  EXPECT_EQ(feed_.Read(start_, 100)->size(), 4u) << "what is older comes from the log";
  shard_.DoReport(kStart);
  feed_.Publish(After(4), {});
  EXPECT_EQ(feed_.Read(After(2), 100)->size(), 3u) << "so does what was not given";
}

TEST_F(FeedTest, PositionZeroAndTrimmedPositionsAreOutOfRange) {
  EXPECT_EQ(feed_.Read(domain::LogPosition{0}, 1).status().code(), absl::StatusCode::kOutOfRange);
  ASSERT_TRUE(shard_.committer().Trim(3).ok());
  EXPECT_EQ(feed_.Read(domain::LogPosition{2}, 1).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(feed_.Read(domain::LogPosition{3}, 1)->size(), 1u);
}

TEST_F(FeedTest, WakesItsSubscribersUntilTheyLeave) {
  int first = 0;
  int second = 0;
  const auto key = feed_.Subscribe([&first] { ++first; });
  feed_.Publish(After(1), {});
  feed_.Subscribe([&second] { ++second; });
  feed_.Publish(After(2), {});
  feed_.Unsubscribe(key);
  feed_.Unsubscribe(key);
  feed_.Publish(After(3), {});
  EXPECT_EQ(first, 2);
  EXPECT_EQ(second, 2);
}

}  // namespace
}  // namespace wangge::engine
