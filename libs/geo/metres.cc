#include "geo/metres.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace wangge::geo {
namespace {

constexpr double kEquatorMetres = 6'378'137.0;             // WGS 84 semi-major axis
constexpr double kEccentricitySquared = 0.00669437999014;  // WGS 84; CGCS2000 differs in the 11th digit
constexpr double kRadians = std::numbers::pi / 180;

}  // namespace

MetreScale MetreScaleAt(double latitude) {
  const double sine = std::sin(latitude * kRadians);
  const double w2 = 1 - kEccentricitySquared * sine * sine;
  const double across = kEquatorMetres / std::sqrt(w2);           // radius of curvature in the prime vertical
  const double along = across * (1 - kEccentricitySquared) / w2;  // in the meridian
  return {.lon = across * std::cos(latitude * kRadians) * kRadians, .lat = along * kRadians};
}

double SegmentMetres(const MetreScale& scale, LonLat p, LonLat a, LonLat b) {
  return std::sqrt(SegmentMetresSquared(scale, p, a, b));
}

double SegmentMetresSquared(const MetreScale& scale, LonLat p, LonLat a, LonLat b) {
  // Differences first: they are exact to about a nanometre, products of whole degrees are not.
  const double ax = (a.lon - p.lon) * scale.lon;
  const double ay = (a.lat - p.lat) * scale.lat;
  const double dx = (b.lon - a.lon) * scale.lon;
  const double dy = (b.lat - a.lat) * scale.lat;
  const double length2 = dx * dx + dy * dy;
  const double along = length2 > 0 ? std::clamp(-(ax * dx + ay * dy) / length2, 0.0, 1.0) : 0.0;
  const double x = ax + along * dx;
  const double y = ay + along * dy;
  return x * x + y * y;
}

std::int64_t DistanceCm(Position a, Position b) {
  constexpr double kE7 = 1e7;
  constexpr std::int64_t kRound = 3'600'000'000;  // 360 degrees
  std::int64_t across = std::abs(std::int64_t{a.lon_e7} - b.lon_e7);
  across = std::min(across, kRound - across);
  const double middle = (static_cast<double>(a.lat_e7) + b.lat_e7) / 2 / kE7;
  const MetreScale scale = MetreScaleAt(middle);
  const double metres = std::hypot(static_cast<double>(across) / kE7 * scale.lon,
                                   (static_cast<double>(a.lat_e7) - b.lat_e7) / kE7 * scale.lat);
  return std::llround(metres * 100);
}

Reach ReachOf(Position centre, std::int64_t cm) {
  constexpr double kE7 = 1e7;
  constexpr double kPole = 90;
  constexpr std::int64_t kHalfRound = 1'800'000'000;
  const double metres = (static_cast<double>(cm) + 1) / 100;  // DistanceCm rounds
  // A degree of latitude is shortest at the equator, one of longitude where the box is nearest to a pole.
  const double north = metres / MetreScaleAt(0).lat;
  const double farthest = std::min(std::abs(centre.lat_e7 / kE7) + north, kPole);
  const double east = metres / MetreScaleAt(farthest).lon * kE7 + 1;
  return {.lon_e7 = east < kHalfRound ? static_cast<std::int64_t>(east) : kHalfRound,
          .lat_e7 = static_cast<std::int64_t>(north * kE7) + 1};
}

}  // namespace wangge::geo
