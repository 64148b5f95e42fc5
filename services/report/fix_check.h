// What a position must look like before anything is done with it. Pure; thread-safe.
#pragma once

#include <optional>

#include "geo/datum.h"
#include "wangge/report/v1/patrol.pb.h"
#include "wangge/track/v1/track.pb.h"
#include "wire/fault.h"

namespace wangge::report {

// In WGS 84, still without cells. nullopt with a fault: FIELD_INVALID, POSITION_OUT_OF_RANGE.
std::optional<track::v1::LocatedFix> CheckFix(const v1::Fix& fix, geo::Datum datum, wire::Faults& faults);

}  // namespace wangge::report
