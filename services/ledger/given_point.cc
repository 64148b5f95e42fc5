#include "services/ledger/given_point.h"

#include <cmath>

#include "base/limits.h"
#include "geo/datum.h"

namespace wangge::ledger {
namespace {

constexpr double kCentimetres = 100;

}  // namespace

std::optional<Position> PointOf(const cases::v1::Position& given) {
  const auto datum = geo::DatumNamed(given.datum());
  const bool is_on_earth = given.has_longitude() && given.has_latitude() && std::abs(given.longitude()) <= 180 &&
                           std::abs(given.latitude()) <= 90;
  if (!datum.has_value() || !is_on_earth) return std::nullopt;
  return geo::ToPosition(geo::ToWgs84({.lon = given.longitude(), .lat = given.latitude()}, *datum));
}

std::optional<std::uint32_t> AccuracyCmOf(const cases::v1::Position& given) {
  const double metres = given.accuracy_m();
  if (!(metres >= 0 && metres <= limits::kAccuracyMetresMax)) return std::nullopt;
  return static_cast<std::uint32_t>(std::llround(metres * kCentimetres));
}

}  // namespace wangge::ledger
