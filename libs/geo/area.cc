#include "geo/area.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace wangge::geo {
namespace {

constexpr double kEquatorMetres = 6'378'137.0;             // WGS 84 semi-major axis
constexpr double kEccentricitySquared = 0.00669437999014;  // WGS 84; CGCS2000 differs in the 11th digit
constexpr double kPolarSquared = kEquatorMetres * kEquatorMetres * (1 - kEccentricitySquared);  // semi-minor axis
constexpr double kRadians = std::numbers::pi / 180;
constexpr double kStepDegrees = 5;

// Q of the header: the area between the equator and a latitude, of one radian of longitude.
double FromEquator(double latitude) {
  static const double e = std::sqrt(kEccentricitySquared);
  const double sine = std::sin(latitude * kRadians);
  return kPolarSquared / 2 * (sine / (1 - kEccentricitySquared * sine * sine) + std::atanh(e * sine) / e);
}

}  // namespace

EllipsoidArea::EllipsoidArea(double latitude) : base_(FromEquator(latitude)) {}

double EllipsoidArea::Under(LonLat from, LonLat to) const {
  if (from.lon == to.lon) return 0;
  constexpr double kRoot = 0.774596669241483377;  // the square root of 3/5
  constexpr std::array<std::pair<double, double>, 3> kGauss = {
      {{(1 - kRoot) / 2, 5.0 / 18}, {0.5, 8.0 / 18}, {(1 + kRoot) / 2, 5.0 / 18}}};
  const double climb = to.lat - from.lat;
  const double steps = std::max(1.0, std::ceil(std::abs(climb) / kStepDegrees));
  double sum = 0;
  for (double step = 0; step < steps; ++step) {
    for (const auto& [at, weight] : kGauss) {
      sum += weight * (FromEquator(from.lat + climb * ((step + at) / steps)) - base_);
    }
  }
  return (to.lon - from.lon) * kRadians * sum / steps;
}

double RingAreaM2(const Ring& ring) {
  if (ring.empty()) return 0;
  const EllipsoidArea area(ring.front().lat);
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) sum -= area.Under(ring[i - 1], ring[i]);
  return sum;
}

}  // namespace wangge::geo
