#include "domain/run_deadline.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

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

// -- a clock that stands still ----------------------------------------------------------------------------------------

Standstill StandstillOf(const ClockRun& run, const std::optional<Timestamp>& until = {}) {
  Case c;
  if (until) {
    c.requests = {{.state = RequestState::kRefused, .decided_at = run.pauses.back().from},
                  {.until = until, .state = RequestState::kGranted, .decided_at = run.pauses.back().from}};
  }
  return *StandstillOf(Calendar::Bare(Hours(8)), c, run);
}

TEST(StandstillOf, ARunThatGoesOnOrHasStoppedHasNone) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 2);
  EXPECT_FALSE(StandstillOf(Calendar::Bare(Hours(8)), {}, run));
  run.pauses = {{kNoon, kNoon + Hours(1), "who"}};
  EXPECT_FALSE(StandstillOf(Calendar::Bare(Hours(8)), {}, run));
}

TEST(StandstillOf, TellsWhatIsLeftAndTheDeadlineAtTheEndThatWasGranted) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 5);
  run.pauses = {{kNoon + Hours(2), std::nullopt, "who"}};
  const Standstill standstill = StandstillOf(run, kNoon + Days(3));
  EXPECT_EQ(standstill.since, kNoon + Hours(2));
  EXPECT_EQ(standstill.by, "who");
  EXPECT_EQ(standstill.until, kNoon + Days(3));
  EXPECT_EQ(standstill.left, std::vector<std::int64_t>{Hours(3).micros});
  EXPECT_EQ(standstill.then->at, kNoon + Days(3) + Hours(3));
}

TEST(StandstillOf, WithoutAGrantedEndIsOpenEnded) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 5);
  run.pauses = {{kNoon, std::nullopt, "who"}};
  const Standstill standstill = StandstillOf(run);
  EXPECT_EQ(standstill.until, std::nullopt);
  EXPECT_EQ(standstill.then, std::nullopt);
  EXPECT_EQ(standstill.left, std::vector<std::int64_t>{Hours(5).micros});
}

TEST(StandstillOf, InDaysTheDayOnWhichItBeganHasCounted) {
  ClockRun run = RunOf(LimitUnit::kNaturalDay, 5);
  run.pauses = {{kNoon + Days(2), std::nullopt, "who"}};
  const Standstill standstill = StandstillOf(run, kNoon + Days(10));
  EXPECT_EQ(standstill.left, std::vector<std::int64_t>{3});
  EXPECT_EQ(standstill.then->at, kMidnight + Days(13));
}

TEST(StandstillOf, AnExtensionIsLeftWholeWhileTheLimitIsNotUsedUp) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 2);
  run.extensions = {{.at = kNoon, .limit = *run.limit, .due_before = kNoon + Hours(2), .by = "x"}};
  run.pauses = {{kNoon + Hours(1), std::nullopt, "who"}};
  EXPECT_EQ(StandstillOf(run).left, (std::vector<std::int64_t>{Hours(1).micros, Hours(2).micros}));
  run.pauses = {{kNoon + Hours(3), std::nullopt, "who"}};
  EXPECT_EQ(StandstillOf(run).left, (std::vector<std::int64_t>{0, Hours(1).micros}));
}

TEST(StandstillOf, ADueTimeWithoutALimitMovesByThePause) {
  ClockRun run = RunOf(LimitUnit::kUrgentHour, 2);
  run.limit.reset();
  run.due = kNoon + Days(1);
  run.pauses = {{kNoon + Hours(1), std::nullopt, "who"}};
  const Standstill standstill = StandstillOf(run, kNoon + Hours(5));
  EXPECT_EQ(standstill.then->at, kNoon + Days(1) + Hours(4));
  EXPECT_TRUE(standstill.left.empty());
}

}  // namespace
}  // namespace wangge::domain
