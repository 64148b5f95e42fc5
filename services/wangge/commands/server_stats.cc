#include "services/wangge/commands/server_stats.h"

#include <cmath>

#include "base/status/text.h"
#include "wangge/analytics/v1/analytics.grpc.pb.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

namespace v1 = analytics::v1;

constexpr double kMicros = 1e6;

v1::GroupBy ToProto(insight::GroupBy group) {
  switch (group) {
    case insight::GroupBy::kUnit:
      return v1::GROUP_BY_UNIT;
    case insight::GroupBy::kCategory:
      return v1::GROUP_BY_CATEGORY;
    case insight::GroupBy::kArea:
      return v1::GROUP_BY_AREA;
    case insight::GroupBy::kSource:
      return v1::GROUP_BY_SOURCE;
  }
  return v1::GROUP_BY_UNSPECIFIED;
}

v1::QueryResolutionTimesRequest RequestOf(const insight::ResolutionQuery& query, const InstantOrDay& from,
                                          const InstantOrDay& to) {
  v1::QueryResolutionTimesRequest request;
  request.set_basis(query.basis == insight::Basis::kClosed ? v1::BASIS_CLOSED : v1::BASIS_OPENED);
  if (from.instant) *request.mutable_from() = wire::ToProto(*from.instant);
  if (to.instant) *request.mutable_to() = wire::ToProto(*to.instant);
  request.set_from_day(from.day);
  request.set_to_day(to.day);
  for (const insight::GroupBy group : query.group_by) request.add_group_by(ToProto(group));
  request.mutable_filter()->set_unit(query.unit);
  request.mutable_filter()->set_category(query.category);
  request.mutable_filter()->set_area_prefix(query.area_prefix);
  request.mutable_filter()->set_source(query.source);
  request.set_area_digits(static_cast<std::uint32_t>(query.area_digits));
  return request;
}

insight::Span FromProto(const v1::Span& span) {
  return {.count = span.count(),
          .mean = span.mean_s() * kMicros,
          .p50 = std::llround(span.p50_s() * kMicros),
          .p90 = std::llround(span.p90_s() * kMicros),
          .p95 = std::llround(span.p95_s() * kMicros),
          .p99 = std::llround(span.p99_s() * kMicros)};
}

insight::ResolutionRow FromProto(const v1::ResolutionTimes& row) {
  return {.keys = {row.keys().begin(), row.keys().end()},
          .count = row.count(),
          .open = row.open(),
          .closed = row.closed(),
          .closed_with_deadline = row.closed_with_deadline(),
          .closed_late = row.closed_late(),
          .open_past_due = row.open_past_due(),
          .resolution = FromProto(row.resolution()),
          .occurred_to_received = FromProto(row.occurred_to_received()),
          .report_to_dispatch = FromProto(row.report_to_dispatch()),
          .dispatch_to_confirmed = FromProto(row.dispatch_to_confirmed())};
}

}  // namespace

absl::StatusOr<std::vector<insight::ResolutionRow>> QueryServer(const client::Connection& connection,
                                                                const insight::ResolutionQuery& query,
                                                                const InstantOrDay& from, const InstantOrDay& to) {
  const auto stub = connection.StubOf<v1::AnalyticsService>();
  v1::QueryResolutionTimesRequest request = RequestOf(query, from, to);
  std::vector<insight::ResolutionRow> rows;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const auto page,
                            connection.Call(*stub, &v1::AnalyticsService::Stub::QueryResolutionTimes, request));
    for (const v1::ResolutionTimes& row : page.rows()) rows.push_back(FromProto(row));
    if (page.next_page_token().empty()) return rows;
    request.set_page_token(page.next_page_token());
  }
}

}  // namespace wangge::commands
