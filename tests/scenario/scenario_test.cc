// The rules of the released procedure (domain: 立案, 派遣, 处置, 核查, 结案), each as a short story.
#include <gtest/gtest.h>

#include "tests/scenario/city.h"

namespace wangge::scenario {
namespace {

using domain::Outcome;

// A and B side by side with a hole between B and C.
GridMap Town() {
  return GridMap({"AAB C",  //
                  "ABB C"});
}

class ScenarioTest : public ::testing::Test {
 protected:
  // In the hands of the municipal works.
  Story Handling() { return city_.Report('A').Accept().File().Dispatch().Sign(); }
  Story Confirmed() { return Handling().Handle().Confirm(); }

  City city_{Town()};
};

TEST_F(ScenarioTest, ThePlainPathCloses) {
  Story story = city_.Report('A');
  EXPECT_EQ(story.now().area, GridMap::CodeOf('A'));
  EXPECT_EQ(story.stage(), "pending_accept");
  EXPECT_EQ(story.Accept().stage(), "pending_file");
  EXPECT_EQ(story.File().stage(), "pending_dispatch");
  EXPECT_EQ(story.Dispatch().stage(), "pending_sign");
  EXPECT_EQ(story.Sign().stage(), "handling");
  EXPECT_EQ(story.Handle().stage(), "pending_confirm");
  EXPECT_EQ(story.Confirm().stage(), "pending_check");
  EXPECT_EQ(story.Do(kInspector, "check").stage(), "pending_close");
  EXPECT_EQ(story.Do(kShiftLeader, "close").stage(), "closed");
  EXPECT_EQ(story.now().outcome, Outcome::kClosed);
  EXPECT_FALSE(story.AnyClockRuns());
  EXPECT_EQ(city_.armed_timers(), 0u);
}

TEST_F(ScenarioTest, AReportOfThePublicIsVerifiedBeforeItIsFiled) {
  Story story = city_.Report('A', kPublicDesk, "public").Accept();
  EXPECT_EQ(story.RefusalOf(kShiftLeader, "file", {.condition = kTwoHours}), "NOT_VERIFIED");
  story.Do(kAcceptor, "request_verify", {.inspector = kInspector.id});
  EXPECT_EQ(story.RefusalOf(kShiftLeader, "file", {.condition = kTwoHours}), "ACTION_NOT_ALLOWED");
  story.Do(kInspector, "verify").File();
  EXPECT_TRUE(story.now().filed);
}

TEST_F(ScenarioTest, AReportOfAnInspectorNeedsNoVerification) {
  Story story = city_.Report('A');
  EXPECT_EQ(story.RefusalOf(kAcceptor, "request_verify"), "SOURCE_NEEDS_NO_VERIFICATION");
}

TEST_F(ScenarioTest, AReturnIsNoFaultAndTheNextUnitGetsTheWholeLimit) {
  Story story = Handling();
  city_.Wait(Minutes(90));
  story.Do(kWorks, "ask_return");
  city_.Wait(Minutes(60));
  story.Do(kDispatcher, "grant_return");
  EXPECT_EQ(story.stage(), "pending_dispatch");
  EXPECT_EQ(story.now().unit, "");
  EXPECT_EQ(story.now().returns, 1u);
  EXPECT_FALSE(story.clock("disposal").late) << "though it was granted after the deadline";
  EXPECT_TRUE(story.clock("disposal").released);
  EXPECT_EQ(story.now().assignments[0].end, domain::AssignmentEnd::kReturned);
  city_.Wait(Minutes(10));
  story.Dispatch(kWater);
  EXPECT_EQ(story.now().unit, kWater.organisation);
  EXPECT_EQ(story.clock("disposal").start, city_.now());
  EXPECT_EQ(story.clock("disposal").due, city_.now() + kTwoHourLimit);
  EXPECT_EQ(story.RefusalOf(kWorks, "sign"), "CASE_NOT_FOUND") << "it is no longer of their unit";
  EXPECT_EQ(story.Sign(kWater).Handle(kWater).Confirm(kWater).stage(), "pending_check");
  EXPECT_FALSE(domain::EverLate(story.now(), city_.procedure().disposal_clock));
}

TEST_F(ScenarioTest, AFailedCheckIsANewRoundWithTheSameUnitAndTheWholeLimit) {
  Story story = Confirmed();
  const std::uint32_t round = story.now().round;
  city_.Wait(Minutes(20));
  story.Do(kInspector, "check_failed");
  EXPECT_EQ(story.stage(), "handling");
  EXPECT_EQ(story.now().unit, kWorks.organisation);
  EXPECT_EQ(story.now().round, round + 1);
  EXPECT_EQ(story.now().reworks, 1u);
  EXPECT_EQ(story.clock("disposal").due, city_.now() + kTwoHourLimit);
}

TEST_F(ScenarioTest, WhoHandledNeverChecksOrCloses) {
  domain::Actor both = kWorks;
  both.roles = {"unit_handler", "inspector", "shift_leader"};
  Story story = Handling().Handle(both).Confirm(both);
  EXPECT_EQ(story.RefusalOf(both, "check"), "ACTOR_IS_HANDLER");
  EXPECT_EQ(story.RefusalOf(both, "check_failed"), "ACTOR_IS_HANDLER");
  story.Do(kInspector, "check");
  EXPECT_EQ(story.RefusalOf(both, "close"), "ACTOR_IS_HANDLER");
  EXPECT_EQ(story.Do(kShiftLeader, "close").stage(), "closed");
}

TEST_F(ScenarioTest, AtTheDeadlineOneIsOnTime) {
  Story story = Handling().Handle();
  city_.Wait(kTwoHourLimit);
  EXPECT_EQ(city_.now(), story.clock("disposal").due);
  EXPECT_EQ(city_.FireTimers(), 1u) << "that of the confirmation";
  story.Refresh();
  EXPECT_FALSE(story.clock("disposal").passed);
  EXPECT_FALSE(story.Confirm().clock("disposal").late);
}

TEST_F(ScenarioTest, JustAfterTheDeadlineOneIsLateThoughNoTimerHasFired) {
  Story story = Handling().Handle();
  city_.Wait(kTwoHourLimit + Microseconds(1));
  EXPECT_TRUE(story.Confirm().clock("disposal").late);
  EXPECT_FALSE(story.clock("disposal").passed);
}

TEST_F(ScenarioTest, ATimerThatFiresHoursLateChangesNoDueTime) {
  Story story = Handling();
  const Timestamp due = story.clock("disposal").due;
  city_.Wait(Hours(7));
  EXPECT_EQ(city_.FireTimers(), 1u) << "that of the disposal: signed, and nothing else is due";
  story.Refresh();
  EXPECT_TRUE(story.clock("disposal").passed);
  EXPECT_EQ(story.clock("disposal").due, due);
  EXPECT_TRUE(story.Handle().Confirm().clock("disposal").late);
}

TEST_F(ScenarioTest, AReportInNoCellWaitsInTheGapQueue) {
  city_.Report('A');
  const Story lost = city_.Report(' ');
  EXPECT_EQ(lost.now().area, "");
  ASSERT_EQ(lost.now().location.gaps.size(), 1u);
  EXPECT_EQ(lost.now().location.gaps[0].nearest, GridMap::CodeOf('B')) << "of equal distances the lowest code";
  const engine::CasePage queue = city_.GapQueue();
  ASSERT_EQ(queue.entries.size(), 1u);
  EXPECT_EQ(queue.entries[0].id, lost.now().id);
}

TEST_F(ScenarioTest, ACaseThatIsNotAcceptedHasEndedAndNoClockRuns) {
  Story refused = city_.Report('B').Do(kAcceptor, "refuse");
  Story declined = city_.Report('B').Accept().Do(kShiftLeader, "decline_file");
  for (const Story* story : {&refused, &declined}) {
    EXPECT_EQ(story->now().outcome, Outcome::kNotAccepted);
    EXPECT_FALSE(story->AnyClockRuns());
  }
  EXPECT_EQ(city_.armed_timers(), 0u);
}

TEST_F(ScenarioTest, AReportLocatedUnderAnOldLayerIsRefused) {
  const GridMap newer({"BBB C", "BBB C"});
  const Position place = Town().MiddleOf('A');
  city_.Redraw(newer);
  EXPECT_EQ(city_.RefusalOfReport(city_.Locate(place, Town(), 1)), "LAYER_VERSION_CHANGED");
  EXPECT_EQ(city_.RefusalOfReport(city_.Locate(place, newer, 2)), "");
}

}  // namespace
}  // namespace wangge::scenario
