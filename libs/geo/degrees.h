// Degrees written as decimal text, to the units of Position and back. Pure, thread-safe.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "base/position.h"

namespace wangge::geo {

// `lon` and `lat` are decimal numbers such as "119.92", with optional spaces around them; digits beyond the seventh
// after the point are rounded. INVALID_ARGUMENT names the field: empty, not a number (NaN and infinity too) or out of
// range.
absl::StatusOr<Position> ParsePosition(std::string_view lon, std::string_view lat);

}  // namespace wangge::geo
