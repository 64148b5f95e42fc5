#include "services/wangge/commands/server_counts.h"

#include "base/status/text.h"
#include "wangge/analytics/v1/analytics.grpc.pb.h"

namespace wangge::commands {
namespace {

namespace v1 = analytics::v1;

v1::Campaign ToProto(const catalog::Campaign& campaign) {
  v1::Campaign proto;
  for (const std::string& condition : campaign.conditions) proto.add_conditions(condition);
  for (const std::string& area : campaign.areas) proto.add_areas(area);
  proto.set_from_day(domain::FormatDay(campaign.from));
  proto.set_to_day(domain::FormatDay(campaign.to));
  return proto;
}

insight::ClockCounts FromProto(const v1::ClockCounts& counts) {
  return {.runs = counts.runs(),
          .on_time = counts.on_time(),
          .late = counts.late(),
          .released = counts.released(),
          .running = counts.running(),
          .overdue = counts.overdue(),
          .paused = counts.paused(),
          .extended = counts.extended()};
}

insight::RequestCounts FromProto(const v1::RequestCounts& counts) {
  return {.asked = counts.asked(),
          .granted = counts.granted(),
          .refused = counts.refused(),
          .lapsed = counts.lapsed(),
          .open = counts.open()};
}

insight::AssignmentCounts FromProto(const v1::AssignmentCounts& counts) {
  return {.assignments = counts.assignments(),
          .helping = counts.helping(),
          .rework = counts.rework(),
          .confirmed = counts.confirmed(),
          .late = counts.late(),
          .exempt = counts.exempt(),
          .returned = counts.returned(),
          .withdrawn = counts.withdrawn(),
          .open = counts.open(),
          .overdue = counts.overdue(),
          .extended = counts.extended(),
          .due_extended = counts.due_extended(),
          .counters = {counts.counters().begin(), counts.counters().end()}};
}

insight::CaseCounts FromProto(const v1::BaseCounts& counts) {
  insight::CaseCounts read{.cases = counts.cases(),
                           .filed = counts.filed(),
                           .without_place = counts.without_place(),
                           .in_gap = counts.in_gap(),
                           .recurring = counts.recurring(),
                           .reworked = counts.reworked(),
                           .returned = counts.returned(),
                           .reopened = counts.reopened(),
                           .due = counts.due(),
                           .sources = {counts.sources().begin(), counts.sources().end()},
                           .stages = {counts.stages().begin(), counts.stages().end()},
                           .counters = {counts.counters().begin(), counts.counters().end()},
                           .assignments = FromProto(counts.assignments())};
  for (const auto& [clock, of_clock] : counts.clocks()) read.clocks[clock] = FromProto(of_clock);
  for (const auto& [request, of_request] : counts.requests()) read.requests[request] = FromProto(of_request);
  for (const auto& [unit, of_unit] : counts.units()) read.units[unit] = FromProto(of_unit);
  return read;
}

}  // namespace

absl::StatusOr<insight::CaseCounts> QueryServerCounts(const client::Connection& connection,
                                                      const std::optional<catalog::Campaign>& campaign, bool by_unit) {
  const auto stub = connection.StubOf<v1::AnalyticsService>();
  v1::QueryCountsRequest request;
  request.set_by_unit(by_unit);
  if (campaign) *request.mutable_campaign() = ToProto(*campaign);
  WANGGE_ASSIGN_OR_RETURN(const auto answer, connection.Call(*stub, &v1::AnalyticsService::Stub::QueryCounts, request));
  return FromProto(answer.counts());
}

}  // namespace wangge::commands
