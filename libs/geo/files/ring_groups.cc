#include "geo/files/ring_groups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "geo/box_tree.h"

namespace wangge::geo {
namespace {

// Twice the area, negative for a clockwise ring; relative to the first point, so that large numbers cancel less.
double SignedArea(const MapRing& ring) {
  double sum = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    const double ax = ring[i].x - ring[0].x, ay = ring[i].y - ring[0].y;
    const double bx = ring[i + 1].x - ring[0].x, by = ring[i + 1].y - ring[0].y;
    sum += ax * by - bx * ay;
  }
  return sum;
}

Box BoxOf(const MapRing& ring) {
  constexpr double kFar = std::numeric_limits<double>::max();
  Box box{.lon_min = kFar, .lat_min = kFar, .lon_max = -kFar, .lat_max = -kFar};
  for (const MapPoint& p : ring) {
    box = {.lon_min = std::min(box.lon_min, p.x),
           .lat_min = std::min(box.lat_min, p.y),
           .lon_max = std::max(box.lon_max, p.x),
           .lat_max = std::max(box.lat_max, p.y)};
  }
  return box;
}

// Whether the ring holds the point; nullopt: it lies on the ring.
std::optional<bool> Holds(const MapRing& ring, MapPoint p) {
  bool inside = false;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    const MapPoint a = ring[i - 1], b = ring[i];
    const double side = (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
    const bool is_within = std::min(a.x, b.x) <= p.x && p.x <= std::max(a.x, b.x) && std::min(a.y, b.y) <= p.y &&
                           p.y <= std::max(a.y, b.y);
    if (side == 0 && is_within) return std::nullopt;
    if ((a.y > p.y) != (b.y > p.y) && (side > 0) == (b.y > a.y)) inside = !inside;
  }
  return inside;
}

bool HoldsRing(const MapRing& outer, const MapRing& inner) {
  for (const MapPoint& p : inner) {
    if (const auto holds = Holds(outer, p)) return *holds;
  }
  for (std::size_t i = 1; i < inner.size(); ++i) {
    const MapPoint a = inner[i - 1], b = inner[i];
    if (const auto holds = Holds(outer, {.x = (a.x + b.x) / 2, .y = (a.y + b.y) / 2})) return *holds;
  }
  return false;
}

}  // namespace

RingGroups GroupRings(std::vector<MapRing> rings) {
  RingGroups groups;
  std::vector<std::size_t> outers, holes;
  std::vector<double> areas;
  for (std::size_t i = 0; i < rings.size(); ++i) {
    areas.push_back(SignedArea(rings[i]));
    (areas[i] > 0 ? holes : outers).push_back(i);
  }
  std::vector<Box> boxes;
  for (const std::size_t outer : outers) boxes.push_back(BoxOf(rings[outer]));
  const BoxTree tree(boxes);

  std::vector<std::vector<std::size_t>> holes_of(rings.size());
  std::vector<std::uint32_t> near;
  for (const std::size_t hole : holes) {
    near.clear();
    tree.FindMeeting(BoxOf(rings[hole]), near);
    std::ranges::sort(near, {}, [&](std::uint32_t i) { return std::pair(std::abs(areas[outers[i]]), i); });
    const auto found = std::ranges::find_if(near, [&](std::uint32_t i) {
      return std::abs(areas[outers[i]]) >= areas[hole] && HoldsRing(rings[outers[i]], rings[hole]);
    });
    if (found != near.end()) {
      holes_of[outers[*found]].push_back(hole);
    } else {
      outers.push_back(hole);  // behind the boxes of the tree: a hole never asks for it
    }
  }
  std::ranges::sort(outers);
  for (const std::size_t outer : outers) {
    if (areas[outer] > 0) groups.reversed.push_back(groups.polygons.size());
    MapPolygon polygon{std::move(rings[outer])};
    for (const std::size_t hole : holes_of[outer]) polygon.push_back(std::move(rings[hole]));
    groups.polygons.push_back(std::move(polygon));
  }
  return groups;
}

}  // namespace wangge::geo
