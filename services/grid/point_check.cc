#include "services/grid/point_check.h"

#include <cmath>

namespace wangge::grid {
namespace {

constexpr double kLongitudeMax = 180;
constexpr double kLatitudeMax = 90;

// `hint` says more about what is wrong, in a sentence of its own.
bool CheckDegrees(double degrees, double max, std::string field, wire::Faults& faults, std::string_view hint = "") {
  if (std::abs(degrees) <= max) return true;  // false for NaN
  const std::string limit = std::to_string(static_cast<int>(max));
  const std::string got = std::isnan(degrees) ? "is not a number" : "is " + std::to_string(degrees);
  wire::AddFault(faults, std::move(field),
                 "Expected -" + limit + " to " + limit + " degrees, but it " + got + "." + std::string(hint),
                 "POSITION_OUT_OF_RANGE");
  return false;
}

}  // namespace

std::optional<Position> CheckPoint(double longitude, double latitude, std::optional<geo::Datum> datum,
                                   std::string_view parent, wire::Faults& faults) {
  const bool longitude_ok = CheckDegrees(longitude, kLongitudeMax, wire::Path(parent, "longitude"), faults);
  const bool looks_swapped = std::abs(longitude) <= kLatitudeMax && std::abs(latitude) <= kLongitudeMax;
  const bool latitude_ok = CheckDegrees(latitude, kLatitudeMax, wire::Path(parent, "latitude"), faults,
                                        looks_swapped ? " Longitude and latitude look exchanged." : "");
  if (!longitude_ok || !latitude_ok || !datum.has_value()) return std::nullopt;
  return geo::ToPosition(geo::ToWgs84({.lon = longitude, .lat = latitude}, *datum));
}

std::optional<geo::Datum> CheckDatum(std::string_view datum, std::string field, wire::Faults& faults) {
  const auto known = geo::DatumNamed(datum);
  if (known.has_value()) return known;
  // Quoted only as far as an id may go: a caller's text is not an error message of ours.
  std::string got(datum.substr(0, 32));
  wire::AddFault(faults, std::move(field), "Expected " + std::string(geo::kDatumNames) + ", but it is \"" + got + "\".",
                 "DATUM_UNKNOWN");
  return std::nullopt;
}

}  // namespace wangge::grid
