// A query as the contract asks it, checked and narrowed to what the caller may count over. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>

#include "domain/system.h"
#include "insight/resolution_times.h"
#include "services/follow/city_rules.h"
#include "wangge/analytics/v1/analytics.pb.h"
#include "wire/fault.h"

namespace wangge::analytics {

// `days`: the system whose days dates mean; nullptr before there is one. With any fault the result means nothing.
// Reasons: FIELD_INVALID, PERIOD_EMPTY, GROUP_UNKNOWN.
insight::ResolutionQuery QueryOf(const v1::QueryResolutionTimesRequest& request, const domain::System* days,
                                 wire::Faults& faults);

// False: nothing that the filter asks for lies within the reach.
bool Narrow(const follow::Reach& reach, insight::ResolutionQuery& query);

v1::ResolutionTimes ToProto(const insight::ResolutionRow& row);

}  // namespace wangge::analytics
