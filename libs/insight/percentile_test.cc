#include "insight/percentile.h"

#include <numeric>

#include "gtest/gtest.h"

namespace wangge::insight {
namespace {

TEST(Percentile, NearestRankIsAValueOfTheListAndNeverBetweenTwo) {
  const std::vector<std::int64_t> sorted{10, 20, 30, 40};
  EXPECT_EQ(NearestRank(sorted, 50), 20);
  EXPECT_EQ(NearestRank(sorted, 51), 30);
  EXPECT_EQ(NearestRank(sorted, 75), 30);
  EXPECT_EQ(NearestRank(sorted, 90), 40);
  EXPECT_EQ(NearestRank(sorted, 1), 10);
  EXPECT_EQ(NearestRank(sorted, 100), 40);
}

TEST(Percentile, OfOneValueIsThatValue) {
  const std::vector<std::int64_t> one{7};
  for (const std::uint64_t percent : {1u, 50u, 99u, 100u}) EXPECT_EQ(NearestRank(one, percent), 7);
}

TEST(Span, OfNothingIsAllZero) {
  std::vector<std::int64_t> none;
  EXPECT_EQ(SpanOf(none), Span{});
}

TEST(Span, DoesNotDependOnTheOrderOfTheValues) {
  std::vector<std::int64_t> up(1000);
  std::iota(up.begin(), up.end(), 1);
  std::vector<std::int64_t> down(up.rbegin(), up.rend());
  const Span span = SpanOf(up);
  EXPECT_EQ(span, SpanOf(down));
  EXPECT_EQ(span.count, 1000u);
  EXPECT_DOUBLE_EQ(span.mean, 500.5);
  EXPECT_EQ(span.p50, 500);
  EXPECT_EQ(span.p90, 900);
  EXPECT_EQ(span.p95, 950);
  EXPECT_EQ(span.p99, 990);
}

TEST(Span, SumsBeyondSixtyFourBits) {
  std::vector<std::int64_t> values(4, std::int64_t{1} << 62);
  EXPECT_DOUBLE_EQ(SpanOf(values).mean, static_cast<double>(std::int64_t{1} << 62));
}

}  // namespace
}  // namespace wangge::insight
