// The urban procedure beside its plain way: a test a row of the transitions that running systems have (不予受理, 回退,
// 返工, 推诿, 作废, 督办, 自行处置, 协同, 强制结案, 重复) and of their rules.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/scenario/procedure_stories.h"

namespace wangge::scenario {
namespace {

using domain::AssignmentEnd;
using domain::Outcome;
using domain::RequestState;

// 不予受理
TEST_F(ProcedureTest, RefusalNeedsAReasonAndIsFinal) {
  Story story = city_.Report('A').Do(kAcceptor, "refuse");
  EXPECT_EQ(story.now().outcome, Outcome::kNotAccepted);
  EXPECT_EQ(story.RefusalOf(kAcceptor, "accept"), "ACTION_NOT_ALLOWED");
  EXPECT_FALSE(story.AnyClockRuns());
}

// 回退 dispatcher -> monitoring side
TEST_F(ProcedureTest, ADispatcherReturnsUpwardToTheAcceptorFirstAndTheShiftLeaderFilesAgain) {
  Story story = city_.Report('A').Accept().File();
  const Timestamp filed = city_.now();
  city_.Wait(Minutes(5));
  EXPECT_EQ(story.Do(kDispatcher, "return_upward").stage(), "returned_upward");
  EXPECT_EQ(story.clock("accepting").due, city_.now() + Minutes(15));
  EXPECT_EQ(story.RefusalOf(kShiftLeader, "file_again", {.condition = "100101-3"}), "ACTION_NOT_ALLOWED");
  EXPECT_EQ(story.Do(kAcceptor, "submit_again").stage(), "pending_file_again");
  EXPECT_EQ(story.Do(kShiftLeader, "file_again", {.condition = "100101-3"}).stage(), "pending_dispatch");
  EXPECT_EQ(story.now().condition, "100101-3");
  EXPECT_EQ(story.clock("overall").start, filed) << "the overall clock never starts again";
}

TEST_F(ProcedureTest, WhoFiledAgainHasNoHandInTheHandling) {
  Story story = city_.Report('A').Accept().File().Do(kDispatcher, "return_upward").Do(kAcceptor, "submit_again");
  domain::Actor judge = kWorks;
  judge.id = "two-posts";
  judge.area = "*";
  judge.roles = {"shift_leader", "unit_handler"};
  story.Do(judge, "file_again", {.condition = kTwoHours}).Dispatch().Sign();
  EXPECT_EQ(story.RefusalOf(judge, "handle"), "ACTOR_IS_FILER");
}

// 回退 unit -> dispatcher
TEST_F(ProcedureTest, AUnitWithdrawsItsOwnAssignmentBeforeItAsksToReturn) {
  Story story = Handling().Do(kWorksCoordinator, "assign_handler", {.handler = kWorksColleague.id});
  EXPECT_EQ(story.RefusalOf(kWorksCoordinator, "ask_return"), "HANDLER_ASSIGNED");
  story.Do(kWorksCoordinator, "revoke_assignment").Do(kWorksCoordinator, "ask_return");
  EXPECT_EQ(story.Do(kDispatcher, "grant_return").stage(), "pending_dispatch");
  EXPECT_EQ(story.counted("dispatch_errors"), 1u);
}

TEST_F(ProcedureTest, APendingReturnStopsNothing) {
  Story story = Dispatched();
  const Timestamp due = story.clock("disposal").due;
  story.Do(kWorks, "ask_return");
  EXPECT_TRUE(story.clock("disposal").running());
  EXPECT_EQ(story.clock("disposal").due, due);
  EXPECT_TRUE(story.clock("deciding_return").running()) << "the request has its own deadline";
  story.Do(kDispatcher, "refuse_return");
  EXPECT_FALSE(story.clock("deciding_return").running());
  EXPECT_EQ(story.clock("disposal").due, due);
}

// after a unit's return
TEST_F(ProcedureTest, AfterAReturnOnlyDispatchingAgainOrReturningUpwardFollows) {
  Story story = Handling().Do(kWorks, "ask_return").Do(kDispatcher, "grant_return");
  for (const auto& [actor, action] : {std::pair{kShiftLeader, "close"}, {kInspector, "check"}, {kWater, "handle"}}) {
    EXPECT_NE(story.RefusalOf(actor, action), "") << action;
  }
  EXPECT_EQ(story.RefusalOf(kDispatcher, "ask_void"), "WAS_RETURNED");
  EXPECT_EQ(story.Do(kDispatcher, "return_upward").stage(), "returned_upward");
}

// 返工
TEST_F(ProcedureTest, ReworkIsANewRoundOfTheSameUnitAndTheFirstFactStays) {
  Story story = Handling().Handle();
  city_.Wait(kTwoHourLimit + Seconds(1));
  story.Confirm().Do(kInspector, "check_failed");
  EXPECT_EQ(story.now().unit, kWorks.organisation);
  EXPECT_EQ(story.clock("disposal").due, city_.now() + kTwoHourLimit);
  story.Handle().Confirm().Do(kInspector, "check").Do(kShiftLeader, "close");
  ASSERT_EQ(story.now().assignments.size(), 2u);
  EXPECT_TRUE(story.now().assignments[0].late);
  EXPECT_FALSE(story.now().assignments[0].again);
  EXPECT_FALSE(story.now().assignments[1].late);
  EXPECT_TRUE(story.now().assignments[1].again);
}

TEST_F(ProcedureTest, ADispatcherSendsAPoorResultBackToTheSameUnit) {
  Story story = Handling().Handle().Confirm().Do(kDispatcher, "order_rework");
  EXPECT_EQ(story.stage(), "handling");
  EXPECT_EQ(story.now().unit, kWorks.organisation);
  EXPECT_EQ(story.now().reworks, 1u);
  EXPECT_FALSE(story.clock("checking").running());
  EXPECT_EQ(story.clock("disposal").due, city_.now() + kTwoHourLimit) << "a new round has the whole limit";
}

TEST_F(ProcedureTest, TheAcceptorReturnsToTheDispatcherBeforeClosingWhoSendsForRework) {
  Story story = Checked().Do(kAcceptor, "return_for_rework");
  EXPECT_EQ(story.stage(), "pending_rework");
  EXPECT_EQ(story.now().unit, kWorks.organisation) << "the unit stays responsible";
  EXPECT_EQ(story.clock("dispatching").due, city_.now() + Minutes(15));
  EXPECT_EQ(story.RefusalOf(kShiftLeader, "close"), "ACTION_NOT_ALLOWED");
  EXPECT_EQ(story.Do(kDispatcher, "order_rework").stage(), "handling");
  EXPECT_EQ(story.now().reworks, 1u);
}

TEST_F(ProcedureTest, TheShiftLeaderSendsBackForReworkBeforeClosing) {
  EXPECT_EQ(Checked().Do(kShiftLeader, "send_back").stage(), "handling");
}

// inside the unit
TEST_F(ProcedureTest, OnlyTheAssignedHandlerHandles) {
  Story story = Handling().Do(kWorksCoordinator, "assign_handler", {.handler = kWorksColleague.id});
  EXPECT_EQ(story.RefusalOf(kWorks, "handle"), "NOT_THE_ASSIGNED_HANDLER");
  EXPECT_EQ(story.Handle(kWorksColleague).stage(), "pending_confirm");
}

TEST_F(ProcedureTest, TheUnitSendsBackInsideItBeforeItConfirmsAndTheClockRunsOn) {
  Story story = Handling().Handle();
  const Timestamp due = story.clock("disposal").due;
  EXPECT_EQ(story.Do(kWorksCoordinator, "redo").stage(), "handling");
  EXPECT_EQ(story.clock("disposal").due, due);
}

// 推诿
TEST_F(ProcedureTest, AnUnfoundedReturnIsCountedAsShuffling) {
  Story story = Handling().Do(kWorks, "ask_return").Do(kDispatcher, "judge_shuffling");
  EXPECT_EQ(story.counted("shuffled"), 1u);
  EXPECT_EQ(story.stage(), "handling");
  EXPECT_EQ(story.now().unit, kWorks.organisation);
}

TEST_F(ProcedureTest, ShufflingIsCountedAgainstTheUnitThatShuffledAndNotAgainstTheNext) {
  Story story = Handling().Do(kWorks, "ask_return").Do(kDispatcher, "judge_shuffling");
  story.Do(kWorks, "ask_return").Do(kDispatcher, "grant_return").Dispatch(kWater);
  story.Do(kLeader, "supervise_leader").Do(kLeader, "supervise_leader");
  using Counted = std::vector<std::pair<std::string, std::uint32_t>>;
  ASSERT_EQ(story.now().assignments.size(), 2u);
  EXPECT_EQ(story.now().assignments[0].counted, (Counted{{"shuffled", 1}}))
      << "that it was dispatched wrongly stands against nobody's handling";
  EXPECT_EQ(story.now().assignments[1].counted, (Counted{{"supervised_leader", 2}}));
}

// 作废
TEST_F(ProcedureTest, ADispatcherAsksToVoidAndTheShiftLeaderDecides) {
  Story story = city_.Report('A').Accept().File().Do(kDispatcher, "ask_void");
  EXPECT_EQ(story.stage(), "pending_dispatch");
  story.Do(kShiftLeader, "refuse_void").Do(kDispatcher, "ask_void");
  EXPECT_EQ(story.Do(kShiftLeader, "grant_void").now().outcome, Outcome::kVoided);
  EXPECT_FALSE(story.AnyClockRuns());
  EXPECT_EQ(city_.armed_timers(), 0u);
}

TEST_F(ProcedureTest, WhoAsksNeverDecides) {
  domain::Actor both = kDispatcher;
  both.roles = {"dispatcher", "shift_leader"};
  Story story = city_.Report('A').Accept().File().Do(both, "ask_void");
  EXPECT_EQ(story.RefusalOf(both, "grant_void"), "ACTOR_IS_APPLICANT");
  EXPECT_EQ(story.RefusalOf(both, "refuse_void"), "ACTOR_IS_APPLICANT");
}

// 督办
TEST_F(ProcedureTest, SupervisionLiesOverTheCaseAndIsCounted) {
  Story story = Handling().Do(kLeader, "supervise_leader").Do(kSupervisor, "supervise_important");
  EXPECT_EQ(story.stage(), "handling");
  city_.Wait(kTwoHourLimit + Seconds(1));
  city_.FireTimers();
  story.Refresh();
  EXPECT_EQ(story.stage(), "handling");
  EXPECT_EQ(story.counted("supervised_leader"), 1u);
  EXPECT_EQ(story.counted("supervised_important"), 1u);
  EXPECT_EQ(story.counted("supervised_timeout"), 1u) << "by the engine, when the deadline passed";
}

TEST_F(ProcedureTest, NobodyPerformsWhatIsTheEnginesOwn) {
  Story story = Handling();
  EXPECT_EQ(story.RefusalOf(kLeader, "supervise_timeout"), "ROLE_NOT_ALLOWED");
}

// 自行处置
TEST_F(ProcedureTest, SelfHandlingNeedsPhotosBeforeAndAfterAndIsJudged) {
  const domain::Location place = city_.Locate(Town().MiddleOf('A'), Town(), 1);
  EXPECT_EQ(city_.RefusalOfReport(place, "on_the_spot", 1), "ATTACHMENTS_REQUIRED");
  Story valid = city_.Report('A', kInspector, "on_the_spot", 2);
  EXPECT_EQ(valid.stage(), "self_handled_review");
  EXPECT_EQ(valid.Do(kAcceptor, "accept_self_handling").now().outcome, Outcome::kSelfHandled);
  Story invalid = city_.Report('A', kInspector, "on_the_spot", 2);
  EXPECT_EQ(invalid.Do(kAcceptor, "reject_self_handling").stage(), "self_handling_invalid");
}

TEST_F(ProcedureTest, WhoReportedThatTheyFixedItDoesNotJudgeThat) {
  domain::Actor both = kInspector;
  both.roles = {"inspector", "acceptor"};
  Story story = city_.Report('A', both, "on_the_spot", 2);
  EXPECT_EQ(story.RefusalOf(both, "accept_self_handling"), "ACTOR_IS_REPORTER");
  EXPECT_EQ(story.RefusalOf(both, "reject_self_handling"), "ACTOR_IS_REPORTER");
}

// 协同
TEST_F(ProcedureTest, TheLeadConfirmsOnlyWhenEveryUnitThatHelpsIsDone) {
  Story story = city_.Report('A').Accept().File().Do(kDispatcher, "dispatch",
                                                     {.unit = kWorks.organisation, .co_units = {kWater.organisation}});
  story.Sign().Handle();
  EXPECT_EQ(story.RefusalOf(kWorks, "confirm"), "CO_UNITS_NOT_DONE");
  EXPECT_EQ(story.RefusalOf(kWorks, "co_handle"), "NOT_A_CO_UNIT");
  story.Do(kWater, "co_handle").Confirm();
  ASSERT_EQ(story.now().assignments.size(), 2u);
  for (const auto& assignment : story.now().assignments) EXPECT_EQ(assignment.end, AssignmentEnd::kConfirmed);
  EXPECT_FALSE(story.now().assignments[1].lead);
  domain::Actor judge = kWater;
  judge.roles = {"inspector"};
  EXPECT_EQ(story.RefusalOf(judge, "check"), "ACTOR_IS_HANDLER") << "who helped never checks";
}

TEST_F(ProcedureTest, AUnitThatHelpsHasReturnedNothingWhenTheLeadReturnsTheCase) {
  Story story = city_.Report('A').Accept().File().Do(kDispatcher, "dispatch",
                                                     {.unit = kWorks.organisation, .co_units = {kWater.organisation}});
  story.Do(kWorks, "ask_return").Do(kDispatcher, "grant_return");
  ASSERT_EQ(story.now().assignments.size(), 2u);
  EXPECT_EQ(story.now().assignments[0].end, AssignmentEnd::kReturned);
  EXPECT_EQ(story.now().assignments[1].end, AssignmentEnd::kWithdrawn);
}

// 强制结案
TEST_F(ProcedureTest, ALeaderClosesByForceWithoutAVerdict) {
  Story story = Handling().Do(kWorks, "ask_extension");
  EXPECT_EQ(story.RefusalOf(kShiftLeader, "force_close"), "ROLE_NOT_ALLOWED");
  city_.Wait(kTwoHourLimit + Seconds(1));
  EXPECT_EQ(story.Do(kLeader, "force_close").now().outcome, Outcome::kForceClosed);
  EXPECT_FALSE(story.AnyClockRuns());
  EXPECT_EQ(story.now().assignments[0].end, AssignmentEnd::kWithdrawn);
  EXPECT_FALSE(story.now().assignments[0].late);
  EXPECT_EQ(story.now().requests.back().state, RequestState::kLapsed);
}

// 核查: place and time
TEST_F(ProcedureTest, ACheckNeedsAProofFromThePlaceAndAfterTheConfirmation) {
  Story story = Handling().Handle().Confirm();
  EXPECT_EQ(story.RefusalOf(kInspector, "check", {.distance_cm = 10'001}), "PROOF_TOO_FAR");
  EXPECT_EQ(story.RefusalOf(kInspector, "check", {.captured_at = city_.now() - Minutes(10)}), "PROOF_TOO_OLD");
  EXPECT_EQ(story.RefusalOf(kInspector, "check", {.captured_at = city_.now() + Minutes(10)}), "PROOF_IN_FUTURE");
  EXPECT_EQ(story.Do(kInspector, "check", {.distance_cm = 10'000}).stage(), "pending_close");
  ASSERT_EQ(story.now().proofs.size(), 1u);
  EXPECT_EQ(story.now().proofs[0].distance_cm, 10'000u);
}

// reopening
TEST_F(ProcedureTest, TheShiftLeaderReopensAsANewRoundAndTheOverallClockStaysAsItWas) {
  Story story = Closed();
  const domain::ClockRun overall = story.clock("overall");
  city_.Wait(Days(2));
  EXPECT_EQ(story.Do(kShiftLeader, "reopen_case").stage(), "pending_dispatch");
  EXPECT_EQ(story.now().outcome, Outcome::kOpen);
  EXPECT_EQ(story.now().unit, "");
  EXPECT_EQ(story.clock("overall"), overall);
  story.Dispatch(kWater).Sign(kWater).Handle(kWater).Confirm(kWater).Do(kInspector, "check");
  EXPECT_EQ(story.Do(kShiftLeader, "close").now().outcome, Outcome::kClosed);
  EXPECT_EQ(story.now().round, 2u);
  EXPECT_EQ(story.now().reopenings, 1u);
}

// 重复
TEST_F(ProcedureTest, ADuplicateGoesOnWhereItWasWhenItIsUnlinked) {
  const Story master = city_.Report('A').Accept();
  Story story = city_.Report('A').Accept();
  EXPECT_EQ(story.RefusalOf(kAcceptor, "link_duplicate", {.master = story.now().id}), "MASTER_IS_ITSELF");
  const Timestamp due = story.clock("filing").due;
  city_.Wait(Minutes(10));
  story.Do(kAcceptor, "link_duplicate", {.master = master.now().id});
  EXPECT_EQ(story.now().outcome, Outcome::kMerged);
  EXPECT_EQ(story.now().master, master.now().id);
  EXPECT_TRUE(story.clock("filing").paused());
  city_.Wait(Days(1));
  EXPECT_EQ(city_.FireTimers(), 1u) << "the filing clock of the other report alone";
  story.Do(kAcceptor, "unlink_duplicate");
  EXPECT_EQ(story.stage(), "pending_file");
  EXPECT_EQ(story.now().outcome, Outcome::kOpen);
  EXPECT_EQ(story.clock("filing").due, due + Days(1));
}

TEST_F(ProcedureTest, TwoCasesNeverRepeatEachOther) {
  Story first = city_.Report('A').Accept();
  Story second = city_.Report('A').Accept();
  first.Do(kAcceptor, "link_duplicate", {.master = second.now().id});
  EXPECT_EQ(second.RefusalOf(kAcceptor, "link_duplicate", {.master = first.now().id}), "MASTER_IS_DUPLICATE")
      << "nobody would handle either";
}

// a moved pin
TEST_F(ProcedureTest, ACorrectedPositionPlacesTheCaseAgainAndKeepsNumberClocksAndHistory) {
  Story story = Handling();
  const domain::Case before = story.now();
  const domain::Location place = city_.Locate(Town().MiddleOf('B'), Town(), 1);
  EXPECT_EQ(story.RefusalOf(kWorks, "correct_position", {.location = place}), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(story.RefusalOf(kAcceptor, "correct_position"), "FIELD_REQUIRED");
  story.Do(kAcceptor, "correct_position", {.location = place});
  EXPECT_EQ(story.now().area, GridMap::CodeOf('B'));
  EXPECT_EQ(story.now().location, place);
  ASSERT_EQ(story.now().earlier_places.size(), 1u);
  EXPECT_EQ(story.now().earlier_places[0].area, GridMap::CodeOf('A'));
  EXPECT_EQ(story.now().clocks, before.clocks);
  EXPECT_EQ(story.stage(), "handling");
  city_.Redraw(GridMap({"CB", "CB"}));
  EXPECT_EQ(story.RefusalOf(kAcceptor, "correct_position", {.location = place}), "LAYER_VERSION_CHANGED");
}

// 回避
TEST_F(ProcedureTest, WhoWithdrawsBecauseOfAnInterestMayDoNothingMore) {
  Story story = Handling().Handle().Confirm().Do(kInspector, "recuse");
  EXPECT_EQ(story.stage(), "pending_check");
  EXPECT_EQ(story.RefusalOf(kInspector, "check"), "ACTOR_IS_RECUSED");
  domain::Actor another = kInspector;
  another.id = "inspector-331102-02";
  EXPECT_EQ(story.Do(another, "check").stage(), "pending_close");
}

// a new edition of the procedure
TEST_F(ProcedureTest, ARunningCaseMovesToANewEditionAndGoesOnByItsRules) {
  Story story = Handling().Do(kLeader, "supervise_leader").Do(kWorks, "ask_extension");
  const Timestamp due = story.clock("disposal").due;
  // A counter before all others: every index of the others moves.
  city_.Reissue("counters {", "counters {\n  id: \"praised\"\n  label { zh: \"表扬\" en: \"Praised\" }\n}\ncounters {");
  EXPECT_EQ(story.Migrate().stage(), "handling");
  EXPECT_EQ(story.counted("supervised_leader"), 1u) << "by the same id";
  EXPECT_EQ(story.counted("praised"), 0u);
  EXPECT_EQ(story.clock("disposal").due, due);
  story.Do(kWorksCoordinator, "endorse_extension").Do(kDispatcher, "grant_extension").Handle().Confirm();
  EXPECT_EQ(story.stage(), "pending_check");
}

// two-step limits
TEST_F(ProcedureTest, SigningIsAClockOfItsOwn) {
  Story story = Dispatched();
  EXPECT_EQ(story.clock("signing").due, city_.now() + Hours(1));
  city_.Wait(Hours(1) + Seconds(1));
  EXPECT_TRUE(story.Sign().clock("signing").late);
}

TEST_F(ProcedureTest, ALimitInTwoStepsHasAClockForEach) {
  Story story = city_.Report('A', kInspector, "inspector", 0, "200122").Accept().File("200122-1").Dispatch().Sign();
  EXPECT_EQ(domain::FormatLimit(*story.clock("securing").limit), "1uh");
  EXPECT_EQ(domain::FormatLimit(*story.clock("disposal").limit), "3wd");
  EXPECT_EQ(story.clock("securing").due, city_.now() + Hours(1));
  city_.Wait(Minutes(50));
  EXPECT_EQ(story.Do(kWorks, "make_safe").stage(), "handling");
  EXPECT_FALSE(story.clock("securing").late);
  EXPECT_TRUE(story.clock("disposal").running()) << "it is still to be restored";
  EXPECT_EQ(story.RefusalOf(kWorks, "make_safe"), "NO_FIRST_STEP_OPEN") << "it is done";
}

TEST_F(ProcedureTest, WhatHasNoFirstStepIsNotMadeSafe) {
  EXPECT_EQ(Handling().RefusalOf(kWorks, "make_safe"), "NO_FIRST_STEP_OPEN");
}

TEST_F(ProcedureTest, NoClockRunsAfterClosing) {
  Story story = Closed();
  EXPECT_FALSE(story.AnyClockRuns());
  EXPECT_EQ(city_.armed_timers(), 0u);
}

}  // namespace
}  // namespace wangge::scenario
