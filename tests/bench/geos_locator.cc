#include <geos/algorithm/locate/IndexedPointInAreaLocator.h>
#include <geos/geom/Coordinate.h>
#include <geos/geom/Envelope.h>
#include <geos/geom/Geometry.h>
#include <geos/index/strtree/TemplateSTRtree.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "base/status/text.h"
#include "geo/build/geos_index.h"
#include "tests/bench/peers.h"

namespace wangge::bench {
namespace {

using geos::algorithm::locate::IndexedPointInAreaLocator;

struct Cell {
  geo::GeosGeometry geometry;  // the locator reads it
  std::unique_ptr<IndexedPointInAreaLocator> locator;
  std::uint32_t number = 0;
};

struct Cells {
  explicit Cells(const geo::Lattice& of) : lattice(of) {}
  geo::Lattice lattice;
  std::vector<std::unique_ptr<Cell>> cells;
  geos::index::strtree::TemplateSTRtree<Cell*> tree;
};

geo::CellMatch Find(Cells& cells, Position position) {
  geo::LatticePoint p;
  if (!cells.lattice.Find(position, p)) return {};
  const geos::geom::Coordinate point(p.x, p.y);
  geo::CellMatch match;
  cells.tree.query(geos::geom::Envelope(point), [&](Cell* cell) {
    if (cell->locator->locate(&point) == geos::geom::Location::EXTERIOR) return;
    match.cell = std::min(match.cell, cell->number);
    ++match.matches;
  });
  return match;
}

}  // namespace

absl::StatusOr<Contender> MakeGeosLocator(const PlaceLayer& layer) {
  const auto start = std::chrono::steady_clock::now();
  const auto cells = std::make_shared<Cells>(layer.lattice);
  const auto edges = geo::EdgesByCell(layer.edges, layer.codes.size());
  for (std::uint32_t i = 0; i < edges.size(); ++i) {
    auto cell = std::make_unique<Cell>();
    cell->number = i;
    WANGGE_ASSIGN_OR_RETURN(cell->geometry, geo::AreaOf(edges[i]));
    if (cell->geometry == nullptr) continue;
    // What the C interface hands out is the C++ geometry.
    const auto& geometry = *reinterpret_cast<const geos::geom::Geometry*>(cell->geometry.get());
    cell->locator = std::make_unique<IndexedPointInAreaLocator>(geometry);
    const geos::geom::Coordinate corner(edges[i].front().a.x, edges[i].front().a.y);
    cell->locator->locate(&corner);  // the index is made at the first question
    cells->tree.insert(*geometry.getEnvelopeInternal(), cell.get());
    cells->cells.push_back(std::move(cell));
  }
  Find(*cells, {});
  const double build_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return Contender{.name = "geos_locator",
                   .find = OneByOne([cells](Position point) { return Find(*cells, point); }),
                   .build_s = build_s,
                   .bytes = 0};
}

}  // namespace wangge::bench
