// What is asked for and decided by others in the urban procedure (延期, 挂账, 申诉): a test a rule.
#include "tests/scenario/procedure_stories.h"

namespace wangge::scenario {
namespace {

using domain::Outcome;
using domain::RequestState;

// 延期
TEST_F(ProcedureTest, AnExtensionIsAgreedTwiceAndCountsFromTheOldDeadline) {
  Story story = Handling();
  const Timestamp due = story.clock("disposal").due;
  story.Do(kWorks, "ask_extension");
  EXPECT_EQ(story.RefusalOf(kDispatcher, "grant_extension"), "APPROVAL_MISSING");
  story.Do(kWorksCoordinator, "endorse_extension");
  EXPECT_EQ(story.RefusalOf(kWorksCoordinator, "endorse_extension"), "ACTOR_HAS_ENDORSED");
  city_.Wait(kTwoHourLimit + Minutes(1));
  story.Do(kDispatcher, "grant_extension");
  EXPECT_EQ(story.clock("disposal").due, due + kTwoHourLimit) << "granted after the old deadline, counted from it";
  EXPECT_EQ(story.now().assignments[0].extensions, 1u);
  EXPECT_FALSE(story.Handle().Confirm().now().assignments[0].late);
}

TEST_F(ProcedureTest, AnExtensionIsAskedForBeforeTheDeadlineOnly) {
  Story story = Handling();
  city_.Wait(kTwoHourLimit);
  Story at_the_deadline = story;
  EXPECT_EQ(at_the_deadline.RefusalOf(kWaterCoordinator, "ask_extension"), "CASE_NOT_FOUND");
  city_.Wait(Microseconds(1));
  EXPECT_EQ(story.RefusalOf(kWorks, "ask_extension"), "DEADLINE_PASSED");
}

TEST_F(ProcedureTest, TwoExtensionsAreGrantedAtMostAndRefusalsDoNotCount) {
  Story story = Handling();
  const auto ask = [&] { story.Do(kWorks, "ask_extension"); };
  const auto grant = [&] { story.Do(kWorksCoordinator, "endorse_extension").Do(kDispatcher, "grant_extension"); };
  ask();
  story.Do(kDispatcher, "refuse_extension");
  ask();
  grant();
  ask();
  story.Do(kWorksCoordinator, "refuse_extension");
  ask();
  grant();
  EXPECT_EQ(story.RefusalOf(kWorks, "ask_extension"), "QUOTA_USED_UP");
  EXPECT_EQ(story.clock("disposal").due, story.clock("disposal").start + Hours(6));
}

// 挂账
TEST_F(ProcedureTest, ASuspensionStopsTheClocksAndEndsByItselfHoweverLateTheTimerFires) {
  Story story = Handling();
  const Timestamp due = story.clock("disposal").due;
  const Timestamp overall = story.clock("overall").due;
  city_.Wait(Minutes(30));
  story.Do(kWorks, "ask_suspension", {.until = city_.now() + Days(40)});
  EXPECT_EQ(story.Do(kDispatcher, "grant_suspension").stage(), "suspended");
  EXPECT_TRUE(story.clock("disposal").paused());
  EXPECT_TRUE(story.clock("overall").paused());
  city_.Wait(Days(42));
  city_.FireTimers();
  EXPECT_EQ(story.Refresh().stage(), "handling");
  EXPECT_EQ(story.clock("disposal").due, due + Days(40)) << "to the end that was asked for, and not a second more";
  EXPECT_EQ(story.clock("overall").due, overall + Days(40)) << "natural days move by whole days";
  EXPECT_TRUE(story.Handle().Confirm().now().assignments[0].late);
}

TEST_F(ProcedureTest, ASuspensionIsGrantedOnceAndForAYearAtMost) {
  Story story = Handling();
  EXPECT_EQ(story.RefusalOf(kWorks, "ask_suspension", {.until = city_.now() + Days(367)}), "UNTIL_TOO_FAR");
  EXPECT_EQ(story.RefusalOf(kWorks, "ask_suspension", {.until = city_.now()}), "UNTIL_NOT_AHEAD");
  story.Do(kWorks, "ask_suspension", {.until = city_.now() + Days(3)}).Do(kDispatcher, "grant_suspension");
  EXPECT_EQ(story.Do(kWorks, "resume").stage(), "handling");
  EXPECT_EQ(story.RefusalOf(kWorks, "ask_suspension", {.until = city_.now() + Days(3)}), "QUOTA_USED_UP");
}

TEST_F(ProcedureTest, AnOverdueCaseIsNotSuspended) {
  Story story = Handling().Do(kWorks, "ask_suspension", {.until = city_.now() + Days(3)});
  city_.Wait(kTwoHourLimit + Microseconds(1));
  EXPECT_EQ(story.RefusalOf(kDispatcher, "grant_suspension"), "DEADLINE_PASSED");
}

TEST_F(ProcedureTest, AWaitingRequestLapsesWhenTheWorkIsDone) {
  Story story = Handling().Do(kWorks, "ask_extension").Handle();
  EXPECT_EQ(story.now().requests.back().state, RequestState::kLapsed);
  EXPECT_FALSE(story.clock("deciding_extension").running());
}

// 申诉
TEST_F(ProcedureTest, AnAppealSetsAnExemptionBesideTheFact) {
  Story story = ClosedLate().Do(kWorks, "ask_appeal");
  EXPECT_EQ(story.RefusalOf(kAcceptor, "grant_appeal"), "APPROVAL_MISSING");
  story.Do(kDispatcher, "endorse_appeal").Do(kAcceptor, "grant_appeal");
  EXPECT_TRUE(story.now().assignments[0].late) << "the fact stays";
  EXPECT_TRUE(story.now().assignments[0].exempt);
  EXPECT_EQ(story.now().outcome, Outcome::kClosed);
  EXPECT_EQ(story.RefusalOf(kWorks, "ask_appeal"), "QUOTA_USED_UP");
}

TEST_F(ProcedureTest, ARefusedAppealIsTheOnlyOne) {
  Story story = ClosedLate().Do(kWorks, "ask_appeal").Do(kDispatcher, "refuse_appeal");
  EXPECT_FALSE(story.now().assignments[0].exempt);
  EXPECT_EQ(story.RefusalOf(kWorks, "ask_appeal"), "QUOTA_USED_UP");
}

TEST_F(ProcedureTest, WhoWasOnTimeHasNothingToAppeal) {
  EXPECT_EQ(Closed().RefusalOf(kWorks, "ask_appeal"), "NOT_LATE");
}

TEST_F(ProcedureTest, AnAppealDoesNotMoveTheEndOfTheCase) {
  Story story = ClosedLate();
  const auto ended = story.now().milestones[static_cast<std::size_t>(domain::Milestone::kEnded)];
  city_.Wait(Hours(5));
  story.Do(kWorks, "ask_appeal");
  EXPECT_EQ(story.now().milestones[static_cast<std::size_t>(domain::Milestone::kEnded)], ended);
}

}  // namespace
}  // namespace wangge::scenario
