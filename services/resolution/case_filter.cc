#include "services/resolution/case_filter.h"

#include <algorithm>

#include "base/limits.h"

namespace wangge::resolution {
namespace {

using engine::CaseOrder;

bool Is(const std::string& wanted, const std::string& value) { return wanted.empty() || wanted == value; }

}  // namespace

void CheckId(std::string_view field, const std::string& id, wire::Faults& faults) {
  if (id.size() <= limits::kIdBytesMax) return;
  wire::AddFault(faults, std::string(field),
                 "Expected at most 64 bytes, but there are " + std::to_string(id.size()) + ".");
}

void Narrow(const v1::CaseFilter& filter, v1::CaseOrder order, Timestamp now, engine::CaseQuery& query,
            wire::Faults& faults) {
  CheckId("filter.stage", filter.stage(), faults);
  CheckId("filter.unit", filter.unit(), faults);
  CheckId("filter.inspector", filter.inspector(), faults);
  CheckId("filter.grid_prefix", filter.grid_prefix(), faults);
  CheckId("filter.category", filter.category(), faults);
  CheckId("filter.source", filter.source(), faults);
  query.stage = filter.stage();
  query.unit = filter.unit();
  query.inspector = filter.inspector();
  query.area_prefix = filter.grid_prefix();
  query.category = filter.category();
  query.source = filter.source();
  if (filter.overdue()) query.overdue_at = now;
  query.incident_only = filter.incident();
  if (filter.state() == v1::CASE_STATE_OPEN) query.open = true;
  if (filter.incident()) query.open = true;
  if (filter.state() == v1::CASE_STATE_ENDED) query.open = false;
  if (!v1::CaseState_IsValid(filter.state())) {
    wire::AddFault(faults, "filter.state", "Expected open, ended or both, but it is none of them.");
  }
  switch (order) {
    case v1::CASE_ORDER_UNSPECIFIED:
    case v1::CASE_ORDER_NEWEST:
      query.order = CaseOrder::kNewestFirst;
      break;
    case v1::CASE_ORDER_OLDEST:
      query.order = CaseOrder::kOldestFirst;
      break;
    case v1::CASE_ORDER_DUE:
      query.order = CaseOrder::kDueFirst;
      if (filter.state() != v1::CASE_STATE_OPEN) {
        wire::AddFault(faults, "order",
                       "Expected the order by due time with open cases only, but others are asked for.");
      }
      break;
    default:
      wire::AddFault(faults, "order", "Expected newest, oldest or due, but it is none of them.");
  }
}

bool Fits(const v1::CaseFilter& filter, const cases::v1::Case& shown) {
  const bool is_open = shown.outcome() == cases::v1::OUTCOME_OPEN;
  const bool is_open_asked = filter.state() == v1::CASE_STATE_OPEN || filter.incident();
  if (is_open_asked && !is_open) return false;
  if (filter.state() == v1::CASE_STATE_ENDED && is_open) return false;
  const bool is_late = std::ranges::any_of(shown.clocks(), [](const auto& clock) { return clock.late(); });
  if (filter.overdue() && !is_late) return false;
  const auto& incidents = shown.incidents();
  if (filter.incident() && (incidents.empty() || incidents.rbegin()->has_resolved_at())) return false;
  const bool is_there = std::ranges::any_of(
      shown.assignments(), [&](const auto& cell) { return cell.code().starts_with(filter.grid_prefix()); });
  if (!filter.grid_prefix().empty() && !is_there) return false;
  return Is(filter.stage(), shown.stage()) && Is(filter.unit(), shown.unit()) &&
         Is(filter.inspector(), shown.inspector()) && Is(filter.category(), shown.category()) &&
         Is(filter.source(), shown.source());
}

}  // namespace wangge::resolution
