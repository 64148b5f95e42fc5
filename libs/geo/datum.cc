#include "geo/datum.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace wangge::geo {
namespace {

constexpr double kPi = std::numbers::pi;

bool IsInChina(LonLat p) { return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271; }

// The waves that both parts of the shift share, of one coordinate `v` in degrees from the middle of the map.
double Waves(double v, double near, double far) {
  return (20 * std::sin(6 * kPi * near) + 20 * std::sin(2 * kPi * near)) * 2 / 3 +
         (20 * std::sin(kPi * v) + 40 * std::sin(kPi * v / 3)) * 2 / 3 + far;
}

// What GCJ-02 adds to a place in China, on the ellipsoid of Krasovsky.
LonLat ShiftOf(LonLat wgs84) {
  constexpr double kAxis = 6'378'245.0;
  constexpr double kEccentricitySquared = 0.00669342162296594323;
  const double x = wgs84.lon - 105, y = wgs84.lat - 35;
  const double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) +
                       Waves(y, x, (160 * std::sin(kPi * y / 12) + 320 * std::sin(kPi * y / 30)) * 2 / 3);
  const double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) +
                      Waves(x, x, (150 * std::sin(kPi * x / 12) + 300 * std::sin(kPi * x / 30)) * 2 / 3);
  const double latitude = wgs84.lat / 180 * kPi;
  const double w2 = 1 - kEccentricitySquared * std::sin(latitude) * std::sin(latitude);
  const double w = std::sqrt(w2);
  return {.lon = east * 180 / (kAxis / w * std::cos(latitude) * kPi),
          .lat = north * 180 / (kAxis * (1 - kEccentricitySquared) / (w2 * w) * kPi)};
}

LonLat ToGcj02(LonLat wgs84) {
  if (!IsInChina(wgs84)) return wgs84;
  const LonLat shift = ShiftOf(wgs84);
  return {.lon = wgs84.lon + shift.lon, .lat = wgs84.lat + shift.lat};
}

LonLat Gcj02ToBd09(LonLat gcj02) {
  constexpr double kWave = kPi * 3000 / 180;
  const double z = std::hypot(gcj02.lon, gcj02.lat) + 0.00002 * std::sin(gcj02.lat * kWave);
  const double angle = std::atan2(gcj02.lat, gcj02.lon) + 0.000003 * std::cos(gcj02.lon * kWave);
  return {.lon = z * std::cos(angle) + 0.0065, .lat = z * std::sin(angle) + 0.006};
}

// The place that `shift` takes to `shifted`: shifts vary slowly, so each step leaves a hundredth of the error.
template <typename Shift>
LonLat Unshift(LonLat shifted, Shift shift) {
  constexpr double kEnough = 1e-10;  // degrees: a hundredth of a millimetre
  constexpr int kStepsMax = 20;
  LonLat place = shifted;
  for (int step = 0; step < kStepsMax; ++step) {
    const LonLat reached = shift(place);
    const double lon = shifted.lon - reached.lon, lat = shifted.lat - reached.lat;
    place = {.lon = place.lon + lon, .lat = place.lat + lat};
    if (std::max(std::abs(lon), std::abs(lat)) < kEnough) break;
  }
  return place;
}

LonLat Gcj02ToWgs84(LonLat gcj02) { return IsInChina(gcj02) ? Unshift(gcj02, ToGcj02) : gcj02; }

}  // namespace

std::optional<Datum> DatumNamed(std::string_view name) {
  if (name == "wgs84") return Datum::kWgs84;
  if (name == "cgcs2000") return Datum::kCgcs2000;
  if (name == "gcj02") return Datum::kGcj02;
  if (name == "bd09") return Datum::kBd09;
  return std::nullopt;
}

LonLat ToWgs84(LonLat point, Datum datum) {
  if (datum == Datum::kGcj02) return Gcj02ToWgs84(point);
  if (datum == Datum::kBd09) return Gcj02ToWgs84(Unshift(point, Gcj02ToBd09));
  return point;
}

LonLat FromWgs84(LonLat point, Datum datum) {
  if (datum == Datum::kGcj02) return ToGcj02(point);
  if (datum == Datum::kBd09) return Gcj02ToBd09(ToGcj02(point));
  return point;
}

Position ToPosition(LonLat point) {
  return {.lon_e7 = static_cast<std::int32_t>(std::lround(point.lon * 1e7)),
          .lat_e7 = static_cast<std::int32_t>(std::lround(point.lat * 1e7))};
}

}  // namespace wangge::geo
