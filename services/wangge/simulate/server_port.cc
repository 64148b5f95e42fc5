#include "services/wangge/simulate/server_port.h"

#include <google/protobuf/util/time_util.h>

#include <algorithm>

#include "base/rfc3339.h"
#include "base/status/text.h"
#include "catalog/load.h"
#include "rpc/error.h"
#include "services/wangge/client/request_id.h"
#include "wangge/dispatch/v1/dispatch.grpc.pb.h"
#include "wangge/ledger/v1/ledger.grpc.pb.h"
#include "wangge/report/v1/report.grpc.pb.h"
#include "wangge/resolution/v1/resolution.grpc.pb.h"

namespace wangge::simulate {
namespace {

using google::protobuf::util::TimeUtil;
namespace cases = wangge::cases::v1;

google::protobuf::Timestamp ToProto(Timestamp t) { return TimeUtil::MicrosecondsToTimestamp(t.micros); }
std::int64_t MicrosOf(const google::protobuf::Timestamp& t) { return TimeUtil::TimestampToMicroseconds(t); }

std::string NameOf(domain::CaseId id) { return "cases/" + std::to_string(id.value); }

absl::StatusOr<domain::CaseId> IdOf(const std::string& name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string::npos) return Internal("Expected the name of a case, but got \"" + name + "\".");
  return domain::CaseId{std::strtoull(name.c_str() + slash + 1, nullptr, 10)};
}

// The contract counts the desks without that of reports.
cases::Desk DeskOf(domain::Desk desk) {
  return desk == domain::Desk::kDispatch ? cases::DESK_DISPATCH : cases::DESK_RESOLUTION;
}

void SetPoint(const Position& point, cases::Position& position) {
  position.set_source(cases::POSITION_SOURCE_GNSS);
  position.set_datum("wgs84");
  position.set_longitude(point.lon_e7 / 1e7);
  position.set_latitude(point.lat_e7 / 1e7);
}

cases::ActionInput InputOf(const CaseState& c, const Work& work, Timestamp now) {
  cases::ActionInput input;
  input.set_unit(work.unit);
  input.set_condition(work.condition);
  input.set_inspector(work.inspector);
  input.set_note(work.note);
  if (!work.proof) return input;
  *input.mutable_proof()->mutable_captured_at() = ToProto(now);
  if (c.position) SetPoint(*c.position, *input.mutable_proof()->mutable_position());
  return input;
}

template <typename Request>
Request ActionRequest(const std::string& name, const std::string& etag, const CaseState& c, const Work& work,
                      Timestamp now) {
  Request request;
  request.set_request_id(client::NewRequestId());
  request.set_name(name);
  request.set_action(work.action);
  request.set_etag(etag);
  *request.mutable_input() = InputOf(c, work, now);
  return request;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ServerPort>> ServerPort::Open(const City& city, const std::string& server,
                                                             const std::string& keys) {
  std::unique_ptr<ServerPort> port(new ServerPort(city, server, keys));
  for (const catalog::ConfigEdition& edition : city.editions) {
    if (edition.kind != domain::EditionKind::kRoles) continue;
    WANGGE_ASSIGN_OR_RETURN(const domain::Roles roles, catalog::LoadRoles(edition.body, edition.file));
    const auto post = std::ranges::find_if(city.posts, [&roles](const domain::Actor& actor) {
      const auto role = roles.find(actor.roles.front());
      return role != roles.end() && role->second.administers;
    });
    if (post != city.posts.end()) port->administrator_ = *post;
  }
  if (port->administrator_.id.empty()) {
    return InvalidArgument("Expected a post in posts.csv whose role administers, but there is none to move the clock.");
  }
  return port;
}

absl::StatusOr<const client::Connection*> ServerPort::ConnectionOf(const domain::Actor& actor) {
  const auto known = connections_.find(actor.id);
  if (known != connections_.end()) return &known->second;
  WANGGE_ASSIGN_OR_RETURN(auto connection, client::Connection::Open({.server = server_,
                                                                     .keys = keys_,
                                                                     .caller = {.actor = actor.id,
                                                                                .organisation = actor.organisation,
                                                                                .area = actor.area,
                                                                                .roles = actor.roles,
                                                                                .expires = {}}}));
  return &connections_.emplace(actor.id, std::move(connection)).first->second;
}

absl::Status ServerPort::Begin(Timestamp start) {
  using Service = ledger::v1::LedgerService;
  const absl::Status moved = AdvanceTo(start);
  const std::string reason = rpc::ReasonOf(moved);
  if (reason != "CLOCK_NOT_MANUAL" && reason != "CLOCK_BACKWARDS") return moved;
  WANGGE_ASSIGN_OR_RETURN(const auto* connection, ConnectionOf(administrator_));
  const auto stub = connection->StubOf<Service>();
  const auto head = connection->Call(*stub, &Service::Stub::GetHead, ledger::v1::GetHeadRequest());
  const std::string now = head.ok() ? FormatRfc3339(Timestamp{MicrosOf(head->now())}) : "another time";
  const std::string first = FormatRfc3339(start);
  return FailedPrecondition("Expected a server with a manual clock at " + first + " or before, but its clock says " +
                            now + ". Start one on a state of its own with `--clock manual --clock-start " + first +
                            "`, or name a later day with --start.");
}

absl::Status ServerPort::AdvanceTo(Timestamp to) {
  using Service = ledger::v1::LedgerService;
  WANGGE_ASSIGN_OR_RETURN(const auto* connection, ConnectionOf(administrator_));
  ledger::v1::AdvanceClockRequest request;
  request.set_request_id(client::NewRequestId());
  *request.mutable_to() = ToProto(to);
  now_ = to;
  const auto stub = connection->StubOf<Service>();
  return connection->Call(*stub, &Service::Stub::AdvanceClock, request, client::kLongPatience).status();
}

absl::StatusOr<CaseState> ServerPort::Report(const domain::Actor& actor, const NewReport& report) {
  using Service = report::v1::ReportService;
  WANGGE_ASSIGN_OR_RETURN(const auto* connection, ConnectionOf(actor));
  report::v1::SubmitReportRequest request;
  request.set_request_id(client::NewRequestId());
  auto& body = *request.mutable_report();
  body.set_source(report.source);
  body.set_category(report.category);
  body.set_description(report.description);
  body.mutable_reporter()->set_name(report.reporter_name);
  body.mutable_reporter()->set_contact(report.reporter_contact);
  *body.mutable_occurred_at() = ToProto(report.occurred_at);
  const domain::ComponentClaim component = ClaimOf(city_, report.category, report.position);
  if (!component.id.empty()) body.set_component(component.id);
  if (!component.reason.empty()) body.set_no_component(component.reason);
  auto& position = *body.mutable_position();
  position.set_source(cases::POSITION_SOURCE_NONE);
  if (report.position) SetPoint(*report.position, position);
  const auto stub = connection->StubOf<Service>();
  const auto response = connection->Call(*stub, &Service::Stub::SubmitReport, request);
  if (!response.ok()) return response.status();
  const cases::Receipt& receipt = response->receipt();
  WANGGE_ASSIGN_OR_RETURN(const domain::CaseId id, IdOf(receipt.case_()));
  CaseState state{
      .id = id, .stage = city_.procedure->stages[city_.procedure->first_stage].id, .position = report.position};
  for (const cases::GridAssignment& assignment : receipt.assignments()) {
    if (assignment.layer() == city_.system->layers.front()) state.area = assignment.code();
  }
  return state;
}

absl::StatusOr<CaseState> ServerPort::Perform(const domain::Actor& actor, const CaseState& c, const Work& work) {
  using Resolution = resolution::v1::ResolutionService;
  using Dispatch = dispatch::v1::DispatchService;
  WANGGE_ASSIGN_OR_RETURN(const auto* connection, ConnectionOf(actor));
  const std::string name = NameOf(c.id);
  const auto resolution = connection->StubOf<Resolution>();
  resolution::v1::GetCaseRequest get;
  get.set_name(name);
  const auto before = connection->Call(*resolution, &Resolution::Stub::GetCase, get);
  if (!before.ok()) return before.status();
  cases::Case after;
  if (DeskOf(work.desk) == cases::DESK_DISPATCH) {
    const auto stub = connection->StubOf<Dispatch>();
    const auto request = ActionRequest<dispatch::v1::PerformActionRequest>(name, before->case_().etag(), c, work, now_);
    const auto response = connection->Call(*stub, &Dispatch::Stub::PerformAction, request);
    if (!response.ok()) return response.status();
    after = response->case_();
  } else {
    const auto request =
        ActionRequest<resolution::v1::PerformActionRequest>(name, before->case_().etag(), c, work, now_);
    const auto response = connection->Call(*resolution, &Resolution::Stub::PerformAction, request);
    if (!response.ok()) return response.status();
    after = response->case_();
  }
  CaseState state{.id = c.id, .area = c.area, .stage = after.stage(), .unit = after.unit(), .position = c.position};
  const std::string& disposal = city_.procedure->clocks[city_.procedure->disposal_clock].id;
  for (const cases::Clock& clock : after.clocks()) {
    if (clock.clock() != disposal || clock.state() != cases::CLOCK_STATE_RUNNING) continue;
    state.disposal_limit = Microseconds(MicrosOf(clock.due_at()) - MicrosOf(clock.started_at()));
  }
  return state;
}

}  // namespace wangge::simulate
