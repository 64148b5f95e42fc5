#include "services/analytics/counts.h"

#include "base/limits.h"
#include "domain/calendar/day.h"

namespace wangge::analytics {
namespace {

using Beginnings = google::protobuf::RepeatedPtrField<std::string>;

std::vector<std::string> BeginningsOf(const Beginnings& texts, const std::string& field, wire::Faults& faults) {
  constexpr int kMax = 1'000;
  if (texts.size() > kMax) {
    wire::AddFault(faults, field, "Expected at most 1,000, but there are " + std::to_string(texts.size()) + ".");
    return {};
  }
  for (int i = 0; i < texts.size(); ++i) {
    if (!texts[i].empty() && texts[i].size() <= limits::kIdBytesMax) continue;
    wire::AddFault(faults, field + "[" + std::to_string(i) + "]",
                   "Expected 1 to 64 bytes, but there are " + std::to_string(texts[i].size()) + ".");
  }
  return {texts.begin(), texts.end()};
}

domain::Day DayOf(const std::string& text, const std::string& field, wire::Faults& faults) {
  const auto day = domain::ParseDay(text);
  if (!day) wire::AddFault(faults, field, "Expected a date like 2026-02-13, but it is none.");
  return day.value_or(domain::Day{});
}

catalog::Campaign CampaignOf(const v1::Campaign& campaign, wire::Faults& faults) {
  catalog::Campaign read{.conditions = BeginningsOf(campaign.conditions(), "campaign.conditions", faults),
                         .areas = BeginningsOf(campaign.areas(), "campaign.areas", faults),
                         .from = DayOf(campaign.from_day(), "campaign.from_day", faults),
                         .to = DayOf(campaign.to_day(), "campaign.to_day", faults)};
  if (campaign.conditions().empty()) {
    wire::AddFault(faults, "campaign.conditions", "Expected at least one beginning of a category, but there is none.");
  }
  if (faults.empty() && read.to < read.from) {
    wire::AddFault(faults, "campaign.to_day", "Expected a last day not before the first, but it is.", "PERIOD_EMPTY");
  }
  return read;
}

v1::ClockCounts ToProto(const insight::ClockCounts& counts) {
  v1::ClockCounts proto;
  proto.set_runs(counts.runs);
  proto.set_on_time(counts.on_time);
  proto.set_late(counts.late);
  proto.set_released(counts.released);
  proto.set_running(counts.running);
  proto.set_overdue(counts.overdue);
  proto.set_paused(counts.paused);
  proto.set_extended(counts.extended);
  return proto;
}

v1::RequestCounts ToProto(const insight::RequestCounts& counts) {
  v1::RequestCounts proto;
  proto.set_asked(counts.asked);
  proto.set_granted(counts.granted);
  proto.set_refused(counts.refused);
  proto.set_lapsed(counts.lapsed);
  proto.set_open(counts.open);
  return proto;
}

v1::AssignmentCounts ToProto(const insight::AssignmentCounts& counts) {
  v1::AssignmentCounts proto;
  proto.set_assignments(counts.assignments);
  proto.set_helping(counts.helping);
  proto.set_rework(counts.rework);
  proto.set_confirmed(counts.confirmed);
  proto.set_late(counts.late);
  proto.set_exempt(counts.exempt);
  proto.set_returned(counts.returned);
  proto.set_withdrawn(counts.withdrawn);
  proto.set_open(counts.open);
  proto.set_overdue(counts.overdue);
  proto.set_extended(counts.extended);
  proto.set_due_extended(counts.due_extended);
  for (const auto& [counter, count] : counts.counters) (*proto.mutable_counters())[counter] = count;
  return proto;
}

}  // namespace

CountQuery QueryOf(const v1::QueryCountsRequest& request, const follow::Reach& reach, wire::Faults& faults) {
  CountQuery query{.area_prefix = reach.area_prefix, .unit = reach.unit};
  if (request.has_campaign()) query.campaign = CampaignOf(request.campaign(), faults);
  return query;
}

v1::BaseCounts ToProto(const insight::CaseCounts& counts, bool by_unit) {
  v1::BaseCounts proto;
  proto.set_cases(counts.cases);
  proto.set_filed(counts.filed);
  proto.set_without_place(counts.without_place);
  proto.set_in_gap(counts.in_gap);
  proto.set_recurring(counts.recurring);
  proto.set_reworked(counts.reworked);
  proto.set_returned(counts.returned);
  proto.set_reopened(counts.reopened);
  proto.set_due(counts.due);
  for (const auto& [source, count] : counts.sources) (*proto.mutable_sources())[source] = count;
  for (const auto& [stage, count] : counts.stages) (*proto.mutable_stages())[stage] = count;
  for (const auto& [clock, of_clock] : counts.clocks) (*proto.mutable_clocks())[clock] = ToProto(of_clock);
  for (const auto& [request, of_request] : counts.requests) (*proto.mutable_requests())[request] = ToProto(of_request);
  for (const auto& [counter, count] : counts.counters) (*proto.mutable_counters())[counter] = count;
  *proto.mutable_assignments() = ToProto(counts.assignments);
  if (!by_unit) return proto;
  for (const auto& [unit, of_unit] : counts.units) (*proto.mutable_units())[unit] = ToProto(of_unit);
  return proto;
}

}  // namespace wangge::analytics
