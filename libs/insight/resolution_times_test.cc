#include "insight/resolution_times.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::insight {
namespace {

using ::testing::ElementsAre;

Timestamp At(std::int64_t hour) { return Timestamp{} + Hours(hour); }

// A city of four reports: two closed (one of them late), one open past its deadline, one voided.
FactTable FourCases() {
  FactTable table;
  const auto open = [&table](std::uint64_t id, std::string_view category, std::string_view area) {
    table.Open({.case_id = id,
                .category = category,
                .source = "inspector",
                .area = area,
                .received = At(static_cast<std::int64_t>(id)),
                .occurred = At(static_cast<std::int64_t>(id) - 1)});
    table.Perform(id, {.milestone = domain::Milestone::kDispatched, .at = At(static_cast<std::int64_t>(id) + 1)});
    table.SetUnit(id, id % 2 == 0 ? "even" : "odd");
    table.StartDisposal(id, At(static_cast<std::int64_t>(id) + 3));
  };
  const auto close = [&table](std::uint64_t id, Timestamp at, bool late) {
    table.Perform(id, {.milestone = domain::Milestone::kConfirmed, .at = at});
    table.StopDisposal(id, late);
    table.Perform(id, {.milestone = domain::Milestone::kEnded, .outcome = domain::Outcome::kClosed, .at = at});
  };
  open(1, "lamp", "331102001");
  open(2, "lamp", "331102002");
  open(3, "rubbish", "331121001");
  open(4, "rubbish", "");
  close(1, At(3), false);
  close(2, At(12), true);
  table.StopDisposal(4, false);
  table.Perform(4, {.outcome = domain::Outcome::kVoided, .at = At(5)});
  return table;
}

TEST(ResolutionTimes, CountsOpenClosedLateAndPastDueAndLeavesVoidedOutOfBoth) {
  const auto rows = ResolutionTimes(FourCases(), {.now = At(20)});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].count, 4u);
  EXPECT_EQ(rows[0].open, 1u);
  EXPECT_EQ(rows[0].closed, 2u);
  EXPECT_EQ(rows[0].closed_with_deadline, 2u);
  EXPECT_EQ(rows[0].closed_late, 1u);
  EXPECT_EQ(rows[0].open_past_due, 1u);
  EXPECT_EQ(rows[0].resolution.p50, Hours(2).micros);
  EXPECT_EQ(rows[0].resolution.p99, Hours(10).micros);
  EXPECT_EQ(rows[0].report_to_dispatch.count, 4u);
}

TEST(ResolutionTimes, AtTheDeadlineItselfAnOpenCaseIsNotPastDue) {
  EXPECT_EQ(ResolutionTimes(FourCases(), {.now = At(6)})[0].open_past_due, 0u);
}

TEST(ResolutionTimes, APeriodHoldsItsStartAndNotItsEnd) {
  const auto opened = ResolutionTimes(FourCases(), {.from = At(2), .to = At(3), .now = At(20)});
  EXPECT_EQ(opened[0].count, 1u);
  const auto closed = ResolutionTimes(FourCases(), {.basis = Basis::kClosed, .from = At(3), .to = At(12)});
  EXPECT_EQ(closed[0].count, 1u);
  EXPECT_EQ(closed[0].closed, 1u);
}

TEST(ResolutionTimes, GroupsStandInTheOrderOfTheirKeys) {
  const auto rows = ResolutionTimes(FourCases(), {.group_by = {GroupBy::kUnit, GroupBy::kArea}, .area_digits = 6});
  ASSERT_EQ(rows.size(), 4u);
  EXPECT_THAT(rows[0].keys, ElementsAre("even", ""));
  EXPECT_THAT(rows[1].keys, ElementsAre("even", "331102"));
  EXPECT_THAT(rows[2].keys, ElementsAre("odd", "331102"));
  EXPECT_THAT(rows[3].keys, ElementsAre("odd", "331121"));
}

TEST(ResolutionTimes, FiltersJoinByAnd) {
  const auto rows = ResolutionTimes(FourCases(), {.category = "lamp", .area_prefix = "331102002"});
  EXPECT_EQ(rows[0].count, 1u);
}

TEST(ResolutionTimes, StagesThatAReplayInferredAreLeftOut) {
  FactTable table;
  table.Open({.case_id = 1, .received = At(1), .occurred = At(1)});
  table.Perform(1, {.milestone = domain::Milestone::kDispatched, .at = At(1), .inferred = true});
  table.Perform(1, {.milestone = domain::Milestone::kConfirmed, .at = At(2), .inferred = true});
  const auto rows = ResolutionTimes(table, {});
  EXPECT_EQ(rows[0].report_to_dispatch.count, 0u);
  EXPECT_EQ(rows[0].dispatch_to_confirmed.count, 0u);
}

TEST(ResolutionTimes, AReportThatDoesNotTellWhenItOccurredIsLeftOutOfThatSpan) {
  FactTable table;
  table.Open({.case_id = 1, .received = At(3), .occurred = At(1)});
  table.Open({.case_id = 2, .received = At(3)});
  const auto rows = ResolutionTimes(table, {});
  EXPECT_EQ(rows[0].occurred_to_received.count, 1u);
  EXPECT_EQ(rows[0].occurred_to_received.p50, Hours(2).micros);
}

TEST(ResolutionTimes, NothingInThePeriodIsOneRowOfZerosOrNoGroups) {
  EXPECT_EQ(ResolutionTimes(FactTable{}, {}).size(), 1u);
  EXPECT_TRUE(ResolutionTimes(FactTable{}, {.group_by = {GroupBy::kUnit}}).empty());
}

}  // namespace
}  // namespace wangge::insight
