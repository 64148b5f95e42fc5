#include <algorithm>
#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/multi_polygon.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/iterator/function_output_iterator.hpp>
#include <chrono>

#include "base/status/text.h"
#include "geo/build/geos_index.h"
#include "tests/bench/peers.h"

namespace wangge::bench {
namespace {

namespace bg = boost::geometry;
using Point = bg::model::point<double, 2, bg::cs::cartesian>;
using Area = bg::model::multi_polygon<bg::model::polygon<Point>>;
using Item = std::pair<bg::model::box<Point>, std::uint32_t>;

struct Cells {
  explicit Cells(const geo::Lattice& of) : lattice(of) {}
  geo::Lattice lattice;
  std::vector<Area> areas;
  bg::index::rtree<Item, bg::index::rstar<16>> tree;
};

Area ToBoost(const GEOSGeom_t& geometry) {
  Area area;
  for (const std::vector<geo::Ring>& rings : geo::PolygonsOf(geometry)) {
    bg::model::polygon<Point> polygon;
    for (std::size_t i = 0; i < rings.size(); ++i) {
      if (i > 0) polygon.inners().emplace_back();
      auto& ring = i == 0 ? polygon.outer() : polygon.inners().back();
      for (const geo::LonLat& corner : rings[i]) bg::append(ring, Point(corner.lon, corner.lat));
    }
    area.push_back(std::move(polygon));
  }
  bg::correct(area);
  return area;
}

geo::CellMatch Find(const Cells& cells, Position position) {
  geo::LatticePoint p;
  if (!cells.lattice.Find(position, p)) return {};
  const Point point(p.x, p.y);
  geo::CellMatch match;
  cells.tree.query(bg::index::intersects(point), boost::make_function_output_iterator([&](const Item& item) {
                     if (!bg::covered_by(point, cells.areas[item.second])) return;
                     match.cell = std::min(match.cell, item.second);
                     ++match.matches;
                   }));
  return match;
}

}  // namespace

absl::StatusOr<Contender> MakeBoostTree(const PlaceLayer& layer) {
  const auto start = std::chrono::steady_clock::now();
  auto cells = std::make_shared<Cells>(layer.lattice);
  const auto edges = geo::EdgesByCell(layer.edges, layer.codes.size());
  std::vector<Item> items;
  for (std::uint32_t i = 0; i < edges.size(); ++i) {
    cells->areas.emplace_back();
    WANGGE_ASSIGN_OR_RETURN(const geo::GeosGeometry geometry, geo::AreaOf(edges[i]));
    if (geometry == nullptr) continue;
    cells->areas.back() = ToBoost(*geometry);
    items.emplace_back(bg::return_envelope<bg::model::box<Point>>(cells->areas.back()), i);
  }
  cells->tree = decltype(cells->tree)(items);
  const double build_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return Contender{.name = "boost_rtree",
                   .find = OneByOne([cells](Position point) { return Find(*cells, point); }),
                   .build_s = build_s,
                   .bytes = 0};
}

}  // namespace wangge::bench
