#include "catalog/prove.h"

#include <functional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ActionEffect;
using domain::Guard;
using domain::Input;
using domain::Outcome;
using domain::Part;
using domain::Procedure;

constexpr domain::StageIndex kOpen = 0, kWorking = 1, kToCheck = 2, kClosed = 3, kVoided = 4;
constexpr domain::ClockIndex kAnswer = 0, kWork = 1;
constexpr std::size_t kTake = 0, kHandle = 1, kCheck = 2, kRedo = 3, kVoid = 4;

Action Make(const char* id, std::vector<domain::StageIndex> from, domain::StageIndex to, const char* role) {
  return {.id = id, .label = {"动作", "Action"}, .from = std::move(from), .to = to, .roles = {role}};
}

// open -take-> working -handle-> to_check -check-> closed, with a way back and a way out.
Procedure Sound() {
  Procedure p{.id = "p", .label = {"流程", "Procedure"}, .report_roles = {"clerk"}, .report_starts = {kAnswer}};
  for (const char* id : {"open", "working", "to_check", "closed", "voided"})
    p.stages.push_back({id, {"阶段", "Stage"}});
  p.stages[kClosed].outcome = Outcome::kClosed;
  p.stages[kVoided].outcome = Outcome::kVoided;
  p.clocks = {{"answer", {"答复", "Answer"}, domain::ParseLimit("1uh")}, {"work", {"处置", "Work"}, std::nullopt}};
  p.disposal_clock = kWork;
  p.actions = {Make("take", {kOpen}, kWorking, "clerk"), Make("handle", {kWorking}, kToCheck, "worker"),
               Make("check", {kToCheck}, kClosed, "clerk"), Make("redo", {kToCheck}, kWorking, "clerk"),
               Make("drop", {kOpen, kWorking}, kVoided, "clerk")};
  p.actions[kTake].stops = {kAnswer};
  p.actions[kTake].starts = {kWork};
  p.actions[kHandle].stops = {kWork};
  p.actions[kHandle].effects = {ActionEffect::kSettle};
  p.actions[kHandle].part = Part::kHandler;
  p.actions[kCheck].guards = {Guard::kActorIsNotHandler};
  p.actions[kCheck].part = Part::kChecker;
  p.actions[kRedo].starts = {kWork};
  p.actions[kVoid].stops = {kAnswer, kWork};
  p.actions[kVoid].effects = {ActionEffect::kWithdraw};
  return p;
}

struct BadTable {
  const char* rule;
  std::function<void(Procedure&)> spoil;
  Fault::Element element;
  std::size_t index;
  const char* text;  // part of it
};

class BadTables : public ::testing::TestWithParam<BadTable> {};

TEST_P(BadTables, AreFoundAndNamed) {
  Procedure procedure = Sound();
  GetParam().spoil(procedure);
  const std::vector<Fault> faults = Prove(procedure);
  ASSERT_FALSE(faults.empty());
  const bool is_found = std::any_of(faults.begin(), faults.end(), [](const Fault& fault) {
    return fault.element == GetParam().element && fault.index == GetParam().index &&
           fault.text.find(GetParam().text) != std::string::npos;
  });
  for (const Fault& fault : faults) EXPECT_TRUE(is_found) << fault.text;
}

using E = Fault::Element;

INSTANTIATE_TEST_SUITE_P(
    Names, BadTables,
    ::testing::Values(
        BadTable{"StageId", [](Procedure& p) { p.stages[1].id = "Working"; }, E::kStage, 1, "\"Working\""},
        BadTable{"ActionId", [](Procedure& p) { p.actions[1].id = ""; }, E::kAction, 1, "action \"\""},
        BadTable{"ClockId", [](Procedure& p) { p.clocks[1].id = "1st"; }, E::kClock, 1, "\"1st\""},
        BadTable{"ProcedureId", [](Procedure& p) { p.id = "p-1"; }, E::kProcedure, 0, "\"p-1\""},
        BadTable{"StageTwice", [](Procedure& p) { p.stages[4].id = "closed"; }, E::kStage, 4,
                 "\"closed\" stands twice"},
        BadTable{"ActionTwice", [](Procedure& p) { p.actions[4].id = "take"; }, E::kAction, 4, "\"take\" stands twice"},
        BadTable{"ClockTwice", [](Procedure& p) { p.clocks[1].id = "answer"; }, E::kClock, 1, "stands twice"},
        BadTable{"NoChinese", [](Procedure& p) { p.stages[0].label.zh = ""; }, E::kStage, 0, "label in zh and en"},
        BadTable{"NoEnglish", [](Procedure& p) { p.actions[0].label.en = ""; }, E::kAction, 0, "label in zh and en"},
        BadTable{"NoClockLabel", [](Procedure& p) { p.clocks[0].label = {}; }, E::kClock, 0, "label in zh and en"},
        BadTable{"NoReporter", [](Procedure& p) { p.report_roles.clear(); }, E::kProcedure, 0, "roles that may report"},
        BadTable{"NoRole", [](Procedure& p) { p.actions[0].roles.clear(); }, E::kAction, 0, "roles that may"},
        BadTable{"NoBeginning", [](Procedure& p) { p.actions[0].from.clear(); }, E::kAction, 0, "stages to begin in"},
        BadTable{"ReportDesk", [](Procedure& p) { p.actions[0].desk = domain::Desk::kReport; }, E::kAction, 0,
                 "a desk"},
        BadTable{"GuardTwice", [](Procedure& p) { p.actions[kCheck].guards.push_back(Guard::kActorIsNotHandler); },
                 E::kAction, kCheck, "each guard"}),
    [](const auto& test) { return std::string(test.param.rule); });

INSTANTIATE_TEST_SUITE_P(
    Indexes, BadTables,
    ::testing::Values(
        BadTable{"FirstStage", [](Procedure& p) { p.first_stage = 9; }, E::kProcedure, 0, "none of its own"},
        BadTable{"DisposalClock", [](Procedure& p) { p.disposal_clock = 2; }, E::kProcedure, 0, "none of its own"},
        BadTable{"To", [](Procedure& p) { p.actions[0].to = 5; }, E::kAction, 0, "names others"},
        BadTable{"From", [](Procedure& p) { p.actions[0].from = {5}; }, E::kAction, 0, "names others"},
        BadTable{"Stops", [](Procedure& p) { p.actions[0].stops = {2}; }, E::kAction, 0, "names others"}),
    [](const auto& test) { return std::string(test.param.rule); });

INSTANTIATE_TEST_SUITE_P(Stages, BadTables,
                         ::testing::Values(BadTable{"FirstIsFinal", [](Procedure& p) { p.first_stage = kClosed; },
                                                    E::kStage, kClosed, "not final"},
                                           BadTable{"Unreachable", [](Procedure& p) { p.actions[kVoid].to = kClosed; },
                                                    E::kStage, kVoided, "no way leads to stage \"voided\""},
                                           BadTable{"NoExit",
                                                    [](Procedure& p) {
                                                      p.actions[kCheck].from = {kOpen};
                                                      p.actions[kRedo].from = {kOpen};
                                                    },
                                                    E::kStage, kToCheck, "from stage \"to_check\""},
                                           BadTable{"ARingIsNoExit",
                                                    [](Procedure& p) {
                                                      p.actions[kCheck].from = {kOpen};
                                                      p.actions[kVoid].from = {kOpen};
                                                    },
                                                    E::kStage, kWorking, "from stage \"working\""},
                                           BadTable{"ExitFromTheEnd",
                                                    [](Procedure& p) {
                                                      p.actions[kVoid].from = {kOpen, kClosed};
                                                    },
                                                    E::kAction, kVoid, "final stage \"closed\""}),
                         [](const auto& test) { return std::string(test.param.rule); });

INSTANTIATE_TEST_SUITE_P(
    Clocks, BadTables,
    ::testing::Values(BadTable{"NeverStarted", [](Procedure& p) { p.report_starts.clear(); }, E::kClock, kAnswer,
                               "nothing starts clock \"answer\""},
                      BadTable{"RunsOnThroughTheWayOut", [](Procedure& p) { p.actions[kVoid].stops = {kAnswer}; },
                               E::kClock, kWork, "clock \"work\" may still run in the final stage \"voided\""},
                      BadTable{"RunsOnAlongThePlainPath", [](Procedure& p) { p.actions[kTake].stops.clear(); },
                               E::kClock, kAnswer, "clock \"answer\" may still run in the final stage \"closed\""},
                      BadTable{"StartedAtTheEnd", [](Procedure& p) { p.actions[kCheck].starts = {kAnswer}; }, E::kClock,
                               kAnswer, "final stage \"closed\""},
                      BadTable{"StartedTwice", [](Procedure& p) { p.actions[kHandle].stops.clear(); }, E::kAction,
                               kRedo, "starts clock \"work\", which may be running"},
                      BadTable{"StoppedWhereItNeverRuns", [](Procedure& p) { p.actions[kCheck].stops = {kAnswer}; },
                               E::kAction, kCheck, "stops clock \"answer\", which never runs there"}),
    [](const auto& test) { return std::string(test.param.rule); });

INSTANTIATE_TEST_SUITE_P(
    Parts, BadTables,
    ::testing::Values(BadTable{"HandlerMayCheck", [](Procedure& p) { p.actions[kCheck].roles.push_back("worker"); },
                               E::kAction, kCheck, "role \"worker\""},
                      BadTable{"HandlerMayClose",
                               [](Procedure& p) {
                                 p.actions[kCheck].part = Part::kNone;
                                 p.actions[kCheck].roles = {"worker"};
                               },
                               E::kAction, kCheck, "role \"worker\""},
                      BadTable{"CheckWithoutGuard", [](Procedure& p) { p.actions[kCheck].guards.clear(); }, E::kAction,
                               kCheck, "ACTOR_IS_NOT_HANDLER"},
                      BadTable{"FailedCheckWithoutGuard", [](Procedure& p) { p.actions[kRedo].part = Part::kChecker; },
                               E::kAction, kRedo, "ACTOR_IS_NOT_HANDLER"}),
    [](const auto& test) { return std::string(test.param.rule); });

INSTANTIATE_TEST_SUITE_P(
    Inputs, BadTables,
    ::testing::Values(
        BadTable{"FileWithoutCondition", [](Procedure& p) { p.actions[0].effects = {ActionEffect::kFile}; }, E::kAction,
                 0, "a filing condition"},
        BadTable{"DispatchWithoutUnit", [](Procedure& p) { p.actions[0].effects = {ActionEffect::kDispatch}; },
                 E::kAction, 0, "a unit"},
        BadTable{"UnitForNothing", [](Procedure& p) { p.actions[0].inputs = {Input::kUnit}; }, E::kAction, 0, "a unit"},
        BadTable{"InspectorForNothing", [](Procedure& p) { p.actions[0].inputs = {Input::kInspector}; }, E::kAction, 0,
                 "an inspector"},
        BadTable{"TaskBeginsAndEnds",
                 [](Procedure& p) {
                   p.actions[0].effects = {ActionEffect::kTask, ActionEffect::kEndTask};
                 },
                 E::kAction, 0, "begin or to end"}),
    [](const auto& test) { return std::string(test.param.rule); });

// -- requests and assignments -----------------------------------------------------------------------------------------

using domain::RequestStep;

// The sound table in which the worker may ask for more time and the clerk decides.
Procedure WithRequest() {
  Procedure p = Sound();
  p.requests = {{.id = "more", .label = {"延期", "More time"}}};
  p.actions[kHandle].lapses = p.actions[kVoid].lapses = true;
  const auto add = [&p](const char* id, const char* role, RequestStep step) {
    p.actions.push_back(Make(id, {kWorking}, kWorking, role));
    p.actions.back().move = domain::Move::kStay;
    p.actions.back().request = 0;
    p.actions.back().step = step;
  };
  add("ask", "worker", RequestStep::kAsk);
  add("grant", "clerk", RequestStep::kGrant);
  add("deny", "clerk", RequestStep::kReject);
  return p;
}

std::string FaultsOf(const Procedure& procedure) {
  std::string text;
  for (const Fault& fault : Prove(procedure)) text += ToText(fault) + "\n";
  return text;
}

TEST(ProveRequests, ARequestThatCanBeAskedForAndDecidedIsSound) { EXPECT_EQ(FaultsOf(WithRequest()), ""); }

TEST(ProveRequests, ARequestThatNobodyRejectsIsFound) {
  Procedure p = WithRequest();
  p.actions.pop_back();
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("request \"more\" lacks one"));
}

TEST(ProveRequests, ARequestThatOutlivesItsStageIsFound) {
  Procedure p = WithRequest();
  p.actions[kHandle].lapses = false;
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("in stage \"to_check\". Way: report, take, ask, handle."));
}

TEST(ProveRequests, WhoAsksNeverGrants) {
  Procedure p = WithRequest();
  p.actions[p.actions.size() - 2].roles.push_back("worker");
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("role \"worker\" may ask for request \"more\" and may \"grant\""));
}

TEST(ProveRequests, ARequestThatWaitsWhereNobodyDecidesIsFoundWithItsWay) {
  const std::string faults = FaultsOf([] {
    Procedure p = WithRequest();
    p.actions[p.actions.size() - 3].from = {kWorking, kToCheck};
    return p;
  }());
  EXPECT_THAT(faults, ::testing::HasSubstr("none is on request \"more\" in stage \"to_check\". Way: report, take, "));
}

TEST(ProveAssignments, WhatStopsTheDisposalSaysHowTheAssignmentEnded) {
  Procedure p = Sound();
  p.actions[kTake].effects = {ActionEffect::kDispatch};
  p.actions[kTake].inputs = {Input::kUnit};
  EXPECT_EQ(FaultsOf(p), "");
  p.actions[kHandle].effects.clear();
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("action \"handle\" has it otherwise"));
}

// -- prohibitions -----------------------------------------------------------------------------------------------------

// After `take` the case may not be dropped until it has been handled.
Procedure WithProhibition() {
  Procedure p = Sound();
  p.actions[kVoid].from = {kOpen};
  p.actions[kVoid].stops = {kAnswer};
  p.prohibitions = {{.id = "dropped_at_work",
                     .label = {"不得中途作废", "Dropped while at work"},
                     .basis = "Article 1",
                     .after = {kTake},
                     .until = {kHandle},
                     .never = {kVoid}}};
  return p;
}

TEST(ProveProhibitions, AMoveThatNoWayMakesIsKeptFrom) { EXPECT_EQ(FaultsOf(WithProhibition()), ""); }

TEST(ProveProhibitions, AForbiddenMoveIsFoundWithItsBasisAndItsShortestWay) {
  Procedure p = WithProhibition();
  p.actions[kVoid].from = {kOpen, kWorking};
  p.actions[kVoid].stops = {kAnswer, kWork};
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("Expected prohibition \"dropped_at_work\" to be kept (Article 1), but "
                                                "action \"drop\" is possible. Way: report, take, drop."));
}

TEST(ProveProhibitions, WhatEndsItEndsIt) {
  Procedure p = WithProhibition();
  p.actions[kVoid].from = {kOpen, kToCheck};
  p.actions[kVoid].stops = {kAnswer};
  EXPECT_EQ(FaultsOf(p), "");
  p.prohibitions[0].until.clear();
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("Way: report, take, handle, drop."));
}

TEST(ProveProhibitions, AlwaysMeansByTheRolesThatItNames) {
  Procedure p = Sound();
  p.prohibitions = {{.id = "worker_closes",
                     .label = {"处置者不得结案", "A worker closes"},
                     .basis = "Article 2",
                     .never = {kCheck, kTake},
                     .by_roles = {"worker"}}};
  EXPECT_EQ(FaultsOf(p), "");
  p.actions[kTake].roles.push_back("worker");
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("action \"take\" is possible. Way: report, take."));
}

TEST(ProveProhibitions, AReturnedCaseIsKeptFromAMoveByItsGuard) {
  Procedure p = Sound();
  p.actions[kRedo].effects = {ActionEffect::kRelease};
  p.actions.push_back(Make("finish", {kWorking}, kVoided, "clerk"));
  p.actions.back().stops = {kWork};
  p.actions.back().guards = {Guard::kWasNotReturned};
  p.prohibitions = {{.id = "returned",
                     .label = {"退件", "Returned"},
                     .basis = "Article 3",
                     .after = {kRedo},
                     .never = {static_cast<domain::ActionIndex>(p.actions.size() - 1)}}};
  EXPECT_EQ(FaultsOf(p), "");
  p.actions.back().guards.clear();
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("Way: report, take, handle, redo, finish."));
}

TEST(ProveProhibitions, OneThatNeverBindsIsFound) {
  Procedure p = WithProhibition();
  p.actions.push_back(Make("never", {kVoided}, kOpen, "clerk"));
  p.actions.back().move = domain::Move::kStay;
  p.actions.back().guards = {Guard::kFirstStepOpen};
  p.prohibitions[0].after = {static_cast<domain::ActionIndex>(p.actions.size() - 1)};
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("no way leads to what \"dropped_at_work\" comes after"));
}

TEST(Prove, AFaultOfAnActionNamesTheWayToIt) {
  Procedure p = Sound();
  p.actions[kCheck].guards.clear();
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("checks or closes without it. Way: report, take, handle, check."));
}

TEST(Prove, AFaultThatAWayLeadsToNamesTheShortestOne) {
  Procedure p = Sound();
  p.actions[kVoid].stops = {kAnswer};
  EXPECT_THAT(FaultsOf(p), ::testing::HasSubstr("final stage \"voided\". Way: report, take, drop."));
}

TEST(Prove, ASoundTableHasNoFault) {
  for (const Fault& fault : Prove(Sound())) ADD_FAILURE() << ToText(fault);
}

TEST(Prove, ATaskNeedsNoInspector) {
  Procedure procedure = Sound();
  procedure.actions[kTake].effects = {ActionEffect::kTask};
  EXPECT_TRUE(Prove(procedure).empty());
  procedure.actions[kTake].inputs = {Input::kInspector};
  EXPECT_TRUE(Prove(procedure).empty());
}

TEST(Prove, AClockMayStartAgainWhereItIsStoppedFirst) {
  Procedure procedure = Sound();
  procedure.actions.push_back(Make("extend", {kWorking}, kWorking, "clerk"));
  procedure.actions.back().stops = {kWork};
  procedure.actions.back().starts = {kWork};
  procedure.actions.back().effects = {ActionEffect::kSettle};
  EXPECT_TRUE(Prove(procedure).empty());
}

TEST(Prove, EveryFaultIsFound) {
  Procedure procedure = Sound();
  procedure.stages[0].label.en = "";
  procedure.actions[kCheck].guards.clear();
  procedure.actions[kVoid].stops = {kAnswer};
  EXPECT_EQ(Prove(procedure).size(), 3u);
}

// open -take-> working; `send` follows by itself, where a person may send too.
Procedure Following() {
  Procedure p = Sound();
  for (const char* id : {"send", "send_by_rules"}) {
    Action send = Make(id, {kWorking}, kWorking, "clerk");
    send.inputs = {Input::kUnit};
    send.effects = {ActionEffect::kDispatch};
    p.actions.push_back(send);
  }
  p.actions.back().roles.clear();
  p.actions[kTake].then = static_cast<domain::ActionIndex>(p.actions.size() - 1);
  return p;
}

TEST(Prove, WhatFollowsByItselfDispatchesFromWhereTheOtherHasLedAndAPersonCanToo) {
  using ::testing::HasSubstr;
  EXPECT_EQ(FaultsOf(Following()), "");
  Procedure p = Following();
  p.actions.back().roles = {"clerk"};
  EXPECT_THAT(FaultsOf(p), HasSubstr("that nobody but the engine performs"));
  p = Following();
  p.actions.back().from = {kToCheck};
  EXPECT_THAT(FaultsOf(p), HasSubstr("begins where the one before it has led"));
  p = Following();
  p.actions.back().inputs.push_back(Input::kNote);
  EXPECT_THAT(FaultsOf(p), HasSubstr("no input but the unit"));
  p = Following();
  p.actions.erase(p.actions.end() - 2);
  p.actions[kTake].then = static_cast<domain::ActionIndex>(p.actions.size() - 1);
  EXPECT_THAT(FaultsOf(p), HasSubstr("by which a person dispatches"));
  p = Following();
  p.actions[kTake].then = static_cast<domain::ActionIndex>(p.actions.size());
  EXPECT_THAT(FaultsOf(p), HasSubstr("names others"));
}

}  // namespace
}  // namespace wangge::catalog
