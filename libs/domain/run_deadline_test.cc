#include "domain/run_deadline.h"

#include <gtest/gtest.h>

namespace wangge::domain {
namespace {

constexpr Timestamp kNoon{1'767'240'000'000'000};      // 2026-01-01T12:00:00+08:00
constexpr Timestamp kMidnight{1'767'283'200'000'000};  // the end of that day

ClockRun RunOf(LimitUnit unit, std::int32_t amount) {
  return {.clock = 0, .start = kNoon, .limit = Limit{unit, amount}, .calendar = {}, .stopped = {}};
}

Timestamp DueOf(const ClockRun& run) {
  const auto deadline = DeadlineOfRun(Calendar::Bare(Hours(8)), run, PausesOf(run, kNoon));
  return std::get<Deadline>(deadline).at;
}

TEST(DeadlineOfRun, AnExtensionInHoursBeginsAtTheDeadline) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 2);
  run.extensions = {{.at = kNoon + Hours(9), .limit = *run.limit, .due_before = kNoon + Hours(2), .by = "x"}};
  EXPECT_EQ(DueOf(run), kNoon + Hours(4));
}

TEST(DeadlineOfRun, AnExtensionInDaysAddsWholeDaysToTheLastDay) {
  ClockRun run = RunOf(LimitUnit::kNaturalDay, 5);
  EXPECT_EQ(DueOf(run), kMidnight + Days(5));
  run.extensions = {{.at = kNoon, .limit = *run.limit, .due_before = DueOf(run), .by = "x"}};
  EXPECT_EQ(DueOf(run), kMidnight + Days(10));
}

TEST(DeadlineOfRun, APauseInAnExtensionCountsThere) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 2);
  run.extensions = {{.at = kNoon, .limit = *run.limit, .due_before = kNoon + Hours(2), .by = "x"}};
  run.pauses = {{kNoon + Hours(3), kNoon + Hours(13), "y"}};
  EXPECT_EQ(DueOf(run), kNoon + Hours(14));
}

TEST(ExplainRun, EachPartBeginsWhereTheOneBeforeEndsAndTheLastEndsAtTheDeadline) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 2);
  run.extensions = {{.at = kNoon, .limit = *run.limit, .due_before = kNoon + Hours(2), .by = "x"}};
  run.pauses = {{kNoon + Hours(1), kNoon + Hours(2), "who"}};
  const auto explained = ExplainRun(Calendar::Bare(Hours(8)), run, kNoon);
  const auto& parts = std::get<std::vector<Explanation>>(explained);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].start, kNoon);
  EXPECT_EQ(parts[1].start, parts[0].deadline.at);
  EXPECT_EQ(parts[1].deadline.at, DueOf(run));
  for (const Explanation& part : parts) {
    std::int64_t sum = 0;
    for (const Segment& segment : part.segments) sum += segment.count;
    EXPECT_EQ(sum, part.total);
  }
  EXPECT_EQ(parts[0].segments[1].note, "who");
}

}  // namespace
}  // namespace wangge::domain
