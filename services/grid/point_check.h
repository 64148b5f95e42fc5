// Points as callers give them, checked and rounded to what state knows. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/position.h"
#include "geo/datum.h"
#include "wire/fault.h"

namespace wangge::grid {

// In WGS 84, rounded to 1e-7 degree, nearest. Faults POSITION_OUT_OF_RANGE at `parent`.longitude and `parent`.latitude,
// not a number included: then nullopt, as without a datum.
std::optional<Position> CheckPoint(double longitude, double latitude, std::optional<geo::Datum> datum,
                                   std::string_view parent, wire::Faults& faults);

// Nullopt is a fault DATUM_UNKNOWN at `field`: guessing would place a report hundreds of metres away.
std::optional<geo::Datum> CheckDatum(std::string_view datum, std::string field, wire::Faults& faults);

}  // namespace wangge::grid
