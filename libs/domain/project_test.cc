#include "domain/project.h"

#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

constexpr CaseId kCase{77};

ClockRun MakeRun(ClockIndex clock, std::uint32_t generation, std::int64_t due) {
  ClockRun run;
  run.clock = clock;
  run.generation = generation;
  run.due = Timestamp{due};
  return run;
}

Case With(std::vector<ClockRun> runs) {
  Case c{.id = kCase};
  c.clocks = std::move(runs);
  return c;
}

TEST(Timer, ACaseWithoutARunningClockHasNone) {
  EXPECT_EQ(TimerOf(With({})), std::nullopt);
  ClockRun stopped = MakeRun(0, 1, 100);
  stopped.stopped = Timestamp{50};
  EXPECT_EQ(TimerOf(With({stopped})), std::nullopt);
  ClockRun passed = MakeRun(0, 1, 100);
  passed.passed = true;
  EXPECT_EQ(TimerOf(With({passed})), std::nullopt) << "it has fired";
}

TEST(Timer, TheEarliestDeadlineComesFirstAndTheOlderRunOfTwo) {
  EXPECT_EQ(TimerOf(With({MakeRun(0, 1, 300), MakeRun(1, 2, 200), MakeRun(2, 3, 250)})),
            (TimerRow{Timestamp{200}, kCase, 1, 2}));
  EXPECT_EQ(TimerOf(With({MakeRun(0, 1, 200), MakeRun(1, 2, 200)})), (TimerRow{Timestamp{200}, kCase, 0, 1}));
}

TEST(Timer, ANewCasePutsItsRow) {
  const TimerChange change = ProjectTimer(nullptr, With({MakeRun(0, 1, 100)}));
  EXPECT_EQ(change.remove, std::nullopt);
  EXPECT_EQ(change.put, (TimerRow{Timestamp{100}, kCase, 0, 1}));
}

TEST(Timer, ARowThatStaysIsNotWritten) {
  const Case before = With({MakeRun(0, 1, 100)});
  const TimerChange change = ProjectTimer(&before, With({MakeRun(0, 1, 100), MakeRun(1, 2, 200)}));
  EXPECT_EQ(change.remove, std::nullopt);
  EXPECT_EQ(change.put, std::nullopt);
}

TEST(Timer, AnEarlierDeadlineTakesTheRow) {
  const Case before = With({MakeRun(0, 1, 100)});
  const TimerChange change = ProjectTimer(&before, With({MakeRun(0, 1, 100), MakeRun(1, 2, 50)}));
  EXPECT_EQ(change.remove, (TimerRow{Timestamp{100}, kCase, 0, 1}));
  EXPECT_EQ(change.put, (TimerRow{Timestamp{50}, kCase, 1, 2}));
}

TEST(Timer, AStoppedClockTakesItsRowAway) {
  const Case before = With({MakeRun(0, 1, 100)});
  Case after = before;
  after.clocks[0].stopped = Timestamp{80};
  const TimerChange change = ProjectTimer(&before, after);
  EXPECT_EQ(change.remove, (TimerRow{Timestamp{100}, kCase, 0, 1}));
  EXPECT_EQ(change.put, std::nullopt);
}

TEST(Timer, WhenADeadlinePassesTheNextOneFollows) {
  const Case before = With({MakeRun(0, 1, 100), MakeRun(1, 2, 200)});
  Case after = before;
  after.clocks[0].passed = true;
  EXPECT_EQ(ProjectTimer(&before, after).put, (TimerRow{Timestamp{200}, kCase, 1, 2}));
}

}  // namespace
}  // namespace wangge::domain
