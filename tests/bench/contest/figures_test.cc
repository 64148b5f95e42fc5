#include "tests/bench/contest/figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wangge::bench {
namespace {

using std::chrono::microseconds;
using ::testing::ElementsAre;

std::vector<Nanoseconds> OneTo(int count) {
  std::vector<Nanoseconds> late;
  for (int i = count; i > 0; --i) late.emplace_back(microseconds(i));
  return late;
}

TEST(LatenciesTest, AreByNearestRank) {
  auto thousand = OneTo(1'000);
  const Latencies of_thousand = LatenciesOf(thousand);
  EXPECT_EQ(of_thousand.p50_us, 500);
  EXPECT_EQ(of_thousand.p99_us, 990);
  EXPECT_EQ(of_thousand.p999_us, 999);
  auto three = OneTo(3);
  EXPECT_EQ(LatenciesOf(three).p50_us, 2);
  EXPECT_EQ(LatenciesOf(three).p99_us, 3);
  auto one = OneTo(1);
  EXPECT_EQ(LatenciesOf(one).p50_us, 1);
  std::vector<Nanoseconds> none;
  EXPECT_EQ(LatenciesOf(none).p999_us, 0);
}

TEST(SustainedTest, ARateIsSustainedOnlyWithoutRefusalsBacklogAndLateness) {
  constexpr double kLateMaxUs = 50'000;
  const Arrivals arrivals{.calls_per_s = 1'000, .length = std::chrono::seconds(1)};
  const auto result = [&] {
    LoopResult good{.acked = 1'000, .calls = 1'000, .wall = std::chrono::seconds(1)};
    good.late = OneTo(1'000);
    return good;
  };
  LoopResult good = result();
  EXPECT_TRUE(IsSustained(good, arrivals, kLateMaxUs));
  LoopResult refused = result();
  refused.failed = 1;
  EXPECT_FALSE(IsSustained(refused, arrivals, kLateMaxUs));
  LoopResult left = result();
  left.unsent = 1;
  EXPECT_FALSE(IsSustained(left, arrivals, kLateMaxUs));
  LoopResult short_of = result();
  short_of.calls = 999;
  EXPECT_FALSE(IsSustained(short_of, arrivals, kLateMaxUs));
  LoopResult late = result();
  for (std::size_t i = 0; i < 11; ++i) late.late[i] = microseconds(50'001);
  EXPECT_FALSE(IsSustained(late, arrivals, kLateMaxUs));
}

TEST(SustainedTest, TheSearchEndsBelowTheLimitAndNearIt) {
  int tries = 0;
  const SustainedRate found = FindSustained(1'000, 6, [&](double rate) {
    ++tries;
    return rate <= 640;
  });
  EXPECT_TRUE(found.is_sustained);
  EXPECT_LE(found.calls_per_s, 640);
  EXPECT_GT(found.calls_per_s, 640 - 750.0 / 64);
  EXPECT_EQ(tries, 7);
}

TEST(SustainedTest, TheHighestIsTakenAtOnceAndAlsoWhenNoneIsSustained) {
  const SustainedRate all = FindSustained(1'000, 6, [](double) { return true; });
  EXPECT_EQ(all.calls_per_s, 1'000);
  const SustainedRate none = FindSustained(1'000, 6, [](double) { return false; });
  EXPECT_FALSE(none.is_sustained);
  EXPECT_EQ(none.calls_per_s, 1'000);
}

TEST(LineTest, HoldsTheFieldsInTheirOrderAndTellsWhatWasNotCounted) {
  const Cell cell{.contender = "limit", .setting = "unary_1", .round = 2, .eps = 10.04, .acked = 80};
  const Json line = LineOf(cell);
  std::vector<std::string> keys;
  for (const auto& [key, value] : line.items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("contender", "setting", "round", "eps", "p50_us", "p99_us", "p999_us", "cpu_us",
                                "bytes", "syncs", "acked", "readable", "offered_eps", "client_cpu_us", "other_cpu"));
  EXPECT_TRUE(line["syncs"].is_null());
  EXPECT_EQ(line["eps"], 10.0);
}

Cell Of(const std::string& contender, const std::string& setting, double eps, double cpu_us) {
  return {.contender = contender, .setting = setting, .eps = eps, .cpu_us = cpu_us, .acked = 5, .readable = 5};
}

TEST(SummaryTest, RatiosAreOfMediansAndTheMeanIsGeometric) {
  const std::vector<Cell> cells = {Of("ours", "a", 900, 10), Of("ours", "a", 800, 10), Of("ours", "a", 100, 40),
                                   Of("peer", "a", 100, 20), Of("peer", "a", 100, 20), Of("peer", "a", 100, 20),
                                   Of("ours", "b", 200, 10), Of("peer", "b", 100, 5)};
  const Json summary = SummaryOf(cells, "ours");
  EXPECT_EQ(summary["settings"]["a"]["to_peer"]["eps"], 8.0);
  EXPECT_EQ(summary["settings"]["a"]["to_peer"]["cpu"], 2.0);
  EXPECT_EQ(summary["settings"]["a"]["ours"]["eps_min"], 100);
  EXPECT_EQ(summary["summary"]["to_peer"]["geometric_mean_eps"], 4.0);
  EXPECT_EQ(summary["summary"]["to_peer"]["worst_eps"], 2.0);
  EXPECT_EQ(summary["summary"]["to_peer"]["worst_setting"], "b");
  EXPECT_EQ(summary["unreconciled_cells"], 0);
}

TEST(SummaryTest, ACellWhoseCountsDifferIsNotReconciled) {
  std::vector<Cell> cells = {Of("ours", "a", 900, 10), Of("ours", "a", 900, 10)};
  cells[0].readable = 6;
  cells[1].readable = std::nullopt;
  cells[1].other_cpu = 0.06;
  const Json summary = SummaryOf(cells, "ours");
  EXPECT_EQ(summary["unreconciled_cells"], 1);
  EXPECT_EQ(summary["disturbed_cells"], 1);
}

}  // namespace
}  // namespace wangge::bench
