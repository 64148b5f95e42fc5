#include "services/wangge/replay/coordinates.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <system_error>

namespace wangge::replay {
namespace {

// nullopt: not a number. A number too large for a double is infinite, and so out of range.
std::optional<double> ReadDegrees(std::string_view text, bool decimal_comma) {
  std::string number(text.substr(text.front() == '+' ? 1 : 0));
  if (number.empty() || number.front() == '+') return std::nullopt;
  if (decimal_comma) std::replace(number.begin(), number.end(), ',', '.');
  double degrees = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), degrees);
  if (error == std::errc::invalid_argument || end != number.data() + number.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::numeric_limits<double>::infinity();
  if (!std::isfinite(degrees)) return std::nullopt;
  return degrees;
}

}  // namespace

Coordinates ReadCoordinates(std::string_view longitude, std::string_view latitude, bool decimal_comma) {
  if (longitude.empty() || latitude.empty()) return {};
  const std::optional<double> lon = ReadDegrees(longitude, decimal_comma);
  if (!lon) return {CoordinatesKind::kLongitudeBad, {}};
  const std::optional<double> lat = ReadDegrees(latitude, decimal_comma);
  if (!lat) return {CoordinatesKind::kLatitudeBad, {}};
  if (std::abs(*lon) > 180 || std::abs(*lat) > 90) return {};
  const Position position = {.lon_e7 = static_cast<std::int32_t>(std::llround(*lon * 1e7)),
                             .lat_e7 = static_cast<std::int32_t>(std::llround(*lat * 1e7))};
  if (position == Position{}) return {};
  return {CoordinatesKind::kPoint, position};
}

}  // namespace wangge::replay
