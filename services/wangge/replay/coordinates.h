// The two coordinates of a row become a position, or none. Pure, thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/position.h"

namespace wangge::replay {

enum class CoordinatesKind { kPoint, kNoPoint, kLongitudeBad, kLatitudeBad };

struct Coordinates {
  CoordinatesKind kind = CoordinatesKind::kNoPoint;
  Position position;  // of kPoint
};

// Degrees in decimal notation, without outer blanks. Only an empty value, 0,0 and a value out of range are no point;
// whatever is no number (text, "nan", "1 2") is bad. Rounded to 7 decimals.
Coordinates ReadCoordinates(std::string_view longitude, std::string_view latitude, bool decimal_comma);

}  // namespace wangge::replay
