#include "services/wangge/client/case_desk.h"

#include <algorithm>

#include "base/status/text.h"
#include "rpc/error.h"
#include "services/wangge/client/request_id.h"
#include "wangge/dispatch/v1/dispatch.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge::client {
namespace {

using Dispatch = dispatch::v1::DispatchService;
using Resolution = resolution::v1::ResolutionService;

template <typename Service, typename Request>
absl::Status AddAllowed(const Connection& connection, const std::string& name, AllowedActions& allowed) {
  const auto stub = connection.StubOf<Service>();
  Request request;
  request.set_name(name);
  WANGGE_ASSIGN_OR_RETURN(const auto response, connection.Call(*stub, &Service::Stub::ListAllowedActions, request));
  allowed.actions.insert(allowed.actions.end(), response.actions().begin(), response.actions().end());
  allowed.etag = response.etag();
  return absl::OkStatus();
}

template <typename Service, typename Request>
absl::StatusOr<cases::v1::Case> PerformAt(const Connection& connection, const Step& step) {
  const auto stub = connection.StubOf<Service>();
  Request request;
  request.set_name(step.name);
  request.set_action(step.action);
  request.set_etag(step.etag);
  request.set_request_id(NewRequestId());
  *request.mutable_input() = step.input;
  if constexpr (requires { request.set_by_rules(true); }) request.set_by_rules(step.by_rules);
  WANGGE_ASSIGN_OR_RETURN(auto response, connection.Call(*stub, &Service::Stub::PerformAction, request));
  return std::move(*response.mutable_case_());
}

}  // namespace

absl::StatusOr<AllowedActions> ListAllowedActions(const Connection& connection, const std::string& name) {
  AllowedActions allowed;
  WANGGE_RETURN_IF_ERROR(
      (AddAllowed<Resolution, resolution::v1::ListAllowedActionsRequest>(connection, name, allowed)));
  WANGGE_RETURN_IF_ERROR((AddAllowed<Dispatch, dispatch::v1::ListAllowedActionsRequest>(connection, name, allowed)));
  return allowed;
}

absl::StatusOr<std::vector<dispatch::v1::CandidateUnit>> ListCandidates(const Connection& connection,
                                                                        const std::string& name) {
  const auto stub = connection.StubOf<Dispatch>();
  dispatch::v1::ListCandidateUnitsRequest request;
  request.set_name(name);
  WANGGE_ASSIGN_OR_RETURN(const auto page, connection.Call(*stub, &Dispatch::Stub::ListCandidateUnits, request));
  return std::vector<dispatch::v1::CandidateUnit>(page.units().begin(), page.units().end());
}

absl::StatusOr<cases::v1::Case> PerformStep(const Connection& connection, Step step) {
  WANGGE_ASSIGN_OR_RETURN(const AllowedActions allowed, ListAllowedActions(connection, step.name));
  if (step.etag.empty()) step.etag = allowed.etag;
  const auto known = std::ranges::find(allowed.actions, step.action, &cases::v1::AllowedAction::action);
  const bool at_dispatch = known != allowed.actions.end() && known->desk() == cases::v1::DESK_DISPATCH;
  if (at_dispatch || step.by_rules) return PerformAt<Dispatch, dispatch::v1::PerformActionRequest>(connection, step);
  auto done = PerformAt<Resolution, resolution::v1::PerformActionRequest>(connection, step);
  if (done.ok() || rpc::ReasonOf(done.status()) != "WRONG_DESK") return done;
  return PerformAt<Dispatch, dispatch::v1::PerformActionRequest>(connection, step);
}

}  // namespace wangge::client
