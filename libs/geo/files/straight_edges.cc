#include "geo/files/straight_edges.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

std::vector<MapPoint> VerticesOf(std::span<const MapFeature> features) {
  std::vector<MapPoint> vertices;
  for (const MapFeature& feature : features) {
    for (const MapPolygon& polygon : feature.polygons) {
      for (const MapRing& ring : polygon) vertices.insert(vertices.end(), ring.begin(), ring.end());
    }
  }
  std::ranges::sort(vertices);
  const auto twice = std::ranges::unique(vertices);
  vertices.erase(twice.begin(), twice.end());
  return vertices;
}

// The tree orders any plane; here it is that of the map.
Box BoxAround(MapPoint a, MapPoint b, double room) {
  return {.lon_min = std::min(a.x, b.x) - room,
          .lat_min = std::min(a.y, b.y) - room,
          .lon_max = std::max(a.x, b.x) + room,
          .lat_max = std::max(a.y, b.y) + room};
}

std::vector<Box> BoxesOf(std::span<const MapPoint> vertices) {
  std::vector<Box> boxes;
  boxes.reserve(vertices.size());
  for (const MapPoint& vertex : vertices) boxes.push_back(BoxAround(vertex, vertex, 0));
  return boxes;
}

MapPoint Between(MapPoint a, MapPoint b, double share) {
  return {.x = a.x + (b.x - a.x) * share, .y = a.y + (b.y - a.y) * share};
}

double Distance(MapPoint a, MapPoint b) { return std::hypot(b.x - a.x, b.y - a.y); }

// Metres from `p` to the line from `a` to `b`, all close together: what a degree has at most.
double MetresFromChord(LonLat a, LonLat b, LonLat p) {
  constexpr double kMetresPerDegree = 111'700;
  const double east = kMetresPerDegree * std::cos(a.lat * std::numbers::pi / 180);
  const double bx = (b.lon - a.lon) * east, by = (b.lat - a.lat) * kMetresPerDegree;
  const double px = (p.lon - a.lon) * east, py = (p.lat - a.lat) * kMetresPerDegree;
  const double length2 = bx * bx + by * by;
  const double share = length2 == 0 ? 0 : std::clamp((px * bx + py * by) / length2, 0.0, 1.0);
  return std::hypot(px - share * bx, py - share * by);
}

std::string TextOf(MapPoint at) { return "[" + std::to_string(at.x) + ", " + std::to_string(at.y) + "]"; }

}  // namespace

StraightEdges::StraightEdges(std::span<const MapFeature> features, ToEarth to_earth, double tolerance)
    : to_earth_(std::move(to_earth)),
      tolerance_(tolerance),
      vertices_(VerticesOf(features)),
      tree_(BoxesOf(vertices_)) {}

absl::StatusOr<Ring> StraightEdges::Convert(const MapRing& ring) const {
  Ring converted;
  std::optional<End> last;
  const auto add = [&](MapPoint at) -> absl::Status {
    End end{.map = at, .earth = {}};
    WANGGE_ASSIGN_OR_RETURN(end.earth, Place(at));
    if (last.has_value()) WANGGE_RETURN_IF_ERROR(AddPiece(*last, end, converted));
    converted.push_back(end.earth);
    last = end;
    return absl::OkStatus();
  };
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (i > 0) {
      for (const MapPoint& vertex : VerticesOn(ring[i - 1], ring[i])) WANGGE_RETURN_IF_ERROR(add(vertex));
    }
    WANGGE_RETURN_IF_ERROR(add(ring[i]));
  }
  return converted;
}

void StraightEdges::FindNear(MapPoint from, MapPoint to, int halvings, std::vector<std::uint32_t>& numbers) const {
  constexpr std::size_t kMany = 64;  // that one box finds: more, and most of them are beside a slanting edge
  constexpr int kBoxHalvingsMax = 10;
  const std::size_t before = numbers.size();
  tree_.FindMeeting(BoxAround(from, to, tolerance_), numbers);
  if (numbers.size() - before <= kMany || halvings == kBoxHalvingsMax) return;
  numbers.resize(before);
  const MapPoint middle = Between(from, to, 0.5);
  FindNear(from, middle, halvings + 1, numbers);
  FindNear(middle, to, halvings + 1, numbers);
}

std::vector<MapPoint> StraightEdges::VerticesOn(MapPoint from, MapPoint to) const {
  const double length = Distance(from, to);
  if (length <= 2 * tolerance_) return {};
  std::vector<std::uint32_t> numbers;
  FindNear(from, to, 0, numbers);
  std::ranges::sort(numbers);
  const auto twice = std::ranges::unique(numbers);
  numbers.erase(twice.begin(), twice.end());
  std::vector<std::pair<double, MapPoint>> found;  // with the way along the edge
  const double ux = (to.x - from.x) / length, uy = (to.y - from.y) / length;
  for (const std::uint32_t number : numbers) {
    const MapPoint at = vertices_[number];
    const double along = (at.x - from.x) * ux + (at.y - from.y) * uy;
    const double aside = (at.x - from.x) * uy - (at.y - from.y) * ux;
    if (along <= tolerance_ || along >= length - tolerance_ || std::abs(aside) > tolerance_) continue;
    found.emplace_back(along, at);
  }
  std::ranges::sort(found);
  std::vector<MapPoint> vertices;
  for (const auto& [along, at] : found) vertices.push_back(at);
  return vertices;
}

absl::StatusOr<LonLat> StraightEdges::Place(MapPoint at) const {
  const auto place = to_earth_(at);
  if (place.has_value()) return *place;
  return InvalidArgument("Expected coordinates on the map of the file's coordinate system, but " + TextOf(at) +
                         " is not on it");
}

absl::Status StraightEdges::AddPiece(const End& from, const End& to, Ring& ring) const {
  if (from.map == to.map) return absl::OkStatus();
  Ring between;
  const bool is_upwards = from.map < to.map;
  WANGGE_RETURN_IF_ERROR(Halve(is_upwards ? from : to, is_upwards ? to : from, 0, between));
  if (is_upwards) {
    ring.insert(ring.end(), between.begin(), between.end());
  } else {
    ring.insert(ring.end(), between.rbegin(), between.rend());
  }
  return absl::OkStatus();
}

absl::Status StraightEdges::Halve(const End& low, const End& high, int halvings, Ring& between) const {
  WANGGE_ASSIGN_OR_RETURN(const bool is_straight, IsStraight(low, high));
  if (is_straight) return absl::OkStatus();
  if (halvings == kHalvingsMax) {
    return InvalidArgument("Expected edges that bend gently on Earth, but the one near " + TextOf(low.map) +
                           " is still bent after " + std::to_string(kHalvingsMax) + " halvings");
  }
  End middle{.map = Between(low.map, high.map, 0.5), .earth = {}};
  WANGGE_ASSIGN_OR_RETURN(middle.earth, Place(middle.map));
  WANGGE_RETURN_IF_ERROR(Halve(low, middle, halvings + 1, between));
  between.push_back(middle.earth);
  return Halve(middle, high, halvings + 1, between);
}

absl::StatusOr<bool> StraightEdges::IsStraight(const End& low, const End& high) const {
  for (const double share : {0.25, 0.5, 0.75}) {
    WANGGE_ASSIGN_OR_RETURN(const LonLat at, Place(Between(low.map, high.map, share)));
    if (MetresFromChord(low.earth, high.earth, at) >= kChordMetresMax) return false;
  }
  return true;
}

}  // namespace wangge::geo
