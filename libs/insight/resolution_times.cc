#include "insight/resolution_times.h"

#include <map>

namespace wangge::insight {
namespace {

struct Group {
  ResolutionRow row;
  std::vector<std::int64_t> resolution;
  std::vector<std::int64_t> occurred_to_received;
  std::vector<std::int64_t> report_to_dispatch;
  std::vector<std::int64_t> dispatch_to_confirmed;
};

bool InPeriod(const Fact& fact, const ResolutionQuery& query) {
  Timestamp at = fact.received;
  if (query.basis == Basis::kClosed) {
    if (fact.outcome != domain::Outcome::kClosed) return false;
    at = *fact.ended;
  }
  return (!query.from || at >= *query.from) && (!query.to || at < *query.to);
}

bool Matches(const FactTable& table, const Fact& fact, const ResolutionQuery& query) {
  const auto is = [&table](NameIndex index, const std::string& wanted) {
    return wanted.empty() || table.Name(index) == wanted;
  };
  return is(fact.unit, query.unit) && is(fact.category, query.category) && is(fact.source, query.source) &&
         table.Name(fact.area).starts_with(query.area_prefix);
}

std::vector<std::string> KeysOf(const FactTable& table, const Fact& fact, const ResolutionQuery& query) {
  std::vector<std::string> keys;
  for (const GroupBy by : query.group_by) {
    switch (by) {
      case GroupBy::kUnit:
        keys.push_back(table.Name(fact.unit));
        break;
      case GroupBy::kCategory:
        keys.push_back(table.Name(fact.category));
        break;
      case GroupBy::kArea:
        keys.push_back(query.area_digits == 0 ? table.Name(fact.area)
                                              : table.Name(fact.area).substr(0, query.area_digits));
        break;
      case GroupBy::kSource:
        keys.push_back(table.Name(fact.source));
        break;
    }
  }
  return keys;
}

void Add(const Fact& fact, Timestamp now, Group& group) {
  ResolutionRow& row = group.row;
  ++row.count;
  if (fact.outcome == domain::Outcome::kOpen) {
    ++row.open;
    if (fact.running_due && *fact.running_due < now) ++row.open_past_due;
  }
  if (fact.outcome == domain::Outcome::kClosed) {
    ++row.closed;
    if (fact.has_deadline) ++row.closed_with_deadline;
    if (fact.late) ++row.closed_late;
    group.resolution.push_back((*fact.ended - fact.received).micros);
  }
  if (fact.occurred) group.occurred_to_received.push_back((fact.received - *fact.occurred).micros);
  if (fact.dispatched && !fact.inferred_dispatched) {
    group.report_to_dispatch.push_back((*fact.dispatched - fact.received).micros);
  }
  const bool both = fact.dispatched && fact.confirmed && !fact.inferred_dispatched && !fact.inferred_confirmed;
  if (both) group.dispatch_to_confirmed.push_back((*fact.confirmed - *fact.dispatched).micros);
}

}  // namespace

std::vector<ResolutionRow> ResolutionTimes(const FactTable& table, const ResolutionQuery& query) {
  std::map<std::vector<std::string>, Group> groups;
  if (query.group_by.empty()) groups.try_emplace({});
  for (const Fact& fact : table.facts()) {
    if (InPeriod(fact, query) && Matches(table, fact, query)) {
      Add(fact, query.now, groups[KeysOf(table, fact, query)]);
    }
  }
  std::vector<ResolutionRow> rows;
  rows.reserve(groups.size());
  for (auto& [keys, group] : groups) {
    group.row.keys = keys;
    group.row.resolution = SpanOf(group.resolution);
    group.row.occurred_to_received = SpanOf(group.occurred_to_received);
    group.row.report_to_dispatch = SpanOf(group.report_to_dispatch);
    group.row.dispatch_to_confirmed = SpanOf(group.dispatch_to_confirmed);
    rows.push_back(std::move(group.row));
  }
  return rows;
}

}  // namespace wangge::insight
