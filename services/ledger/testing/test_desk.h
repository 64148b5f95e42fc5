// What people do to cases of a served city, in one line each. For tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "services/ledger/testing/ask.h"
#include "wangge/dispatch/v1/dispatch.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge::ledger {

class TestDesk {
 public:
  explicit TestDesk(ServedCity& city) : city_(city) {}

  std::string Report() {
    Waited<v1::CommandResult> waited;
    city_.local().Submit(city_.Report(), city_.DeadlineOfTests(), waited.Done());
    const auto result = waited.Get();
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->receipt().case_() : std::string();
  }
  absl::StatusOr<cases::v1::Case> Get(const std::string& name, const rpc::Caller& caller) {
    resolution::v1::GetCaseRequest request;
    request.set_name(name);
    auto response = Ask(city_, caller, *resolution_, &resolution::v1::ResolutionService::Stub::GetCase, request);
    if (!response.ok()) return response.status();
    return response->case_();
  }
  std::vector<cases::v1::HistoryEntry> History(const std::string& name) {
    resolution::v1::ListHistoryRequest request;
    request.set_name(name);
    request.set_page_size(1'000);
    const auto response = Ask(city_, ServedCity::ShiftLeader(), *resolution_,
                              &resolution::v1::ResolutionService::Stub::ListHistory, request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return {};
    return {response->entries().begin(), response->entries().end()};
  }
  // "OK", or the code and the reason of the refusal.
  std::string Act(const std::string& name, const std::string& action, const rpc::Caller& caller,
                  const cases::v1::ActionInput& input = {}) {
    const auto request = StepOf<resolution::v1::PerformActionRequest>(name, action, input);
    return CodeOf(Ask(city_, caller, *resolution_, &resolution::v1::ResolutionService::Stub::PerformAction, request));
  }
  std::string Dispatch(const std::string& name, const std::string& unit) {
    cases::v1::ActionInput input;
    input.set_unit(unit);
    const auto request = StepOf<dispatch::v1::PerformActionRequest>(name, "dispatch", input);
    return CodeOf(
        Ask(city_, ServedCity::Dispatcher(), *dispatch_, &dispatch::v1::DispatchService::Stub::PerformAction, request));
  }
  // Up to the unit.
  std::string Dispatched(const std::string& condition) {
    std::string name = Report();
    cases::v1::ActionInput filing;
    filing.set_condition(condition);
    EXPECT_EQ(Act(name, "accept", ServedCity::Acceptor()), "OK");
    EXPECT_EQ(Act(name, "file", ServedCity::ShiftLeader(), filing), "OK");
    EXPECT_EQ(Dispatch(name, "331102-SW"), "OK");
    return name;
  }

 private:
  template <typename Request>
  Request StepOf(const std::string& name, const std::string& action, const cases::v1::ActionInput& input) {
    Request request;
    request.set_name(name);
    request.set_action(action);
    const auto found = Get(name, ServedCity::ShiftLeader());
    request.set_etag(found.ok() ? found->etag() : "none");
    request.set_request_id(city_.NewUuid());
    *request.mutable_input() = input;
    return request;
  }

  ServedCity& city_;
  std::unique_ptr<dispatch::v1::DispatchService::Stub> dispatch_ =
      dispatch::v1::DispatchService::NewStub(city_.channel());
  std::unique_ptr<resolution::v1::ResolutionService::Stub> resolution_ =
      resolution::v1::ResolutionService::NewStub(city_.channel());
};

}  // namespace wangge::ledger
