#include "domain/evolve.h"

#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

constexpr Timestamp kAt{1'000}, kLater{2'000};

ActionPerformed Marks(Milestone milestone, Timestamp at, bool inferred = false) {
  ActionPerformed event;
  event.milestone = milestone;
  event.at = at;
  event.inferred = inferred;
  return event;
}

const MilestoneTime& Of(const Case& c, Milestone milestone) {
  return c.milestones[static_cast<std::size_t>(milestone)];
}

ClockStarted Started(ClockIndex clock, std::uint32_t generation) {
  ClockStarted event;
  event.clock = clock;
  event.generation = generation;
  event.start = kAt;
  event.due = kLater;
  return event;
}

TEST(Evolve, AReportFillsTheCase) {
  Reported e{.system = EditionId{1}, .procedure = EditionId{2}, .catalogue = EditionId{3}, .source = "s"};
  e.category = "c";
  e.area = "33";
  e.location.position = Position{1, 2};
  e.occurred_at = kAt;
  e.received_at = kLater;
  e.reporter = "r";
  e.attachments = 4;
  e.stage = 5;
  Case c;
  Evolve(c, e);
  Case expected{.system = EditionId{1}, .procedure = EditionId{2}, .catalogue = EditionId{3}, .source = "s"};
  expected.category = "c";
  expected.area = "33";
  expected.location.position = Position{1, 2};
  expected.occurred_at = kAt;
  expected.received_at = kLater;
  expected.reporter = "r";
  expected.attachments = 4;
  expected.stage = 5;
  EXPECT_EQ(c, expected);
}

TEST(Evolve, AnActionMovesTheCaseAndNotesThePart) {
  Case c;
  Evolve(c, ActionPerformed{.to = 3, .outcome = Outcome::kClosed, .part = Part::kChecker, .actor = "a"});
  EXPECT_EQ(c.stage, 3u);
  EXPECT_EQ(c.outcome, Outcome::kClosed);
  EXPECT_EQ(c.parts, (std::vector<PartTaken>{{Part::kChecker, "a"}}));
  Evolve(c, ActionPerformed{.to = 4, .actor = "b"});
  EXPECT_EQ(c.parts.size(), 1u) << "an action without a part";
}

TEST(Evolve, TheFirstAcceptanceAndDispatchAreKeptAndTheLastOfAllElse) {
  for (int i = 1; i < static_cast<int>(kMilestones); ++i) {
    const auto milestone = static_cast<Milestone>(i);
    const bool keeps_first = milestone == Milestone::kAccepted || milestone == Milestone::kDispatched;
    Case c;
    Evolve(c, Marks(milestone, kAt, true));
    Evolve(c, Marks(milestone, kLater));
    EXPECT_EQ(Of(c, milestone), (keeps_first ? MilestoneTime{kAt, true} : MilestoneTime{kLater, false})) << i;
  }
}

TEST(Evolve, AnActionWithoutAMilestoneMarksNone) {
  Case c;
  Evolve(c, Marks(Milestone::kNone, kAt));
  for (const MilestoneTime& milestone : c.milestones) EXPECT_EQ(milestone.at, std::nullopt);
}

TEST(Evolve, FilingDispatchingReturningAndReworking) {
  Case c;
  Evolve(c, Filed{"x-1"});
  EXPECT_TRUE(c.filed);
  EXPECT_EQ(c.condition, "x-1");
  Evolve(c, Dispatched{"u", 1});
  EXPECT_EQ(c.unit, "u");
  Evolve(c, Reworked{2});
  EXPECT_EQ(c.round, 2u);
  EXPECT_EQ(c.reworks, 1u);
  EXPECT_EQ(c.unit, "u") << "the same unit again";
  Evolve(c, Released{"u"});
  EXPECT_EQ(c.unit, "");
  EXPECT_EQ(c.returns, 1u);
  EXPECT_EQ(c.round, 2u) << "only a dispatch opens the next round";
}

TEST(Evolve, ATaskNamesItsInspectorUntilItEnds) {
  Case c;
  Evolve(c, Tasked{"i"});
  EXPECT_EQ(c.inspector, "i");
  Evolve(c, Tasked{});
  EXPECT_EQ(c.inspector, "");
}

TEST(Evolve, RunsOfAClockAreKept) {
  Case c;
  Evolve(c, Started(1, 1));
  Evolve(c, ClockStopped{1, kLater, true});
  Evolve(c, Started(1, 2));
  ASSERT_EQ(c.clocks.size(), 2u);
  EXPECT_TRUE(c.clocks[0].late);
  EXPECT_EQ(c.clocks[0].stopped, kLater);
  EXPECT_EQ(c.clocks[1].stopped, std::nullopt);
  EXPECT_EQ(LatestRun(c, 1), &c.clocks[1]);
  EXPECT_EQ(LatestRun(c, 0), nullptr);
  EXPECT_TRUE(EverLate(c, 1)) << "of an earlier run";
  EXPECT_FALSE(EverLate(c, 0));
}

TEST(Evolve, AStopReachesOnlyItsOwnRunningClock) {
  Case c;
  Evolve(c, Started(0, 1));
  Evolve(c, Started(1, 2));
  Evolve(c, ClockStopped{0, kLater, false});
  EXPECT_EQ(c.clocks[0].stopped, kLater);
  EXPECT_EQ(c.clocks[1].stopped, std::nullopt);
}

TEST(Evolve, ADeadlineMarksOnlyItsGenerationWhileItRuns) {
  Case c;
  Evolve(c, Started(0, 1));
  Evolve(c, ClockStopped{0, kAt, false});
  Evolve(c, Started(0, 2));
  Evolve(c, DeadlinePassed{0, 1, kLater});
  EXPECT_FALSE(c.clocks[0].passed);
  EXPECT_FALSE(c.clocks[1].passed);
  Evolve(c, DeadlinePassed{0, 2, kLater});
  EXPECT_TRUE(c.clocks[1].passed);
}

TEST(Evolve, IsTotalOnACaseWithoutClocks) {
  Case c;
  Evolve(c, ClockStopped{9, kAt, true});
  Evolve(c, DeadlinePassed{9, 9, kAt});
  Evolve(c, EditionActivated{});
  EXPECT_EQ(c, Case{});
}

TEST(Evolve, ACommandLeavesItsPositionOnce) {
  Case c;
  EvolveAll(c, LogPosition{5}, {Filed{"x"}, Tasked{"i"}});
  EvolveAll(c, LogPosition{9}, {Tasked{}});
  EXPECT_EQ(c.last, LogPosition{9});
  EXPECT_EQ(c.history, (std::vector<LogPosition>{LogPosition{5}, LogPosition{9}}));
}

}  // namespace
}  // namespace wangge::domain
