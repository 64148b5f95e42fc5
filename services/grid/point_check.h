// Points as callers give them, checked and rounded to what state knows. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/position.h"
#include "wire/fault.h"

namespace wangge::grid {

// Rounded to 1e-7 degree, nearest. Faults POSITION_OUT_OF_RANGE at `parent`.longitude and `parent`.latitude, not a
// number included: then nullopt.
std::optional<Position> CheckPoint(double longitude, double latitude, std::string_view parent, wire::Faults& faults);

// "wgs84" and "cgcs2000", which agree to centimetres. Everything else is a fault DATUM_UNKNOWN at `field`: converting
// is a channel's work, and guessing would place a report hundreds of metres away.
void CheckDatum(std::string_view datum, std::string field, wire::Faults& faults);

}  // namespace wangge::grid
