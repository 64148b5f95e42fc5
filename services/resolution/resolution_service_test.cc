// A case from report to close through both desks, by different people, over gRPC.
#include "services/resolution/resolution_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "services/ledger/feed_reader.h"
#include "services/ledger/testing/ask.h"
#include "wangge/dispatch/v1/dispatch.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"
#include "wire/names.h"
#include "wire/time.h"

namespace wangge::resolution {
namespace {

using ledger::Ask;
using ledger::CodeOf;
using ledger::ServedCity;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Dispatch = dispatch::v1::DispatchService::Stub;
using Resolution = v1::ResolutionService::Stub;

class ResolutionTest : public ::testing::Test {
 protected:
  std::string Report(ledger::v1::Command command) {
    ledger::Waited<ledger::v1::CommandResult> waited;
    city_.local().Submit(std::move(command), city_.DeadlineOfTests(), waited.Done());
    const auto result = waited.Get();
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->receipt().case_() : std::string();
  }
  std::string Report() { return Report(city_.Report()); }

  absl::StatusOr<cases::v1::Case> GetCase(const std::string& name, const rpc::Caller& caller,
                                          const std::string& purpose = "") {
    v1::GetCaseRequest request;
    request.set_name(name);
    request.set_purpose(purpose);
    auto response = Ask(city_, caller, *resolution_, &Resolution::GetCase, request);
    if (!response.ok()) return response.status();
    return response->case_();
  }
  std::string EtagOf(const std::string& name) {
    const auto found = GetCase(name, ServedCity::ShiftLeader());
    return found.ok() ? found->etag() : std::string();
  }
  v1::PerformActionRequest Step(const std::string& name, const std::string& action) {
    v1::PerformActionRequest request;
    request.set_name(name);
    request.set_action(action);
    request.set_etag(EtagOf(name));
    request.set_request_id(city_.NewUuid());
    return request;
  }
  absl::StatusOr<v1::PerformActionResponse> Perform(const v1::PerformActionRequest& request,
                                                    const rpc::Caller& caller) {
    return Ask(city_, caller, *resolution_, &Resolution::PerformAction, request);
  }
  absl::StatusOr<dispatch::v1::PerformActionResponse> DispatchTo(const std::string& name, const std::string& unit) {
    dispatch::v1::PerformActionRequest request;
    request.ParseFromString(Step(name, "dispatch").SerializeAsString());
    request.mutable_input()->set_unit(unit);
    return Ask(city_, ServedCity::Dispatcher(), *dispatch_, &Dispatch::PerformAction, request);
  }
  void MustPerform(const std::string& name, const std::string& action, const rpc::Caller& caller,
                   const std::string& note = "", const std::string& condition = "") {
    auto request = Step(name, action);
    request.mutable_input()->set_note(note);
    request.mutable_input()->set_condition(condition);
    if (action == "check") StandAt(name, *request.mutable_input()->mutable_proof());
    const auto done = Perform(request, caller);
    ASSERT_TRUE(done.ok()) << action << ": " << done.status();
  }
  // The inspector is where the case is.
  void StandAt(const std::string& name, cases::v1::ProofOfPresence& proof) {
    *proof.mutable_captured_at() = wire::ToProto(city_.state().Now());
    const auto found = GetCase(name, ServedCity::Inspector());
    ASSERT_TRUE(found.ok()) << found.status();
    *proof.mutable_position() = found->position();
  }
  // Up to the unit, which has signed for it.
  std::string Dispatched() {
    const std::string name = Report();
    MustPerform(name, "accept", ServedCity::Acceptor());
    MustPerform(name, "file", ServedCity::ShiftLeader(), "", "100101-1");
    EXPECT_EQ(CodeOf(DispatchTo(name, "331102-SW")), "OK");
    MustPerform(name, "sign", ServedCity::UnitHandler());
    return name;
  }
  std::vector<std::string> ListNames(const v1::ListCasesRequest& request, const rpc::Caller& caller) {
    const auto page = Ask(city_, caller, *resolution_, &Resolution::ListCases, request);
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> names;
    if (page.ok()) {
      for (const auto& shown : page->cases()) names.push_back(shown.name());
    }
    return names;
  }

  ServedCity city_;
  std::unique_ptr<Dispatch> dispatch_ = dispatch::v1::DispatchService::NewStub(city_.channel());
  std::unique_ptr<Resolution> resolution_ = v1::ResolutionService::NewStub(city_.channel());
};

TEST_F(ResolutionTest, ACaseGoesFromReportToCloseByDifferentPeople) {
  const std::string name = Dispatched();
  MustPerform(name, "handle", ServedCity::UnitHandler(), "a new lid is on");
  MustPerform(name, "confirm", ServedCity::UnitHandler());
  MustPerform(name, "check", ServedCity::Inspector(), "seen on site");
  const auto request = Step(name, "close");
  const auto closed = Perform(request, ServedCity::ShiftLeader());
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->case_().outcome(), cases::v1::OUTCOME_CLOSED);
  EXPECT_THAT(closed->case_().case_number(), HasSubstr("A-"));
  EXPECT_EQ(closed->case_().milestones_size(), 7);
  EXPECT_EQ(closed->case_().description(), "") << "nobody said why they would read it";

  // The position that the last step gave can be waited for.
  v1::GetCaseRequest get;
  get.set_name(name);
  get.set_position_token(closed->position_token());
  EXPECT_EQ(CodeOf(Ask(city_, ServedCity::ShiftLeader(), *resolution_, &Resolution::GetCase, get)), "OK");
  get.set_position_token("p00000fffff");
  EXPECT_EQ(CodeOf(Ask(city_, ServedCity::ShiftLeader(), *resolution_, &Resolution::GetCase, get)),
            "INVALID_ARGUMENT FIELD_INVALID");

  const std::string bytes = city_.AllBytes();
  for (const char* secret : {"a new lid is on", "seen on site", "plum tree", "Xiaoming"}) {
    EXPECT_THAT(bytes, Not(HasSubstr(secret)));
  }
}

TEST_F(ResolutionTest, EachStepIsInTheHistoryAndNotesOpenForAPurpose) {
  const std::string name = Dispatched();
  MustPerform(name, "handle", ServedCity::UnitHandler(), "a new lid is on");
  v1::ListHistoryRequest request;
  request.set_name(name);
  request.set_page_size(3);
  const auto list = [&] {
    return Ask(city_, ServedCity::ShiftLeader(), *resolution_, &Resolution::ListHistory, request);
  };
  const auto first = list();
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->entries_size(), 3);
  EXPECT_EQ(first->entries(0).action(), "");
  EXPECT_EQ(first->entries(1).action(), "accept");
  EXPECT_EQ(first->entries(1).role(), "acceptor");
  EXPECT_EQ(first->entries(2).action(), "file");
  request.set_page_token(first->next_page_token());
  const auto rest = list();
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_EQ(rest->entries_size(), 3);
  EXPECT_EQ(rest->entries(0).unit(), "331102-SW");
  EXPECT_EQ(rest->entries(1).action(), "sign");
  EXPECT_EQ(rest->entries(2).actor(), "sw-01");
  EXPECT_EQ(rest->entries(2).note(), "");
  EXPECT_EQ(rest->next_page_token(), "");
  EXPECT_TRUE(city_.readings().empty());

  request.clear_page_token();
  request.set_page_size(0);
  request.set_purpose("to check the work");
  const auto opened = list();
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->entries(5).note(), "a new lid is on");
  ASSERT_EQ(city_.readings().size(), 1u);
  EXPECT_EQ(city_.readings()[0].purpose, "to check the work");
}

TEST_F(ResolutionTest, PersonalFieldsOpenForARoleThatReadsThemAndAPurpose) {
  auto command = city_.Report();
  *command.mutable_submit_report()->add_attachments() = city_.Upload("a photo");
  const std::string name = Report(command);
  EXPECT_EQ(GetCase(name, ServedCity::Acceptor())->description(), "");
  const auto opened = GetCase(name, ServedCity::Acceptor(), "to decide on acceptance");
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->description(), "the lid by the old plum tree is gone");
  EXPECT_EQ(opened->address(), "Plum Lane 7");
  EXPECT_EQ(opened->reporter().name(), "Wang Xiaoming");
  EXPECT_EQ(opened->reporter().contact(), "13800000000");
  ASSERT_EQ(opened->attachments_size(), 1);
  EXPECT_EQ(opened->attachments(0).content_type(), "image/jpeg");
  const rpc::Caller analyst = ServedCity::Post("analyst-01", "analyst", "3311-JDZX", "*");
  const auto closed = GetCase(name, analyst, "to know");
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->description() + closed->address() + closed->reporter().name(), "");
  EXPECT_EQ(closed->attachments_size(), 0);
  EXPECT_EQ(city_.readings().size(), 1u);
}

TEST_F(ResolutionTest, ADeskRefusesTheOthersActions) {
  const std::string name = Report();
  MustPerform(name, "accept", ServedCity::Acceptor());
  MustPerform(name, "file", ServedCity::ShiftLeader(), "", "100101-1");
  auto request = Step(name, "dispatch");
  request.mutable_input()->set_unit("331102-SW");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Dispatcher())), "FAILED_PRECONDITION WRONG_DESK");

  v1::ListAllowedActionsRequest ask;
  ask.set_name(name);
  const auto here = Ask(city_, ServedCity::Dispatcher(), *resolution_, &Resolution::ListAllowedActions, ask);
  ASSERT_TRUE(here.ok()) << here.status();
  for (const auto& action : here->actions()) EXPECT_EQ(action.desk(), cases::v1::DESK_RESOLUTION) << action.action();
  EXPECT_EQ(here->etag(), request.etag());
}

TEST_F(ResolutionTest, AllowedActionsSayWhatTheyNeed) {
  const std::string name = Report();
  v1::ListAllowedActionsRequest ask;
  ask.set_name(name);
  const auto allowed = Ask(city_, ServedCity::Acceptor(), *resolution_, &Resolution::ListAllowedActions, ask);
  ASSERT_TRUE(allowed.ok()) << allowed.status();
  std::vector<std::string> actions;
  for (const auto& action : allowed->actions()) actions.push_back(action.action());
  EXPECT_THAT(actions, ElementsAre("accept", "refuse", "link_duplicate", "correct_position", "recuse"));
  EXPECT_EQ(allowed->actions(1).required(0), cases::v1::ACTION_FIELD_NOTE);
  EXPECT_EQ(allowed->actions(1).role(), "acceptor");
  EXPECT_EQ(allowed->actions(0).label().en(), "Accept");
}

TEST_F(ResolutionTest, AnActionThatFilesListsTheConditionsOfTheCasesCategory) {
  const std::string name = Report();
  MustPerform(name, "accept", ServedCity::Acceptor());
  v1::ListAllowedActionsRequest ask;
  ask.set_name(name);
  const auto allowed = Ask(city_, ServedCity::ShiftLeader(), *resolution_, &Resolution::ListAllowedActions, ask);
  ASSERT_TRUE(allowed.ok()) << allowed.status();
  std::vector<std::string> conditions;
  for (const auto& action : allowed->actions()) {
    for (const auto& condition : action.conditions()) {
      conditions.push_back(action.action() + " " + condition.condition() + " " + condition.limit());
    }
  }
  EXPECT_THAT(conditions,
              ElementsAre("file 100101-1 2uh", "file 100101-2 4wh", "file 100101-3 2wd", "file 100101-4 5wd"));
}

TEST_F(ResolutionTest, StepsAreRefusedWithTheContractsReasons) {
  const std::string name = Report();
  auto request = Step(name, "accept");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::ShiftLeader())), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  request.set_etag("e00000fffff");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "ABORTED STALE_ETAG");
  request.set_etag("nonsense");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "INVALID_ARGUMENT FIELD_INVALID");
  request = Step(name, "nonsense");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "INVALID_ARGUMENT ACTION_UNKNOWN");
  request = Step(name, "refuse");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "INVALID_ARGUMENT INPUT_MISSING");
  request = Step(name, "accept");
  request.mutable_input()->set_unit("331102-SW");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "INVALID_ARGUMENT INPUT_NOT_TAKEN");
  request = Step(name, "accept");
  request.mutable_input()->set_note(std::string(4'001, 'x'));
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "INVALID_ARGUMENT NOTE_TOO_LONG");
  request = Step(name, "close");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::ShiftLeader())), "FAILED_PRECONDITION ACTION_NOT_ALLOWED");
  request = Step("cases/999999", "accept");
  request.set_etag("e0000000001");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "NOT_FOUND CASE_NOT_FOUND");
  request = Step(name, "accept");
  request.mutable_input()->add_attachments()->set_name("attachments/" + std::string(64, 'a'));
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::Acceptor())), "NOT_FOUND ATTACHMENT_NOT_FOUND");
}

TEST_F(ResolutionTest, ARepeatedStepGetsItsFirstAnswerAlsoWhenTheCaseHasLeft) {
  const std::string name = Dispatched();
  auto request = Step(name, "ask_return");
  request.mutable_input()->set_note("not ours");
  const auto photo = city_.Upload("not our lid");
  *request.mutable_input()->add_attachments() = photo.attachment();
  const auto first = Perform(request, ServedCity::UnitHandler());
  ASSERT_TRUE(first.ok()) << first.status();
  MustPerform(name, "grant_return", ServedCity::Dispatcher(), "another unit's");
  EXPECT_EQ(CodeOf(GetCase(name, ServedCity::UnitHandler())), "NOT_FOUND CASE_NOT_FOUND") << "it was given back";
  const std::string id = photo.attachment().name().substr(photo.attachment().name().find('/') + 1);
  EXPECT_TRUE(absl::IsNotFound(city_.attachments().Claim(id).status())) << "the case's own key leads to it";
  const auto again = Perform(request, ServedCity::UnitHandler());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->position_token(), first->position_token());
  request.mutable_input()->set_note("something else");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::UnitHandler())), "ALREADY_EXISTS REQUEST_ID_REUSED");
}

TEST_F(ResolutionTest, AUnitSeesItsCasesAndNoOthers) {
  const std::string mine = Dispatched();
  const std::string others = Report();
  EXPECT_EQ(CodeOf(GetCase(mine, ServedCity::UnitHandler())), "OK");
  const auto hidden = GetCase(mine, ServedCity::OtherUnitHandler());
  const auto missing = GetCase("cases/999999", ServedCity::OtherUnitHandler());
  EXPECT_EQ(CodeOf(hidden), "NOT_FOUND CASE_NOT_FOUND");
  EXPECT_EQ(hidden.status(), missing.status()) << "out of scope and missing answer alike";
  EXPECT_EQ(CodeOf(GetCase("cases/x", ServedCity::UnitHandler())), "NOT_FOUND CASE_NOT_FOUND");
  EXPECT_THAT(ListNames({}, ServedCity::UnitHandler()), ElementsAre(mine));
  EXPECT_THAT(ListNames({}, ServedCity::OtherUnitHandler()), ElementsAre());
  EXPECT_THAT(ListNames({}, ServedCity::ShiftLeader()), ElementsAre(others, mine));
  const auto request = Step(mine, "handle");
  EXPECT_EQ(CodeOf(Perform(request, ServedCity::OtherUnitHandler())), "NOT_FOUND CASE_NOT_FOUND");

  const auto tasks = [&](const rpc::Caller& caller) {
    return Ask(city_, caller, *resolution_, &Resolution::ListTasks, v1::ListTasksRequest())->cases_size();
  };
  EXPECT_EQ(tasks(ServedCity::UnitHandler()), 1);
  EXPECT_EQ(tasks(ServedCity::OtherUnitHandler()), 0);
  EXPECT_EQ(tasks(ServedCity::ShiftLeader()), 0);
}

TEST_F(ResolutionTest, ListsFilterOrderAndPage) {
  std::vector<std::string> names;
  for (int i = 0; i < 5; ++i) names.push_back(Report());
  MustPerform(names[2], "accept", ServedCity::Acceptor());
  v1::ListCasesRequest request;
  request.mutable_filter()->set_stage("pending_file");
  EXPECT_THAT(ListNames(request, ServedCity::Acceptor()), ElementsAre(names[2]));
  request.Clear();
  request.set_order(v1::CASE_ORDER_OLDEST);
  request.set_page_size(2);
  const auto page = Ask(city_, ServedCity::Acceptor(), *resolution_, &Resolution::ListCases, request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_EQ(page->cases(0).name(), names[0]);
  EXPECT_EQ(page->cases(0).description(), "");
  request.set_page_token(page->next_page_token());
  EXPECT_THAT(ListNames(request, ServedCity::Acceptor()), ElementsAre(names[2], names[3]));

  const auto code = [&](const rpc::Caller& caller) {
    return CodeOf(Ask(city_, caller, *resolution_, &Resolution::ListCases, request));
  };
  EXPECT_EQ(code(ServedCity::ShiftLeader()), "INVALID_ARGUMENT PAGE_TOKEN_INVALID") << "another caller's";
  request.mutable_filter()->set_category("100101");
  EXPECT_EQ(code(ServedCity::Acceptor()), "INVALID_ARGUMENT PAGE_TOKEN_INVALID") << "another list's";
  request.clear_page_token();
  EXPECT_EQ(code(ServedCity::Service()), "OK") << "a scope without cases";
  EXPECT_EQ(code(ServedCity::Post("x", "nobody", "", "*")), "PERMISSION_DENIED ROLE_NOT_ALLOWED");
  request.set_order(v1::CASE_ORDER_DUE);
  EXPECT_EQ(code(ServedCity::Acceptor()), "INVALID_ARGUMENT FIELD_INVALID") << "only with open cases";
  request.mutable_filter()->set_state(v1::CASE_STATE_OPEN);
  EXPECT_EQ(code(ServedCity::Acceptor()), "OK");
}

TEST_F(ResolutionTest, ANumberFindsItsCaseOnceItWasGivenOut) {
  const std::string name = Dispatched();
  const std::string fresh = Report();
  const auto filed = GetCase(name, ServedCity::Acceptor());
  v1::ListCasesRequest request;
  request.mutable_filter()->set_number(filed->case_number());
  EXPECT_THAT(ListNames(request, ServedCity::Acceptor()), ElementsAre(name));
  EXPECT_THAT(ListNames(request, ServedCity::OtherUnitHandler()), ElementsAre());
  request.mutable_filter()->set_number(GetCase(fresh, ServedCity::Acceptor())->receipt_number());
  EXPECT_THAT(ListNames(request, ServedCity::Acceptor()), ElementsAre(fresh));
  request.mutable_filter()->set_stage("closed");
  EXPECT_THAT(ListNames(request, ServedCity::Acceptor()), ElementsAre());
}

TEST_F(ResolutionTest, AFeedThatBeginsInTheMiddleOfACaseKnowsWhatHolds) {
  const std::string name = Dispatched();
  const std::uint64_t from = city_.state().feed().head().value;
  MustPerform(name, "handle", ServedCity::UnitHandler(), "done");
  MustPerform(name, "confirm", ServedCity::UnitHandler());
  ledger::v1::FeedRequest request;
  request.set_after_position(from);
  auto reader = *ledger::FeedReader::Open(city_.ledger(), request);
  const auto page = reader->Next();
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_EQ(page->records_size(), 2);
  EXPECT_EQ(page->records(0).events(0).action_performed().unit(), "331102-SW");
  EXPECT_EQ(page->records(0).events(0).action_performed().round(), 1u);
  EXPECT_EQ(page->records(1).events(0).clock_stopped().clock(), "confirming");
  EXPECT_EQ(page->records(1).events(0).clock_stopped().generation(), 7u);
  EXPECT_EQ(page->records(1).events(1).clock_stopped().clock(), "disposal");
  EXPECT_EQ(page->records(1).events(1).clock_stopped().generation(), 6u) << "as it was started before the page";
  EXPECT_TRUE(reader->IsAtHead());
}

TEST_F(ResolutionTest, ACaseWithoutAKeyTakesStepsButNoNotes) {
  engine::Envelope replayed;
  replayed.actor = ledger::ActorOf(ServedCity::Inspector());
  domain::SubmitReport report{.system = "urban", .source = "inspector", .category = "100101"};
  report.location.position = Position{1'199'000'000, 284'500'000};
  report.location.placements.push_back({.layer = "unit_grid", .version = 1, .code = "331102001001"});
  replayed.command = report;
  std::promise<std::string> name;
  city_.state().Submit(std::move(replayed), [&name](engine::Answer answer) {
    name.set_value(wire::CaseName(std::get<engine::Accepted>(answer).the_case->id));
  });
  const std::string made = name.get_future().get();
  auto refuse = Step(made, "refuse");
  refuse.mutable_input()->set_note("nothing there");
  EXPECT_EQ(CodeOf(Perform(refuse, ServedCity::Acceptor())), "FAILED_PRECONDITION CASE_KEY_MISSING");
  EXPECT_EQ(CodeOf(Perform(refuse, ServedCity::OtherUnitHandler())), "NOT_FOUND CASE_NOT_FOUND");
  MustPerform(made, "accept", ServedCity::Acceptor());
  EXPECT_EQ(CodeOf(GetCase(made, ServedCity::Acceptor(), "to see")), "OK");
}

TEST_F(ResolutionTest, DeadlinesAreEveryRunOfEveryClock) {
  const std::string name = Dispatched();
  v1::ListDeadlinesRequest request;
  request.set_name(name);
  request.set_page_size(3);
  const auto first = Ask(city_, ServedCity::UnitHandler(), *resolution_, &Resolution::ListDeadlines, request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->clocks_size(), 3);
  EXPECT_EQ(first->clocks(0).clock(), "accepting");
  EXPECT_EQ(first->clocks(0).state(), cases::v1::CLOCK_STATE_STOPPED);
  request.set_page_token(first->next_page_token());
  const auto rest = Ask(city_, ServedCity::UnitHandler(), *resolution_, &Resolution::ListDeadlines, request);
  ASSERT_TRUE(rest.ok()) << rest.status();
  ASSERT_EQ(rest->clocks_size(), 3);
  EXPECT_EQ(rest->clocks(0).clock(), "overall");
  EXPECT_EQ(rest->clocks(1).clock(), "signing");
  EXPECT_EQ(rest->clocks(2).clock(), "disposal");
  EXPECT_EQ(rest->clocks(2).limit(), "2uh");
  EXPECT_EQ(rest->clocks(2).owner(), "331102-SW");
  EXPECT_FALSE(rest->clocks(2).late());
  EXPECT_EQ(rest->clocks(2).lamp(), cases::v1::LAMP_GREEN);
}

TEST_F(ResolutionTest, ADeadlineExplainsItselfInSegmentsThatSumToTheLimit) {
  const std::string name = Dispatched();
  v1::ExplainDeadlineRequest request;
  request.set_name(name);
  request.set_clock("disposal");
  const auto answer = Ask(city_, ServedCity::UnitHandler(), *resolution_, &Resolution::ExplainDeadline, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const auto& explanation = answer->explanation();
  ASSERT_EQ(explanation.parts_size(), 1);
  EXPECT_EQ(explanation.parts(0).limit(), "2uh");
  EXPECT_EQ(explanation.calendar().rfind("cn/", 0), 0u);
  EXPECT_EQ(explanation.utc_offset_minutes(), 480);
  std::int64_t sum = 0;
  for (const auto& segment : explanation.parts(0).segments()) sum += segment.count();
  EXPECT_EQ(sum, explanation.parts(0).total());
  EXPECT_EQ(sum, Hours(2).micros);
  EXPECT_EQ(explanation.due_at().seconds(), explanation.parts(0).due_at().seconds());
  request.set_clock("checking");
  EXPECT_EQ(CodeOf(Ask(city_, ServedCity::UnitHandler(), *resolution_, &Resolution::ExplainDeadline, request)),
            "NOT_FOUND CLOCK_NOT_FOUND");
  EXPECT_EQ(CodeOf(Ask(city_, ServedCity::OtherUnitHandler(), *resolution_, &Resolution::ExplainDeadline, request)),
            "NOT_FOUND CASE_NOT_FOUND");
}

}  // namespace
}  // namespace wangge::resolution
