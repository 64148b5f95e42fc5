// Bytes to a layer to answers: what can be built answers exactly as the index of GEOS does, on corners, beside them and
// anywhere; what cannot is refused. No fault of ours (INTERNAL) and no crash.
//
//   input = 0 GeoJSON | 1 place unit budget cells...
//   cells = as many as there are bytes for: rings, each a number of corners and two bytes a corner
// Corners of the second form lie on a net of 256 by 256, so that shared, doubled, collinear and crossing edges are
// likely.
#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <string>

#include "base/check.h"
#include "geo/build/build_layer.h"
#include "geo/datum.h"
#include "geo/geojson.h"

namespace {

using namespace wangge;
using geo::LonLat;

constexpr LonLat kPlaces[] = {{119.9, 28.4}, {0, 0}, {-180, -90}, {179.99, 89.99}, {-71.06, 42.36}, {-179.9, 45}};
constexpr std::size_t kCellsMax = 6;  // small inputs, and many of them
constexpr std::size_t kPointsMax = 400;
constexpr double kUnits[] = {1e-9, 1e-8, 3e-8, 1e-7, 1e-5, 1e-3, 0.5};

geo::Ring RingOf(FuzzedDataProvider& data, LonLat place, double unit) {
  geo::Ring ring;
  const auto corners = data.ConsumeIntegralInRange<std::size_t>(3, 8);
  for (std::size_t i = 0; i < corners; ++i) {
    const double x = data.ConsumeIntegral<std::uint8_t>(), y = data.ConsumeIntegral<std::uint8_t>();
    ring.push_back({.lon = std::min(place.lon + x * unit, 180.0), .lat = std::min(place.lat + y * unit, 90.0)});
  }
  ring.push_back(ring.front());
  return ring;
}

geo::LayerSource Shapes(FuzzedDataProvider& data) {
  const LonLat place = data.PickValueInArray(kPlaces);
  const double unit = data.PickValueInArray(kUnits);
  geo::LayerSource source;
  while (data.remaining_bytes() > 8 && source.cells.size() < kCellsMax) {
    geo::SourceCell cell{.code = "c" + std::to_string(source.cells.size()), .polygons = {}};
    const auto polygons = data.ConsumeIntegralInRange<std::size_t>(1, 2);
    std::size_t first_ring = 0;
    for (std::size_t i = 0; i < polygons; ++i) {
      geo::SourcePolygon polygon{.feature = source.cells.size(), .first_ring = first_ring, .rings = {}};
      const auto rings = data.ConsumeIntegralInRange<std::size_t>(1, 2);
      for (std::size_t ring = 0; ring < rings; ++ring) polygon.rings.push_back(RingOf(data, place, unit));
      first_ring += rings;
      cell.polygons.push_back(std::move(polygon));
    }
    source.cells.push_back(std::move(cell));
  }
  return source;
}

// Corners, the points beside them, and places between two corners, which may lie on an edge.
std::set<Position> PointsOf(const geo::LayerSource& source) {
  std::set<Position> points;
  const auto add = [&points](LonLat at) {
    if (std::abs(at.lon) > 179.9999 || std::abs(at.lat) > 89.9999) return;
    const Position p = geo::ToPosition(at);
    for (std::int32_t dx = -1; dx <= 1; ++dx) {
      for (std::int32_t dy = -1; dy <= 1; ++dy) points.insert({.lon_e7 = p.lon_e7 + dx, .lat_e7 = p.lat_e7 + dy});
    }
  };
  std::mt19937 random(1);
  std::vector<LonLat> corners;
  for (const geo::SourceCell& cell : source.cells) {
    for (const geo::SourcePolygon& polygon : cell.polygons) {
      for (const geo::Ring& ring : polygon.rings) corners.insert(corners.end(), ring.begin(), ring.end());
    }
  }
  std::ranges::shuffle(corners, random);  // some of very many
  for (std::size_t i = 0; i < corners.size() && points.size() < kPointsMax; ++i) {
    add(corners[i]);
    const LonLat a = corners[i], b = corners[random() % corners.size()];
    add({.lon = a.lon, .lat = b.lat});
    const double part = std::uniform_real_distribution<double>(0, 1)(random);
    add({.lon = a.lon + part * (b.lon - a.lon), .lat = a.lat + part * (b.lat - a.lat)});
  }
  return points;
}

void Check(const geo::LayerSource& source, geo::LayerOptions options) {
  options.index = geo::IndexKind::kCover;
  const auto ours = geo::BuildLayer(options, source);
  options.index = geo::IndexKind::kGeos;
  const auto geos = geo::BuildLayer(options, source);
  CHECK(ours.status().code() == geos.status().code());
  CHECK(ours.status().code() != absl::StatusCode::kInternal);
  if (!ours.ok()) return;
  CHECK(std::ranges::equal((*ours)->codes(), (*geos)->codes()));
  const std::set<Position> set = PointsOf(source);
  const std::vector<Position> points(set.begin(), set.end());
  std::vector<geo::CellMatch> matches(points.size());
  (*ours)->index().FindBatch(points, matches);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const geo::CellMatch match = (*ours)->index().Find(points[i]);
    CHECK(match == matches[i]);
    std::vector<std::uint32_t> cells, expected;
    (*ours)->index().FindAll(points[i], cells);
    (*geos)->index().FindAll(points[i], expected);
    CHECK(cells == expected && cells.size() == match.matches);
    CHECK(cells.empty() ? match.cell == geo::kNoCell : cells.front() == match.cell);
    if (i % 16 == 0) CHECK((*ours)->Locate(points[i], {.edge = true, .nearest = true}).matches == match.matches);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  FuzzedDataProvider data(bytes, size);
  geo::LayerOptions options{.name = "fuzz", .version = 1, .key = "code"};
  if (data.ConsumeIntegral<std::uint8_t>() == 0) {
    auto source = geo::ParseGeoJson(data.ConsumeRemainingBytesAsString(), options.key);
    CHECK(source.status().code() != absl::StatusCode::kInternal);
    if (source.ok()) Check(*source, options);
    return 0;
  }
  if (data.ConsumeBool()) options.index_bytes_max = 1;
  Check(Shapes(data), options);
  return 0;
}
