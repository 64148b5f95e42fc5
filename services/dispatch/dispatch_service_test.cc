// The dispatch desk over gRPC.
#include "services/dispatch/dispatch_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file/file.h"
#include "base/limits.h"
#include "catalog/load.h"
#include "engine/verify.h"
#include "services/ledger/testing/ask.h"
#include "wangge/dispatch/v1/dispatch.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge::dispatch {
namespace {

using ledger::Ask;
using ledger::CodeOf;
using ledger::ServedCity;
using ::testing::ElementsAre;
using Dispatch = v1::DispatchService::Stub;
using Resolution = resolution::v1::ResolutionService::Stub;

constexpr char kCover[] = "3311020101000001";

class DispatchTest : public ::testing::Test {
 protected:
  cases::v1::Case GetCase(const std::string& name) {
    resolution::v1::GetCaseRequest request;
    request.set_name(name);
    return Ask(city_, ServedCity::ShiftLeader(), *resolution_, &Resolution::GetCase, request)->case_();
  }
  void Perform(const std::string& name, const std::string& action, const rpc::Caller& caller,
               const std::string& condition = "") {
    resolution::v1::PerformActionRequest request;
    request.set_name(name);
    request.set_action(action);
    request.set_etag(GetCase(name).etag());
    request.set_request_id(city_.NewUuid());
    request.mutable_input()->set_condition(condition);
    const auto done = Ask(city_, caller, *resolution_, &Resolution::PerformAction, request);
    ASSERT_TRUE(done.ok()) << done.status();
  }
  // A case that waits to be dispatched.
  std::string Filed() {
    ledger::Waited<ledger::v1::CommandResult> waited;
    city_.local().Submit(city_.Report(), city_.DeadlineOfTests(), waited.Done());
    const std::string name = waited.Get()->receipt().case_();
    Perform(name, "accept", ServedCity::Acceptor());
    Perform(name, "file", ServedCity::ShiftLeader(), "100101-1");
    return name;
  }
  // A case of a component with these bodies (supervising,owning,maintaining) that waits to be dispatched.
  std::string FiledOfComponent(const std::string& bodies) {
    city_.Activate(domain::EditionKind::kComponents, "components",
                   "id,category,state,accuracy,supervising,owning,maintaining,lon,lat,datum\n" + std::string(kCover) +
                       ",100101,intact,A," + bodies + ",119.92,28.45,wgs84\n");
    ledger::v1::Command report = city_.Report();
    auto& component = *report.mutable_submit_report()->mutable_component();
    component.set_component(kCover);
    auto& evidence = *component.add_evidence();
    evidence.set_edition("components");
    evidence.set_version(1);
    evidence.set_known(true);
    evidence.set_category("100101");
    const std::size_t first = bodies.find(',');
    const std::size_t second = bodies.find(',', first + 1);
    evidence.mutable_bodies()->set_supervising(bodies.substr(0, first));
    evidence.mutable_bodies()->set_owning(bodies.substr(first + 1, second - first - 1));
    evidence.mutable_bodies()->set_maintaining(bodies.substr(second + 1));
    ledger::Waited<ledger::v1::CommandResult> waited;
    city_.local().Submit(std::move(report), city_.DeadlineOfTests(), waited.Done());
    const auto result = waited.Get();
    EXPECT_TRUE(result.ok()) << result.status();
    const std::string name = result->receipt().case_();
    Perform(name, "accept", ServedCity::Acceptor());
    Perform(name, "file", ServedCity::ShiftLeader(), "100101-1");
    return name;
  }
  absl::StatusOr<v1::ListQueueResponse> Queue(const v1::ListQueueRequest& request,
                                              const rpc::Caller& caller = ServedCity::Dispatcher()) {
    return Ask(city_, caller, *dispatch_, &Dispatch::ListQueue, request);
  }
  v1::PerformActionRequest Step(const std::string& name, const std::string& unit) {
    v1::PerformActionRequest request;
    request.set_name(name);
    request.set_action("dispatch");
    request.set_etag(GetCase(name).etag());
    request.set_request_id(city_.NewUuid());
    request.mutable_input()->set_unit(unit);
    return request;
  }
  absl::StatusOr<v1::PerformActionResponse> Perform(const v1::PerformActionRequest& request) {
    return Ask(city_, ServedCity::Dispatcher(), *dispatch_, &Dispatch::PerformAction, request);
  }

  v1::PerformActionRequest ByRules(const std::string& name) {
    v1::PerformActionRequest request = Step(name, "");
    request.set_by_rules(true);
    return request;
  }
  cases::v1::HistoryEntry LastStep(const std::string& name) {
    resolution::v1::ListHistoryRequest request;
    request.set_name(name);
    const auto history = Ask(city_, ServedCity::ShiftLeader(), *resolution_, &Resolution::ListHistory, request);
    return *history->entries().rbegin();
  }
  void ExpectTheLogProvesTheState() {
    const auto report = engine::Verify(*city_.ledger().committer().Published(), city_.ledger().shard());
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->faults, 0u) << (report->fault_texts.empty() ? "" : report->fault_texts.front());
  }

  ServedCity city_;
  std::unique_ptr<Dispatch> dispatch_ = v1::DispatchService::NewStub(city_.channel());
  std::unique_ptr<Resolution> resolution_ = resolution::v1::ResolutionService::NewStub(city_.channel());
};

TEST_F(DispatchTest, TheQueueHoldsWhatWaitsByDueTime) {
  const std::string first = Filed();
  city_.clock().AdvanceTo(city_.clock().Now() + Minutes(1));
  const std::string second = Filed();
  v1::ListQueueRequest request;
  request.set_page_size(1);
  const auto page = Queue(request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->cases_size(), 1);
  EXPECT_EQ(page->cases(0).name(), first);
  EXPECT_EQ(page->cases(0).clocks_size(), 2) << "of the stage, and of the case as a whole";
  request.set_page_token(page->next_page_token());
  const auto rest = Queue(request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_EQ(rest->cases_size(), 1);
  EXPECT_EQ(rest->cases(0).name(), second);
  EXPECT_EQ(rest->next_page_token(), "");
  auto other = ServedCity::Dispatcher();
  other.actor = "dispatcher-02";
  EXPECT_EQ(CodeOf(Queue(request, other)), "INVALID_ARGUMENT PAGE_TOKEN_INVALID");

  ASSERT_TRUE(Perform(Step(first, "331102-SW")).ok());
  request.Clear();
  EXPECT_EQ(Queue(request)->cases_size(), 1);
}

TEST_F(DispatchTest, TheQueueIsForDispatchersAndKnowsItsStages) {
  const std::string name = Filed();
  v1::ListQueueRequest request;
  EXPECT_EQ(CodeOf(Queue(request, ServedCity::Inspector())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  request.set_stage("pending_dispatch");
  EXPECT_EQ(Queue(request)->cases_size(), 1);
  request.set_stage("closed");
  EXPECT_EQ(Queue(request)->cases_size(), 0);
  request.set_stage("nonsense");
  EXPECT_EQ(CodeOf(Queue(request)), "NOT_FOUND STAGE_NOT_FOUND");
  auto elsewhere = ServedCity::Dispatcher();
  elsewhere.area = "331121";
  EXPECT_EQ(Queue({}, elsewhere)->cases_size(), 0);
}

TEST_F(DispatchTest, CandidatesAreTheUnitsThatTheRulesNameBestFirst) {
  const std::string name = Filed();
  ASSERT_TRUE(Perform(Step(Filed(), "331102-SW")).ok());
  v1::ListCandidateUnitsRequest request;
  request.set_name(name);
  const auto list = [&](const rpc::Caller& caller) {
    return Ask(city_, caller, *dispatch_, &Dispatch::ListCandidateUnits, request);
  };
  const auto units = list(ServedCity::Dispatcher());
  ASSERT_TRUE(units.ok()) << units.status();
  ASSERT_EQ(units->units_size(), 3);
  EXPECT_EQ(units->units(0).unit(), "331102-SW");
  EXPECT_EQ(units->units(0).rank(), 1u);
  EXPECT_THAT(units->units(0).rules(), ElementsAre("responsibilities/100101/331102"));
  EXPECT_EQ(units->units(0).open_cases(), 1u);
  EXPECT_EQ(units->units(1).unit(), "331102-SZ");
  EXPECT_EQ(units->units(1).open_cases(), 0u);
  EXPECT_EQ(units->units(2).unit(), "331102-JZ");
  EXPECT_THAT(units->units(2).rules(), ElementsAre("responsibilities/*/331102/territorial"));

  request.set_page_size(2);
  const auto page = list(ServedCity::Dispatcher());
  ASSERT_EQ(page->units_size(), 2);
  request.set_page_token(page->next_page_token());
  const auto rest = list(ServedCity::Dispatcher());
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_EQ(rest->units_size(), 1);
  EXPECT_EQ(rest->units(0).unit(), "331102-JZ");
  EXPECT_EQ(CodeOf(list(ServedCity::ShiftLeader())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  EXPECT_EQ(CodeOf(list(ServedCity::UnitHandler())), "NOT_FOUND CASE_NOT_FOUND") << "not theirs yet";
}

TEST_F(DispatchTest, WhoMaintainsIsACandidateBeforeWhoOwnsOrAnswersForThePlace) {
  city_.Activate(domain::EditionKind::kResponsibilities, "responsibilities",
                 "category_prefix,area_prefix,unit,kind\n100101,331102,331102-JZ,territorial\n"
                 "1001,331102,331102-SZ,owning\n10,331102,331102-SW,\n");
  v1::ListCandidateUnitsRequest request;
  request.set_name(Filed());
  const auto units = Ask(city_, ServedCity::Dispatcher(), *dispatch_, &Dispatch::ListCandidateUnits, request);
  ASSERT_TRUE(units.ok()) << units.status();
  ASSERT_EQ(units->units_size(), 3);
  EXPECT_THAT(units->units(0).rules(), ElementsAre("responsibilities/10/331102"));
  EXPECT_EQ(units->units(1).unit(), "331102-SZ");
  EXPECT_THAT(units->units(1).rules(), ElementsAre("responsibilities/1001/331102/owning"));
  EXPECT_THAT(units->units(2).rules(), ElementsAre("responsibilities/100101/331102/territorial"));
}

TEST_F(DispatchTest, TheBodiesOfTheComponentComeBeforeTheRulesAndTheRuleOfEachSaysWhy) {
  const std::string name = FiledOfComponent("331102-ZJ,331102-SZ,331102-DL");
  v1::ListCandidateUnitsRequest request;
  request.set_name(name);
  const auto units = Ask(city_, ServedCity::Dispatcher(), *dispatch_, &Dispatch::ListCandidateUnits, request);
  ASSERT_TRUE(units.ok()) << units.status();
  ASSERT_GE(units->units_size(), 4);
  EXPECT_EQ(units->units(0).unit(), "331102-DL");
  EXPECT_THAT(units->units(0).rules(), ElementsAre("maintains component 3311020101000001"));
  EXPECT_EQ(units->units(1).unit(), "331102-SZ");
  EXPECT_THAT(units->units(1).rules(), ElementsAre("owns component 3311020101000001", "responsibilities/1001/331102"));
  EXPECT_THAT(units->units(2).rules(), ElementsAre("supervises component 3311020101000001"));
  EXPECT_EQ(units->units(3).unit(), "331102-SW") << "then whom the rules of the area name";
  EXPECT_EQ(Perform(ByRules(name))->case_().unit(), "331102-DL");
  EXPECT_EQ(LastStep(name).rule(), "maintains component 3311020101000001");
  EXPECT_EQ(GetCase(name).component().component(), kCover);
  ExpectTheLogProvesTheState();
}

TEST_F(DispatchTest, WhoOwnsAComponentThatNobodyMaintainsIsResponsible) {
  const std::string name = FiledOfComponent(",331102-SZ,");
  EXPECT_EQ(Perform(ByRules(name))->case_().unit(), "331102-SZ");
}

TEST_F(DispatchTest, AComponentWithoutBodiesIsLeftToTheRules) {
  const std::string name = FiledOfComponent(",,");
  EXPECT_EQ(Perform(ByRules(name))->case_().unit(), "331102-SW");
}

TEST_F(DispatchTest, ABodyThatIsNoUnitAnyMoreIsAnIncidentAndIsNotPassedOver) {
  const std::string name = FiledOfComponent(",331102-SZ,gone");
  const auto done = Perform(ByRules(name));
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->case_().incidents_size(), 1);
  EXPECT_EQ(done->case_().incidents(0).fault(), cases::v1::ROUTING_FAULT_INACTIVE_UNIT);
  EXPECT_EQ(done->case_().incidents(0).rule(), "maintains component 3311020101000001");
}

TEST_F(DispatchTest, TheRulesNameTheUnitAndTheHistoryTellsWhichRule) {
  const std::string name = Filed();
  const auto done = Perform(ByRules(name));
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->case_().unit(), "331102-SW");
  EXPECT_EQ(LastStep(name).rule(), "responsibilities/100101/331102");
}

TEST_F(DispatchTest, ARuleThatFailsIsAnIncidentInTheCaseTheHistoryAndTheQueueUntilSomebodyDispatches) {
  city_.Activate(domain::EditionKind::kResponsibilities, "responsibilities",
                 "category_prefix,area_prefix,unit\n1001,331121,331121-JZ\n");
  const std::string other = Filed();
  const std::string name = Filed();
  const v1::PerformActionRequest request = ByRules(name);
  const auto done = Perform(request);
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->case_().stage(), "pending_dispatch");
  ASSERT_EQ(done->case_().incidents_size(), 1);
  EXPECT_EQ(done->case_().incidents(0).fault(), cases::v1::ROUTING_FAULT_NO_RULE);
  EXPECT_EQ(done->case_().incidents(0).rule(), "responsibilities");
  EXPECT_TRUE(Perform(request).ok()) << "the same request again";
  EXPECT_EQ(Perform(ByRules(name))->case_().incidents_size(), 1) << "the same failure again";
  EXPECT_EQ(LastStep(name).incident().fault(), cases::v1::ROUTING_FAULT_NO_RULE);

  v1::ListQueueRequest queue;
  EXPECT_EQ(Queue(queue)->cases_size(), 2);
  queue.set_incident(true);
  ASSERT_EQ(Queue(queue)->cases_size(), 1);
  EXPECT_EQ(Queue(queue)->cases(0).name(), name);
  EXPECT_EQ(Queue(queue)->cases(0).incidents_size(), 1);
  resolution::v1::ListCasesRequest list;
  list.mutable_filter()->set_incident(true);
  EXPECT_EQ(Ask(city_, ServedCity::ShiftLeader(), *resolution_, &Resolution::ListCases, list)->cases_size(), 1);

  ASSERT_TRUE(Perform(Step(name, "331102-SW")).ok());
  EXPECT_EQ(Queue(queue)->cases_size(), 0);
  EXPECT_TRUE(GetCase(name).incidents(0).has_resolved_at());
  ExpectTheLogProvesTheState();
}

TEST_F(DispatchTest, ARuleIsNotPassedOverBecauseItsUnitIsNone) {
  city_.Activate(domain::EditionKind::kResponsibilities, "responsibilities",
                 "category_prefix,area_prefix,unit,kind\n100101,331102,gone,\n,331102,331102-JZ,territorial\n");
  const auto done = Perform(ByRules(Filed()));
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->case_().incidents_size(), 1);
  EXPECT_EQ(done->case_().incidents(0).fault(), cases::v1::ROUTING_FAULT_INACTIVE_UNIT);
  EXPECT_EQ(done->case_().incidents(0).rule(), "responsibilities/100101/331102");
}

TEST_F(DispatchTest, EquallyGoodRulesOfTwoEditionsAreAmbiguous) {
  const std::string rules = "category_prefix,area_prefix,unit\n100101,331102,";
  city_.Activate(domain::EditionKind::kResponsibilities, "responsibilities", rules + "331102-SW\n");
  city_.Activate(domain::EditionKind::kResponsibilities, "more", rules + "331102-SZ\n");
  const std::string name = Filed();
  const auto done = Perform(ByRules(name));
  ASSERT_TRUE(done.ok()) << done.status();
  ASSERT_EQ(done->case_().incidents_size(), 1);
  EXPECT_EQ(done->case_().incidents(0).fault(), cases::v1::ROUTING_FAULT_AMBIGUOUS);
  EXPECT_EQ(done->case_().incidents(0).rule(), "more/100101/331102, responsibilities/100101/331102");

  city_.Activate(domain::EditionKind::kResponsibilities, "more", rules + "331102-SW\n");
  EXPECT_EQ(Perform(ByRules(name))->case_().unit(), "331102-SW") << "they agree";
}

TEST_F(DispatchTest, TheRulesNameAUnitOnlyWhereOneIsAskedForAndNoneIsGiven) {
  v1::PerformActionRequest request = Step(Filed(), "331102-SW");
  request.set_by_rules(true);
  EXPECT_EQ(CodeOf(Perform(request)), "INVALID_ARGUMENT NOT_BY_RULES");
}

// -- by itself --------------------------------------------------------------------------------------------------------

class DispatchByItselfTest : public DispatchTest {
 protected:
  // The released procedure, in which filing is followed by a dispatch by the rules.
  DispatchByItselfTest() {
    std::string text = *ReadFile(
        std::string(WANGGE_SOURCE_DIR) + "/config/systems/urban/procedure-2026.textproto", limits::kConfigBodyBytesMax);
    const std::string filing = "id: \"file\"\n";
    text.insert(text.find(filing) + filing.size(), "  then: \"dispatch_by_rules\"\n");
    const std::size_t from = text.find("actions {\n  id: \"dispatch\"");
    std::string action = text.substr(from, text.find("\n}\n", from) + 3 - from);
    action.replace(action.find("\"dispatch\""), 10, "\"dispatch_by_rules\"");
    action.erase(action.find("  roles: \"dispatcher\"\n"), 22);
    const std::string until = "  until: \"dispatch\"\n";
    text.insert(text.find(until), "  until: \"dispatch_by_rules\"\n");
    const auto proved = catalog::LoadProcedure(text + action, "by_itself.textproto");
    EXPECT_TRUE(proved.ok()) << proved.status();
    city_.Activate(domain::EditionKind::kProcedure, "urban", text + action);
  }
};

TEST_F(DispatchByItselfTest, AFiledCaseIsWithItsUnitAtOnceAndTheHistoryTellsTheEngineAndTheRule) {
  const std::string name = Filed();
  const cases::v1::Case shown = GetCase(name);
  EXPECT_EQ(shown.stage(), "pending_sign");
  EXPECT_EQ(shown.unit(), "331102-SW");
  const cases::v1::HistoryEntry last = LastStep(name);
  EXPECT_EQ(last.action(), "dispatch_by_rules");
  EXPECT_EQ(last.actor(), "engine");
  EXPECT_EQ(last.rule(), "responsibilities/100101/331102");
  ExpectTheLogProvesTheState();
}

TEST_F(DispatchByItselfTest, WhereTheRulesFailTheCaseWaitsForADispatcherWithAnIncident) {
  city_.Activate(domain::EditionKind::kResponsibilities, "responsibilities",
                 "category_prefix,area_prefix,unit\n1001,331121,331121-JZ\n");
  const std::string name = Filed();
  EXPECT_EQ(GetCase(name).stage(), "pending_dispatch");
  EXPECT_EQ(GetCase(name).incidents(0).fault(), cases::v1::ROUTING_FAULT_NO_RULE);
  ASSERT_TRUE(Perform(Step(name, "331102-SZ")).ok());
  EXPECT_EQ(GetCase(name).unit(), "331102-SZ");
  ExpectTheLogProvesTheState();
}

// -- substitutes ------------------------------------------------------------------------------------------------------

TEST_F(DispatchTest, ASubstituteWorksWithThePostOfTheAbsentPersonAndBothAreTold) {
  const std::string name = Filed();
  rpc::Caller substitute = ServedCity::Acceptor();
  substitute.on_behalf_of = "dispatcher-01";
  EXPECT_EQ(CodeOf(Queue({}, substitute)), "PERMISSION_DENIED NOT_A_SUBSTITUTE");
  city_.Activate(domain::EditionKind::kAbsences, "absences",
                 "absent,role,organisation,area,substitute,from,to\ndispatcher-01,dispatcher,3311-ZHZX,331102," +
                     substitute.actor + ",2020-01-01T00:00:00Z,2036-01-01T00:00:00Z\n");
  EXPECT_EQ(CodeOf(Queue({}, ServedCity::Acceptor())), "PERMISSION_DENIED ROLE_NOT_ALLOWED") << "in their own name";
  ASSERT_TRUE(Queue({}, substitute).ok());
  EXPECT_EQ(Queue({}, substitute)->cases_size(), 1);
  const auto done = Ask(city_, substitute, *dispatch_, &Dispatch::PerformAction, Step(name, "331102-SW"));
  ASSERT_TRUE(done.ok()) << done.status();
  const cases::v1::HistoryEntry last = LastStep(name);
  EXPECT_EQ(last.actor(), substitute.actor);
  EXPECT_EQ(last.on_behalf_of(), "dispatcher-01");
  EXPECT_EQ(last.role(), "dispatcher");
  substitute.on_behalf_of = "dispatcher-02";
  EXPECT_EQ(CodeOf(Queue({}, substitute)), "PERMISSION_DENIED NOT_A_SUBSTITUTE") << "for one person only";
  ExpectTheLogProvesTheState();
}

TEST_F(DispatchTest, OnlyUnitsCanBeDispatchedTo) {
  const std::string name = Filed();
  EXPECT_EQ(CodeOf(Perform(Step(name, "3311-JDZX"))), "INVALID_ARGUMENT UNIT_UNKNOWN");
  EXPECT_EQ(CodeOf(Perform(Step(name, ""))), "INVALID_ARGUMENT INPUT_MISSING");
  const auto done = Perform(Step(name, "331102-SW"));
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_EQ(done->case_().unit(), "331102-SW");
  EXPECT_EQ(done->case_().round(), 1u);
}

TEST_F(DispatchTest, ItsActionsAreItsOwnAndOthersAreRefused) {
  const std::string name = Filed();
  v1::ListAllowedActionsRequest ask;
  ask.set_name(name);
  const auto allowed = Ask(city_, ServedCity::Dispatcher(), *dispatch_, &Dispatch::ListAllowedActions, ask);
  ASSERT_TRUE(allowed.ok()) << allowed.status();
  std::vector<std::string> actions;
  for (const auto& action : allowed->actions()) {
    actions.push_back(action.action());
    EXPECT_EQ(action.desk(), cases::v1::DESK_DISPATCH) << action.action();
  }
  EXPECT_THAT(actions, ElementsAre("dispatch", "return_upward", "ask_void"));
  EXPECT_THAT(allowed->actions(0).required(), ElementsAre(cases::v1::ACTION_FIELD_UNIT));

  auto request = Step(name, "");
  request.set_action("grant_void");
  request.mutable_input()->set_note("double");
  EXPECT_EQ(CodeOf(Ask(city_, ServedCity::ShiftLeader(), *dispatch_, &Dispatch::PerformAction, request)),
            "FAILED_PRECONDITION WRONG_DESK");
}

}  // namespace
}  // namespace wangge::dispatch
