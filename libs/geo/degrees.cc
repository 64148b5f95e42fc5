#include "geo/degrees.h"

#include <charconv>
#include <cmath>
#include <string>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

absl::StatusOr<std::int32_t> ParseE7(const std::string& field, std::string_view text, double limit) {
  text = Trimmed(text);
  if (text.empty()) return InvalidArgument("Expected a number for " + field + ", but it is empty");
  std::string_view digits = text;
  // from_chars knows no plus, but would take a minus behind it.
  if (digits.size() > 1 && digits[0] == '+' && digits[1] != '-') digits.remove_prefix(1);
  double degrees = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), degrees);
  const bool is_number = end == digits.data() + digits.size() && error == std::errc() && std::isfinite(degrees);
  constexpr std::size_t kShownBytesMax = 40;
  std::string shown = "`";
  shown.append(text.substr(0, kShownBytesMax)).append(text.size() > kShownBytesMax ? "...`" : "`");
  if (!is_number) return InvalidArgument("Expected a number for " + field + ", but it is " + shown);
  if (std::abs(degrees) > limit) {
    const std::string most = std::to_string(static_cast<int>(limit));
    return InvalidArgument("Expected " + field + " from -" + most + " to " + most + " degrees, but it is " + shown);
  }
  return static_cast<std::int32_t>(std::lround(degrees * 1e7));
}

}  // namespace

absl::StatusOr<Position> ParsePosition(std::string_view lon, std::string_view lat) {
  Position position;
  WANGGE_ASSIGN_OR_RETURN(position.lon_e7, ParseE7("lon", lon, 180));
  auto lat_e7 = ParseE7("lat", lat, 90);
  if (!lat_e7.ok()) {
    const bool looks_swapped = ParseE7("lon", lat, 180).ok() && ParseE7("lat", lon, 90).ok();
    return looks_swapped ? InvalidArgument(std::string(lat_e7.status().message()) + "; lon and lat look exchanged")
                         : lat_e7.status();
  }
  position.lat_e7 = *lat_e7;
  return position;
}

}  // namespace wangge::geo
