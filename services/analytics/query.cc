#include "services/analytics/query.h"

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "insight/local_day.h"
#include "wire/time.h"

namespace wangge::analytics {
namespace {

constexpr double kMicrosPerSecond = 1e6;
constexpr int kGroupsMax = 4;

std::optional<insight::GroupBy> GroupOf(int group) {
  switch (group) {
    case v1::GROUP_BY_UNIT:
      return insight::GroupBy::kUnit;
    case v1::GROUP_BY_CATEGORY:
      return insight::GroupBy::kCategory;
    case v1::GROUP_BY_AREA:
      return insight::GroupBy::kArea;
    case v1::GROUP_BY_SOURCE:
      return insight::GroupBy::kSource;
    default:
      return std::nullopt;
  }
}

void AddGroups(const v1::QueryResolutionTimesRequest& request, insight::ResolutionQuery& query, wire::Faults& faults) {
  if (request.group_by_size() > kGroupsMax) {
    wire::AddFault(faults, "group_by",
                   "Expected at most 4 groups, but there are " + std::to_string(request.group_by_size()) + ".");
    return;
  }
  for (int i = 0; i < request.group_by_size(); ++i) {
    const std::string field = "group_by[" + std::to_string(i) + "]";
    const auto group = GroupOf(request.group_by(i));
    if (!group) {
      wire::AddFault(faults, field, "Expected a group of the contract, but it is none.", "GROUP_UNKNOWN");
    } else if (std::ranges::find(query.group_by, *group) != query.group_by.end()) {
      wire::AddFault(faults, field, "Expected each group once, but this one stands twice.");
    } else {
      query.group_by.push_back(*group);
    }
  }
}

std::optional<Timestamp> TimeOf(bool given, const google::protobuf::Timestamp& time, const char* field,
                                wire::Faults& faults) {
  if (!given) return std::nullopt;
  const auto parsed = wire::FromProto(time);
  if (!parsed) wire::AddFault(faults, field, "Expected a time in the years 1 to 9999, but it is none.");
  return parsed;
}

// One end of the period: an instant, or the first one of a day.
std::optional<Timestamp> EndOf(const std::optional<Timestamp>& exact, const std::string& day,
                               const domain::System* days, const std::string& field, wire::Faults& faults) {
  if (day.empty()) return exact;
  if (exact) wire::AddFault(faults, field + "_day", "Expected an instant or a day, but there are both.");
  const auto start = insight::StartOfDay(day, days == nullptr ? domain::System{} : *days);
  if (!start) wire::AddFault(faults, field + "_day", "Expected a date like 2026-02-13, but it is none.");
  return start;
}

std::string IdOf(const std::string& id, const char* field, wire::Faults& faults) {
  if (id.size() > limits::kIdBytesMax) {
    wire::AddFault(faults, field, "Expected at most 64 bytes, but there are " + std::to_string(id.size()) + ".");
  }
  return id;
}

v1::Span ToProto(const insight::Span& span) {
  v1::Span proto;
  proto.set_count(span.count);
  proto.set_mean_s(span.mean / kMicrosPerSecond);
  proto.set_p50_s(static_cast<double>(span.p50) / kMicrosPerSecond);
  proto.set_p90_s(static_cast<double>(span.p90) / kMicrosPerSecond);
  proto.set_p95_s(static_cast<double>(span.p95) / kMicrosPerSecond);
  proto.set_p99_s(static_cast<double>(span.p99) / kMicrosPerSecond);
  return proto;
}

}  // namespace

insight::ResolutionQuery QueryOf(const v1::QueryResolutionTimesRequest& request, const domain::System* days,
                                 wire::Faults& faults) {
  insight::ResolutionQuery query;
  if (request.basis() != v1::BASIS_OPENED && request.basis() != v1::BASIS_CLOSED) {
    wire::AddFault(faults, "basis", "Expected which instant puts a case into the period, but it is not given.");
  }
  query.basis = request.basis() == v1::BASIS_CLOSED ? insight::Basis::kClosed : insight::Basis::kOpened;
  query.from =
      EndOf(TimeOf(request.has_from(), request.from(), "from", faults), request.from_day(), days, "from", faults);
  query.to = EndOf(TimeOf(request.has_to(), request.to(), "to", faults), request.to_day(), days, "to", faults);
  if (query.from && query.to && *query.to <= *query.from) {
    wire::AddFault(faults, "to", "Expected an end after the start, but it is not.", "PERIOD_EMPTY");
  }
  AddGroups(request, query, faults);
  query.unit = IdOf(request.filter().unit(), "filter.unit", faults);
  query.category = IdOf(request.filter().category(), "filter.category", faults);
  query.area_prefix = IdOf(request.filter().area_prefix(), "filter.area_prefix", faults);
  query.source = IdOf(request.filter().source(), "filter.source", faults);
  query.area_digits = request.area_digits();
  return query;
}

bool Narrow(const follow::Reach& reach, insight::ResolutionQuery& query) {
  if (!reach.unit.empty()) {
    if (!query.unit.empty() && query.unit != reach.unit) return false;
    query.unit = reach.unit;
  }
  if (reach.area_prefix.starts_with(query.area_prefix)) {
    query.area_prefix = reach.area_prefix;
    return true;
  }
  return query.area_prefix.starts_with(reach.area_prefix);
}

v1::ResolutionTimes ToProto(const insight::ResolutionRow& row) {
  v1::ResolutionTimes proto;
  for (const std::string& key : row.keys) proto.add_keys(key);
  proto.set_count(row.count);
  proto.set_open(row.open);
  proto.set_closed(row.closed);
  proto.set_closed_late(row.closed_late);
  proto.set_open_past_due(row.open_past_due);
  proto.set_closed_with_deadline(row.closed_with_deadline);
  *proto.mutable_resolution() = ToProto(row.resolution);
  *proto.mutable_occurred_to_received() = ToProto(row.occurred_to_received);
  *proto.mutable_report_to_dispatch() = ToProto(row.report_to_dispatch);
  *proto.mutable_dispatch_to_confirmed() = ToProto(row.dispatch_to_confirmed);
  return proto;
}

}  // namespace wangge::analytics
