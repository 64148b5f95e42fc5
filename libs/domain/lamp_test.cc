#include "domain/lamp.h"

#include <gtest/gtest.h>

#include "domain/calendar/testing/calendars.h"

namespace wangge::domain {
namespace {

constexpr Timestamp kStart{1'767'229'200'000'000};  // 2026-01-01T09:00:00+08:00

ClockRun Hours100(std::vector<ClockPause> pauses = {}) {
  return {.clock = 0,
          .start = kStart,
          .due = kStart + Hours(100),
          .limit = Limit{LimitUnit::kUrgentHour, 100},
          .calendar = {},
          .stopped = {},
          .pauses = std::move(pauses)};
}

TEST(Lamp, TurnsYellowAtTheWarningAndRedAfterTheDeadline) {
  const ClockRun run = Hours100();
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart), Lamp::kGreen);
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart + Hours(80) - Microseconds(1)), Lamp::kGreen);
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart + Hours(80)), Lamp::kYellow);
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart + Hours(100)), Lamp::kYellow);
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart + Hours(100) + Microseconds(1)), Lamp::kRed);
}

TEST(Lamp, APauseIsNotUsed) {
  const ClockRun run = [] {
    ClockRun paused = Hours100({{kStart + Hours(10), kStart + Hours(60), "x"}});
    paused.due = paused.due + Hours(50);
    return paused;
  }();
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart + Hours(129)), Lamp::kGreen);
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart + Hours(130)), Lamp::kYellow);
}

TEST(Lamp, StaysAsItWasWhileTheClockStandsStill) {
  const ClockRun run = Hours100({{kStart + Hours(10), std::nullopt, "x"}});
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart + Hours(500)), Lamp::kGreen);
}

TEST(Lamp, AStoppedClockHasNone) {
  ClockRun run = Hours100();
  run.stopped = kStart;
  EXPECT_EQ(LampOf(run, nullptr, 80, kStart), Lamp::kNone);
}

}  // namespace
}  // namespace wangge::domain
