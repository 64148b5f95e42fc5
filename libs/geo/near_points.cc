#include "geo/near_points.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "geo/metres.h"

namespace wangge::geo {
namespace {

constexpr double kE7 = 1e7;
constexpr double kCmInMetre = 100;

LonLat DegreesOf(Position p) { return {.lon = p.lon_e7 / kE7, .lat = p.lat_e7 / kE7}; }

std::vector<Box> BoxesOf(std::span<const Position> points) {
  std::vector<Box> boxes;
  boxes.reserve(points.size());
  for (const Position point : points) {
    const LonLat p = DegreesOf(point);
    boxes.push_back({.lon_min = p.lon, .lat_min = p.lat, .lon_max = p.lon, .lat_max = p.lat});
  }
  return boxes;
}

// Differences first, in whole units: they are exact.
std::int64_t CmBetween(const MetreScale& scale, Position a, Position b) {
  const double across = static_cast<double>(std::int64_t{b.lon_e7} - a.lon_e7) / kE7 * scale.lon;
  const double along = static_cast<double>(std::int64_t{b.lat_e7} - a.lat_e7) / kE7 * scale.lat;
  return std::llround(std::hypot(across, along) * kCmInMetre);
}

}  // namespace

NearPoints::NearPoints(std::span<const Position> points) : points_(points), tree_(BoxesOf(points)) {}

// Points come by their distance in degrees: the first that must be farther than the last one wanted ends it.
std::vector<NearPoint> NearPoints::Find(Position from, const NearQuestion& question) const {
  if (question.count == 0 || points_.empty()) return {};
  const LonLat centre = DegreesOf(from);
  const MetreScale scale = MetreScaleAt(centre.lat);
  const double cm_of_degree = std::min(scale.lon, scale.lat) * kCmInMetre;
  const auto nearer = [](const NearPoint& a, const NearPoint& b) {
    return std::tie(a.cm, a.number) < std::tie(b.cm, b.number);
  };
  std::vector<NearPoint> near;
  tree_.VisitNearest(centre, [&](std::uint32_t number, double degrees) {
    const bool enough = near.size() == question.count;
    const std::int64_t last_cm = enough ? near.back().cm : question.cm_max;
    if (std::llround(degrees * cm_of_degree) > last_cm + 1) return false;  // one more centimetre, for the rounding
    const NearPoint point{number, CmBetween(scale, from, points_[number])};
    if (point.cm > question.cm_max || (question.counts && !question.counts(number))) return true;
    if (enough && !nearer(point, near.back())) return true;
    if (enough) near.pop_back();
    near.insert(std::ranges::upper_bound(near, point, nearer), point);
    return true;
  });
  return near;
}

}  // namespace wangge::geo
