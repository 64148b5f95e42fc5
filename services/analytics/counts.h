// Base counts as the contract asks and tells them. Pure; thread-safe.
#pragma once

#include "insight/case_counts.h"
#include "services/analytics/count_feed.h"
#include "services/follow/city_rules.h"
#include "wangge/analytics/v1/analytics.pb.h"
#include "wire/fault.h"

namespace wangge::analytics {

// Narrowed to what the caller may count over. With any fault the result means nothing. Reasons: FIELD_INVALID,
// PERIOD_EMPTY.
CountQuery QueryOf(const v1::QueryCountsRequest& request, const follow::Reach& reach, wire::Faults& faults);

// The units only with `by_unit`.
v1::BaseCounts ToProto(const insight::CaseCounts& counts, bool by_unit);

}  // namespace wangge::analytics
