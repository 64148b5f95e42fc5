#include "domain/testing/town.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::FileAs;
using testing::kClerk;
using testing::kWatcher;
using testing::kWorker;
using testing::LampAtWorks;
using testing::LampReport;
using testing::Only;
using testing::Perform;
using testing::SendTo;
using testing::Town;
namespace action = testing::action;
namespace clock = testing::clock;
namespace stage = testing::stage;

PerformAction WithNote(const char* id) {
  PerformAction command = Perform(id);
  command.has_note = true;
  return command;
}

PerformAction WithPhoto(const char* id) {
  PerformAction command = Perform(id);
  command.attachments = 1;
  return command;
}

Case PhonedLamp(Town& town) {
  SubmitReport report = LampReport();
  report.source = "phone";
  return town.Report(kClerk, report);
}

RefusalKind KindOf(const Decision& decision) { return std::get<Rejection>(decision).kind; }

TEST(DecideAction, ThePlainPathLeadsFromReportToClosed) {
  Town town;
  Case c = LampAtWorks(town);
  EXPECT_EQ(c.stage, stage::kUnit);
  EXPECT_TRUE(c.filed);
  EXPECT_EQ(c.unit, "works");
  EXPECT_EQ(c.round, 1u);
  town.Do(kWorker, c, Perform("repair"));
  town.Do(kWatcher, c, WithPhoto("review"));
  town.Do(kClerk, c, Perform("shut"));
  EXPECT_EQ(c.outcome, Outcome::kClosed);
  EXPECT_EQ(c.history.size(), 6u);
  for (const ClockRun& run : c.clocks) EXPECT_TRUE(run.stopped.has_value());
}

// -- who and what may be named ----------------------------------------------------------------------------------------

TEST(DecideAction, AMissingCaseAndOneOutOfScopeGetTheSameAnswer) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  const Actor elsewhere{.id = "x", .organisation = "hall", .area = "3302", .roles = {"clerk"}};
  const Decision missing = town.Try(kClerk, nullptr, FileAs("lamp-1"));
  const Decision hidden = town.Try(elsewhere, &c, FileAs("lamp-1"));
  EXPECT_EQ(std::get<Rejection>(missing), std::get<Rejection>(hidden));
  EXPECT_EQ(KindOf(missing), RefusalKind::kNotFound);
}

TEST(DecideAction, WhatIsOutOfScopeTellsNothingWhateverIsWrongBesides) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  const Actor elsewhere{.id = "x", .area = "3302", .roles = {"clerk"}};
  PerformAction command = Perform("no_such_action");
  command.etag = LogPosition{1};
  EXPECT_EQ(town.Reason(elsewhere, &c, command), "CASE_NOT_FOUND");
}

TEST(DecideAction, AUnitActsOnlyOnWhatItIsResponsibleFor) {
  Town town;
  Case c = LampAtWorks(town);
  const Actor gardener{.id = "g", .organisation = "parks", .area = "", .roles = {"worker"}};
  EXPECT_EQ(town.Reason(gardener, &c, Perform("repair")), "CASE_NOT_FOUND");
  const Actor both{.id = "g", .organisation = "parks", .area = "33", .roles = {"worker", "clerk"}};
  EXPECT_EQ(town.Reason(both, &c, Perform("repair")), "ROLE_NOT_ALLOWED") << "a worker does not see what a clerk sees";
}

TEST(DecideAction, SeveralRolesNeverWidenTheAreaOfOneOfThem) {
  Town town;
  Case c = LampAtWorks(town);
  const Actor both{.id = "g", .organisation = "works", .area = "3302", .roles = {"worker", "watcher", "clerk"}};
  EXPECT_EQ(town.Reason(both, &c, Perform("repair")), "") << "the unit's own, wherever it lies";
  town.Do(kWorker, c, Perform("repair"));
  EXPECT_EQ(town.Reason(both, &c, Perform("repeat")), "ROLE_NOT_ALLOWED") << "watches over 3302, the case lies in 3301";
  EXPECT_EQ(town.Reason(kWatcher, &c, Perform("repeat")), "");
}

TEST(DecideAction, AnUnknownActionIsNamed) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  const Decision decision = town.Try(kClerk, &c, Perform("burn"));
  EXPECT_EQ(std::get<Rejection>(decision).reason, "UNKNOWN_ACTION");
  EXPECT_EQ(std::get<Rejection>(decision).details.at("action"), "burn");
}

TEST(DecideAction, EachActionIsAskedOfItsOwnDesk) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  PerformAction file = FileAs("lamp-1");
  file.desk = Desk::kDispatch;
  EXPECT_EQ(town.Reason(kClerk, &c, file), "WRONG_DESK");
  town.Do(kClerk, c, FileAs("lamp-1"));
  PerformAction send = SendTo("works");
  send.desk = Desk::kResolution;
  EXPECT_EQ(town.Reason(kClerk, &c, send), "WRONG_DESK");
}

TEST(DecideAction, AnEtagThatIsNotTheLastIsAConflict) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  const LogPosition seen = c.last;
  PerformAction file = FileAs("lamp-1");
  file.etag = seen;
  town.Do(kClerk, c, file);
  PerformAction send = SendTo("works");
  send.etag = seen;
  EXPECT_EQ(town.Reason(kClerk, &c, send), "STALE_ETAG");
  EXPECT_EQ(KindOf(town.Try(kClerk, &c, send)), RefusalKind::kConflict);
  send.etag = c.last;
  EXPECT_EQ(town.Reason(kClerk, &c, send), "");
  send.etag = std::nullopt;
  EXPECT_EQ(town.Reason(kClerk, &c, send), "");
}

TEST(DecideAction, ARoleThatTheActionDoesNotNameIsForbidden) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  EXPECT_EQ(town.Reason(kWatcher, &c, FileAs("lamp-1")), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(KindOf(town.Try(kWatcher, &c, FileAs("lamp-1"))), RefusalKind::kForbidden);
}

TEST(DecideAction, AnActionThatDoesNotLeadOnFromTheStageIsRefused) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  const Decision decision = town.Try(kClerk, &c, SendTo("works"));
  EXPECT_EQ(std::get<Rejection>(decision).reason, "ACTION_NOT_ALLOWED");
  EXPECT_EQ(std::get<Rejection>(decision).details.at("stage"), "intake");
  town.Do(kClerk, c, Perform("drop"));
  EXPECT_EQ(town.Reason(kClerk, &c, Perform("drop")), "ACTION_NOT_ALLOWED") << "nothing follows the end";
}

// -- parts and tasks --------------------------------------------------------------------------------------------------

TEST(DecideAction, WhoHandledNeverChecksOrCloses) {
  Town town;
  Case c = LampAtWorks(town);
  const Actor everything{.id = "wolf", .organisation = "works", .area = "33", .roles = {"worker", "watcher", "clerk"}};
  town.Do(everything, c, Perform("repair"));
  EXPECT_EQ(town.Reason(everything, &c, WithPhoto("review")), "ACTOR_IS_HANDLER");
  EXPECT_EQ(town.Reason(everything, &c, Perform("shut")), "ACTOR_IS_HANDLER");
  EXPECT_EQ(town.Reason(kWatcher, &c, WithPhoto("review")), "");
}

TEST(DecideAction, NobodyOfTheUnitThatHandledChecksOrCloses) {
  Town town;
  Case c = LampAtWorks(town);
  town.Do(kWorker, c, Perform("repair"));
  const Actor colleague{.id = "wanda", .organisation = "works", .area = "33", .roles = {"watcher", "clerk"}};
  EXPECT_EQ(town.Reason(colleague, &c, WithPhoto("review")), "ACTOR_IS_HANDLER");
  EXPECT_EQ(town.Reason(colleague, &c, Perform("shut")), "ACTOR_IS_HANDLER");
}

TEST(DecideAction, AnUntrustedReportIsVerifiedBeforeFiling) {
  Town town;
  Case c = PhonedLamp(town);
  EXPECT_EQ(town.Reason(kClerk, &c, FileAs("lamp-1")), "NOT_VERIFIED");
  town.Do(kWatcher, c, Perform("verify"));
  EXPECT_EQ(town.Reason(kClerk, &c, FileAs("lamp-1")), "");
}

TEST(DecideAction, ATrustedReportNeedsNoVerification) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  PerformAction ask = Perform("ask");
  ask.inspector = "wang";
  EXPECT_EQ(town.Reason(kClerk, &c, ask), "SOURCE_NEEDS_NO_VERIFICATION");
}

TEST(DecideAction, ATaskIsDoneByTheInspectorItNamesAndThenEnds) {
  Town town;
  Case c = PhonedLamp(town);
  PerformAction ask = Perform("ask");
  ask.inspector = "wendy";
  town.Do(kClerk, c, ask);
  EXPECT_EQ(c.inspector, "wendy");
  EXPECT_EQ(town.Reason(kWatcher, &c, Perform("verify")), "NOT_THE_TASKED_INSPECTOR");
  const Actor wendy{.id = "wendy", .area = "3301", .roles = {"watcher"}};
  town.Do(wendy, c, Perform("verify"));
  EXPECT_EQ(c.inspector, "") << "who verified has no claim on the check";
}

TEST(DecideAction, AnEndedTaskLeavesNoEventWhereNobodyWasNamed) {
  Town town;
  const Case c = PhonedLamp(town);
  EXPECT_EQ(Only<Tasked>(town.Events(kWatcher, &c, Perform("verify"))), nullptr);
}

// -- inputs -----------------------------------------------------------------------------------------------------------

TEST(DecideAction, AMissingInputIsNamed) {
  Town town;
  Case c = PhonedLamp(town);
  const auto field = [&town](const Actor& actor, const Case& on, const PerformAction& command) {
    const Decision decision = town.Try(actor, &on, command);
    EXPECT_EQ(std::get<Rejection>(decision).reason, "FIELD_REQUIRED");
    EXPECT_EQ(KindOf(decision), RefusalKind::kInvalid);
    return std::get<Rejection>(decision).details.at("field");
  };
  EXPECT_EQ(field(kClerk, c, Perform("ask")), "inspector");
  town.Do(kWatcher, c, Perform("verify"));
  EXPECT_EQ(field(kClerk, c, Perform("file")), "condition");
  town.Do(kClerk, c, FileAs("lamp-1"));
  EXPECT_EQ(field(kClerk, c, SendTo("")), "unit");
  town.Do(kClerk, c, SendTo("works"));
  EXPECT_EQ(field(kWorker, c, Perform("give_back")), "note");
  town.Do(kWorker, c, Perform("repair"));
  EXPECT_EQ(field(kWatcher, c, Perform("review")), "attachments");
}

TEST(DecideAction, OnlyAUnitCanBeResponsible) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  town.Do(kClerk, c, FileAs("lamp-1"));
  EXPECT_EQ(town.Reason(kClerk, &c, SendTo("nobody")), "UNKNOWN_UNIT");
  EXPECT_EQ(town.Reason(kClerk, &c, SendTo("hall")), "UNKNOWN_UNIT") << "an organisation, but no unit";
  EXPECT_EQ(town.Reason(kClerk, &c, SendTo("parks")), "");
}

TEST(DecideAction, ACaseIsFiledUnderAConditionOfItsOwnCategory) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  EXPECT_EQ(town.Reason(kClerk, &c, FileAs("bench-1")), "UNKNOWN_CONDITION");
  EXPECT_EQ(town.Reason(kClerk, &c, FileAs("tree-1")), "UNKNOWN_CONDITION");
  EXPECT_EQ(town.Reason(kClerk, &c, FileAs("lamp-2")), "");
}

// A town whose only condition is this one.
Town TownWith(Condition condition) {
  Town town;
  Catalogue catalogue;
  catalogue.Add(Category{.id = "lamp", .label = {"路灯", "Street lamp"}});
  catalogue.Add(std::move(condition));
  town.editions.catalogues.Activate("town", EditionId{40}, std::make_shared<const Catalogue>(std::move(catalogue)));
  return town;
}

TEST(DecideAction, AConditionHoldsFromItsFirstLocalDayToItsLast) {
  Town town = TownWith(
      {.id = "lamp-1", .category = "lamp", .valid_from = ParseDay("2026-01-02"), .valid_to = ParseDay("2026-01-03")});
  const Case c = town.Report(kClerk, LampReport());
  const Timestamp first = StartOf(*ParseDay("2026-01-02"), Hours(8));
  for (const auto& [now, reason] : {std::pair{first - Seconds(1), "UNKNOWN_CONDITION"},
                                    {first, ""},
                                    {first + Days(2) - Seconds(1), ""},
                                    {first + Days(2), "UNKNOWN_CONDITION"}}) {
    town.now = now;
    EXPECT_EQ(town.Reason(kClerk, &c, FileAs("lamp-1")), reason) << (now - first).micros;
  }
}

TEST(DecideAction, HandlingShowsAsManyPhotosAsTheConditionAsksFor) {
  Town town = TownWith({.id = "lamp-1", .category = "lamp", .photos = 2});
  Procedure procedure = testing::TownProcedure();
  procedure.actions[action::kRepair].milestone = Milestone::kHandled;
  town.editions.procedures.Activate("town", EditionId{41}, std::make_shared<const Procedure>(std::move(procedure)));
  const Case c = LampAtWorks(town);
  PerformAction repair = Perform("repair");
  for (const auto& [photos, reason] : {std::pair{0u, "FIELD_REQUIRED"}, {1u, "FIELD_REQUIRED"}, {2u, ""}, {3u, ""}}) {
    repair.attachments = static_cast<std::uint8_t>(photos);
    EXPECT_EQ(town.Reason(kWorker, &c, repair), reason) << photos;
  }
}

TEST(DecideAction, TheConditionsAreThoseThatTheCaseIsPinnedTo) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  town.editions.catalogues.Activate("town", EditionId{40}, std::make_shared<const Catalogue>());
  EXPECT_EQ(town.Reason(kClerk, &c, FileAs("lamp-1")), "");
}

// -- clocks -----------------------------------------------------------------------------------------------------------

TEST(DecideAction, TheDisposalClockTakesTheLimitOfTheCondition) {
  Town town;
  const Case c = LampAtWorks(town);
  const ClockRun* run = LatestRun(c, clock::kRepair);
  ASSERT_NE(run, nullptr);
  EXPECT_EQ(run->limit, ParseLimit("2uh"));
  EXPECT_EQ(run->due, town.now + Hours(2));
}

TEST(DecideAction, NaturalDaysCountInTheCalendarOfTheSystem) {
  Town town;
  SubmitReport report = LampReport();
  report.category = "tree";
  Case c = town.Report(kClerk, report);
  town.Do(kClerk, c, FileAs("tree-1"));
  town.Do(kClerk, c, SendTo("parks"));
  // 08:00 of 1 January in UTC+8: the fifth day after it ends when 6 January ends there.
  EXPECT_EQ(LatestRun(c, clock::kRepair)->due, town.now - Hours(8) + Days(6));
}

TEST(DecideAction, WithoutALimitTheDisposalClockDoesNotRun) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  town.Do(kClerk, c, FileAs("lamp-2"));
  town.Do(kClerk, c, SendTo("works"));
  EXPECT_EQ(LatestRun(c, clock::kRepair), nullptr);
  town.Do(kWorker, c, Perform("repair"));
  EXPECT_FALSE(EverLate(c, clock::kRepair));
}

TEST(DecideAction, ARecordedDueTimeIsTheDisposalDeadlineEvenBeforeItsStart) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  town.Do(kClerk, c, FileAs("lamp-1"));
  for (const std::int64_t hours : {72, 0, -3}) {
    PerformAction send = SendTo("works");
    send.recorded_due = town.now + Hours(hours);
    const auto events = town.Events(kClerk, &c, send);
    const auto* started = Only<ClockStarted>(events);
    ASSERT_NE(started, nullptr);
    EXPECT_EQ(started->due, *send.recorded_due);
    EXPECT_EQ(started->limit, std::nullopt) << "it wins over the limit of the condition";
    EXPECT_EQ(started->due_not_after_start, hours <= 0);
  }
}

TEST(DecideAction, ARecordedDueTimeIsForTheDisposalClockAlone) {
  Town town;
  Case c = LampAtWorks(town);
  PerformAction repair = Perform("repair");
  repair.recorded_due = town.now + Days(9);
  town.Do(kWorker, c, repair);
  EXPECT_EQ(LatestRun(c, clock::kReview)->due, town.now + Minutes(30));
}

TEST(DecideAction, LatenessIsFixedWhenTheClockStopsAndAtTheDeadlineOneIsOnTime) {
  for (const std::int64_t over : {-1, 0, 1}) {
    Town town;
    Case c = LampAtWorks(town);
    town.now = LatestRun(c, clock::kRepair)->due + Microseconds(over);
    town.Do(kWorker, c, Perform("repair"));
    EXPECT_EQ(LatestRun(c, clock::kRepair)->late, over > 0) << over;
  }
}

TEST(DecideAction, AReturnStopsTheClockAndTheNextUnitGetsTheWholeLimit) {
  Town town;
  Case c = LampAtWorks(town);
  town.now = town.now + Hours(1);
  town.Do(kWorker, c, WithNote("give_back"));
  EXPECT_EQ(c.unit, "");
  EXPECT_EQ(c.returns, 1u);
  EXPECT_EQ(LatestRun(c, clock::kRepair)->stopped, town.now);
  town.Do(kClerk, c, SendTo("parks"));
  EXPECT_EQ(c.round, 2u);
  EXPECT_EQ(LatestRun(c, clock::kRepair)->due, town.now + Hours(2));
  EXPECT_EQ(LatestRun(c, clock::kRepair)->generation, 3u);
}

TEST(DecideAction, ReworkIsANewRoundForTheSameUnit) {
  Town town;
  Case c = LampAtWorks(town);
  town.Do(kWorker, c, Perform("repair"));
  town.Do(kWatcher, c, Perform("repeat"));
  EXPECT_EQ(c.stage, stage::kUnit);
  EXPECT_EQ(c.unit, "works");
  EXPECT_EQ(c.round, 2u);
  EXPECT_EQ(c.reworks, 1u);
}

TEST(DecideAction, GenerationsNumberTheRunsOfTheCase) {
  Town town;
  Case c = LampAtWorks(town);
  town.Do(kWorker, c, Perform("repair"));
  town.Do(kWatcher, c, Perform("repeat"));
  std::uint32_t expected = 0;
  for (const ClockRun& run : c.clocks) EXPECT_EQ(run.generation, ++expected);
  EXPECT_EQ(expected, 4u);
}

// -- what is written down ---------------------------------------------------------------------------------------------

TEST(DecideAction, TheEventCarriesAllThatEvolveNeeds) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  PerformAction file = FileAs("lamp-1");
  file.inferred = true;
  EXPECT_EQ(town.Events(kClerk, &c, file), (std::vector<Event>{ClockStopped{clock::kIntake, town.now, false},
                                                               ActionPerformed{.action = action::kFile,
                                                                               .from = stage::kIntake,
                                                                               .to = stage::kDesk,
                                                                               .outcome = Outcome::kOpen,
                                                                               .milestone = Milestone::kFiled,
                                                                               .part = Part::kNone,
                                                                               .actor = "carla",
                                                                               .at = town.now,
                                                                               .inferred = true},
                                                               Filed{"lamp-1"}}));
}

TEST(DecideAction, ARefusalLeavesTheCaseAsItWas) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  const Case before = c;
  EXPECT_NE(town.Reason(kClerk, &c, FileAs("nothing")), "");
  EXPECT_EQ(c, before);
}

// -- what is offered --------------------------------------------------------------------------------------------------

TEST(AllowedActions, AreThoseOfRoleStageAndGuardsInTheOrderOfTheProcedure) {
  Town town;
  Case c = PhonedLamp(town);
  const auto allowed = [&](const Actor& actor) { return AllowedActions(town.As(actor), c); };
  EXPECT_EQ(allowed(kClerk), (std::vector<ActionIndex>{action::kDrop, action::kAsk}));
  EXPECT_EQ(allowed(kWatcher), (std::vector<ActionIndex>{action::kVerify}));
  EXPECT_EQ(allowed(kWorker), (std::vector<ActionIndex>{}));
  town.Do(kWatcher, c, Perform("verify"));
  EXPECT_EQ(allowed(kClerk), (std::vector<ActionIndex>{action::kFile, action::kDrop, action::kAsk}));
}

TEST(AllowedActions, WhoDoesNotSeeACaseIsOfferedNothing) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  const Actor elsewhere{.id = "x", .area = "3302", .roles = {"clerk"}};
  EXPECT_TRUE(AllowedActions(town.As(elsewhere), c).empty());
}

TEST(AllowedActions, AnOfferedActionIsRefusedForItsInputsAtMost) {
  Town town;
  Case c = PhonedLamp(town);
  town.Do(kWatcher, c, Perform("verify"));
  for (const ActionIndex index : AllowedActions(town.As(kClerk), c)) {
    const Procedure& procedure = *town.editions.procedures.Active("town")->body;
    PerformAction command = Perform(procedure.actions[index].id.c_str());
    const std::string reason = town.Reason(kClerk, &c, command);
    EXPECT_TRUE(reason.empty() || reason == "FIELD_REQUIRED") << reason;
  }
}

// -- what work that is done again gets --------------------------------------------------------------------------------

// The lamp of LampAtWorks, with two urgent hours, repaired after ninety minutes and to be repaired again an hour later.
Case RepeatedLamp(Town& town) {
  Case c = LampAtWorks(town);
  town.now = town.now + Minutes(90);
  town.Do(kWorker, c, Perform("repair"));
  town.now = town.now + Minutes(60);
  town.Do(kWatcher, c, Perform("repeat"));
  return c;
}

void SetReworkLimit(Town& town, ReworkLimit limit) {
  Procedure procedure = testing::TownProcedure();
  procedure.rework_limit = limit;
  town.editions.procedures.Activate("town", testing::kProcedureEdition, std::make_shared<const Procedure>(procedure));
}

TEST(Rework, GetsTheWholeLimitWhereTheProcedureSaysFull) {
  Town town;
  SetReworkLimit(town, ReworkLimit::kFull);
  const Case c = RepeatedLamp(town);
  EXPECT_EQ(c.clocks.back().due, town.now + Hours(2));
}

TEST(Rework, GetsWhatWasLeftWhereTheProcedureSaysRemaining) {
  Town town;
  SetReworkLimit(town, ReworkLimit::kRemaining);
  const Case c = RepeatedLamp(town);
  EXPECT_EQ(c.clocks.back().due, town.now + Minutes(30));
  EXPECT_TRUE(c.clocks.back().running());
  EXPECT_EQ(c.clocks.back().pauses.size(), 1u) << "the time between is a pause, which the deadline can explain";
}

}  // namespace
}  // namespace wangge::domain
