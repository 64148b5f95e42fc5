#include <s2/mutable_s2shape_index.h>
#include <s2/s2contains_point_query.h>
#include <s2/s2latlng.h>
#include <s2/s2lax_polygon_shape.h>

#include <algorithm>
#include <chrono>

#include "base/status/text.h"
#include "geo/build/geos_index.h"
#include "tests/bench/peers.h"

namespace wangge::bench {
namespace {

struct Cells {
  MutableS2ShapeIndex index;
  std::vector<std::uint32_t> cells;  // of shape i
};

double DoubledArea(const geo::Ring& ring) {
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    sum += (ring[i - 1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat) -
           (ring[i].lon - ring[0].lon) * (ring[i - 1].lat - ring[0].lat);
  }
  return sum;
}

// S2 takes what is to the left of a loop for its inside, and no closing point.
std::vector<S2Point> Loop(const PlaceLayer& layer, geo::Ring ring, bool is_outer) {
  if ((DoubledArea(ring) > 0) != is_outer) std::reverse(ring.begin(), ring.end());
  std::vector<S2Point> loop;
  const double units = 1e7 * layer.lattice.units_in_e7();
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const double lon = (ring[i].lon + static_cast<double>(layer.lattice.origin_x())) / units;
    const double lat = (ring[i].lat + static_cast<double>(layer.lattice.origin_y())) / units;
    loop.push_back(S2LatLng::FromDegrees(lat, lon).ToPoint());
  }
  return loop;
}

}  // namespace

absl::StatusOr<Contender> MakeS2Index(const PlaceLayer& layer) {
  const auto start = std::chrono::steady_clock::now();
  const auto cells = std::make_shared<Cells>();
  const auto edges = geo::EdgesByCell(layer.edges, layer.codes.size());
  for (std::uint32_t i = 0; i < edges.size(); ++i) {
    WANGGE_ASSIGN_OR_RETURN(const geo::GeosGeometry geometry, geo::AreaOf(edges[i]));
    if (geometry == nullptr) continue;
    std::vector<std::vector<S2Point>> loops;
    for (const std::vector<geo::Ring>& rings : geo::PolygonsOf(*geometry)) {
      for (std::size_t ring = 0; ring < rings.size(); ++ring) loops.push_back(Loop(layer, rings[ring], ring == 0));
    }
    cells->index.Add(std::make_unique<S2LaxPolygonShape>(loops));
    cells->cells.push_back(i);
  }
  cells->index.ForceBuild();
  const double build_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::size_t bytes = cells->index.SpaceUsed();
  return Contender{.name = "s2_geodesic",
                   .find =
                       [cells](std::span<const Position> points, std::span<geo::CellMatch> matches) {
                         auto query = MakeS2ContainsPointQuery(&cells->index);
                         for (std::size_t i = 0; i < points.size(); ++i) {
                           const S2Point point =
                               S2LatLng::FromDegrees(points[i].lat_e7 / 1e7, points[i].lon_e7 / 1e7).ToPoint();
                           geo::CellMatch match;
                           query.VisitContainingShapes(point, [&](S2Shape* shape) {
                             match.cell = std::min(match.cell, cells->cells[static_cast<std::size_t>(shape->id())]);
                             ++match.matches;
                             return true;
                           });
                           matches[i] = match;
                         }
                       },
                   .build_s = build_s,
                   .bytes = bytes};
}

}  // namespace wangge::bench
