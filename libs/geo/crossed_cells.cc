#include "geo/crossed_cells.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "geo/exact.h"

namespace wangge::geo {
namespace {

constexpr double kUnitsPerDegree = 1e8;
constexpr std::int64_t kUnitsPerPositionUnit = 10;

WidePoint UnitsOf(Position p) { return {.x = p.lon_e7 * kUnitsPerPositionUnit, .y = p.lat_e7 * kUnitsPerPositionUnit}; }
WidePoint UnitsOf(LonLat p) {
  return {.x = std::llround(p.lon * kUnitsPerDegree), .y = std::llround(p.lat * kUnitsPerDegree)};
}

bool IsBetween(std::int64_t a, std::int64_t b, std::int64_t c) { return std::min(a, b) <= c && c <= std::max(a, b); }

// Of segments on one line: how far along a-b the nearest common point is, in parts of it.
std::optional<double> FirstCommon(WidePoint a, WidePoint b, WidePoint c, WidePoint d) {
  if (a == b) return std::nullopt;  // a point on an edge is found by the cells that hold it
  const bool by_x = std::abs(b.x - a.x) >= std::abs(b.y - a.y);
  const auto along = [&](WidePoint p) {
    const auto part = static_cast<double>(by_x ? p.x - a.x : p.y - a.y);
    return part / static_cast<double>(by_x ? b.x - a.x : b.y - a.y);
  };
  const auto [low, high] = std::minmax({along(c), along(d)});
  if (high < 0 || low > 1) return std::nullopt;
  return std::max(low, 0.0);
}

// How far along a-b it first meets c-d, in parts of it; nullopt: never. Whether it does is exact.
std::optional<double> MeetsAt(WidePoint a, WidePoint b, WidePoint c, WidePoint d) {
  const int side_c = SideOf(a, b, c), side_d = SideOf(a, b, d);
  const int side_a = SideOf(c, d, a), side_b = SideOf(c, d, b);
  if (side_c * side_d > 0 || side_a * side_b > 0) return std::nullopt;
  if (side_c == 0 && side_d == 0) return FirstCommon(a, b, c, d);
  if (side_c == 0 && !(IsBetween(a.x, b.x, c.x) && IsBetween(a.y, b.y, c.y))) return std::nullopt;
  if (side_d == 0 && !(IsBetween(a.x, b.x, d.x) && IsBetween(a.y, b.y, d.y))) return std::nullopt;
  const auto cross = [](WidePoint u, WidePoint v, WidePoint p) {
    return static_cast<double>(Wide{v.x - u.x} * (p.y - u.y) - Wide{v.y - u.y} * (p.x - u.x));
  };
  const double from_a = cross(c, d, a), from_b = cross(c, d, b);
  return from_a == from_b ? 0 : from_a / (from_a - from_b);
}

class Crossing {
 public:
  explicit Crossing(const Layer& layer) : layer_(layer), seen_(layer.codes().size()) {}

  void Point(Position p) {
    std::vector<std::uint32_t> holding;
    layer_.index().FindAll(p, holding);
    for (const std::uint32_t cell : holding) Take(cell);
  }

  void Line(Position from, Position to) {
    const WidePoint a = UnitsOf(from), b = UnitsOf(to);
    // Wider by a unit: boxes are of outlines before they were rounded.
    const Box box{.lon_min = std::min(from.lon_e7, to.lon_e7) / 1e7 - 1 / kUnitsPerDegree,
                  .lat_min = std::min(from.lat_e7, to.lat_e7) / 1e7 - 1 / kUnitsPerDegree,
                  .lon_max = std::max(from.lon_e7, to.lon_e7) / 1e7 + 1 / kUnitsPerDegree,
                  .lat_max = std::max(from.lat_e7, to.lat_e7) / 1e7 + 1 / kUnitsPerDegree};
    std::vector<std::uint32_t> candidates;
    layer_.FindMeeting(box, candidates);
    std::vector<std::pair<double, std::uint32_t>> met;
    for (const std::uint32_t cell : candidates) {
      if (seen_[cell]) continue;
      if (const auto at = FirstMeeting(a, b, cell)) met.emplace_back(*at, cell);
    }
    std::ranges::sort(met);
    for (const auto& [at, cell] : met) Take(cell);
  }

  std::vector<std::string_view> codes() && { return std::move(codes_); }

 private:
  std::optional<double> FirstMeeting(WidePoint a, WidePoint b, std::uint32_t cell) const {
    std::optional<double> first;
    const CellShapes& shapes = layer_.shapes();
    for (std::size_t r = 0; r < shapes.RingCount(cell); ++r) {
      const std::span<const LonLat> ring = shapes.RingOf(cell, r);
      for (std::size_t i = 1; i < ring.size(); ++i) {
        const auto at = MeetsAt(a, b, UnitsOf(ring[i - 1]), UnitsOf(ring[i]));
        if (at && (!first || *at < *first)) first = at;
      }
    }
    return first;
  }

  void Take(std::uint32_t cell) {
    if (seen_[cell]) return;
    seen_[cell] = true;
    codes_.push_back(layer_.codes()[cell]);
  }

  const Layer& layer_;
  std::vector<bool> seen_;  // by cell
  std::vector<std::string_view> codes_;
};

}  // namespace

std::vector<std::string_view> CellsCrossed(const Layer& layer, std::span<const Position> track) {
  Crossing crossing(layer);
  if (!track.empty()) crossing.Point(track.front());
  for (std::size_t i = 1; i < track.size(); ++i) crossing.Line(track[i - 1], track[i]);
  return std::move(crossing).codes();
}

}  // namespace wangge::geo
