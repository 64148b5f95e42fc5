#include "services/wangge/bench/locate_bench.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "base/status/text.h"
#include "geo/build/border.h"
#include "geo/build/cover_builder.h"
#include "geo/build/geos_index.h"
#include "geo/cell_shapes.h"
#include "geo/metres.h"

namespace wangge::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kShownDisagreements = 5;

double SecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The edges of each cell, to see which disagreements are ties.
class Edges {
 public:
  explicit Edges(const PlaceLayer& layer) : layer_(layer), of_(geo::EdgesByCell(layer.edges, layer.codes.size())) {}

  bool IsTie(Position point, geo::CellMatch a, geo::CellMatch b) const {
    geo::LatticePoint p;
    if (!layer_.lattice.Find(point, p)) return false;
    return IsOnEdge(p, a.cell) || IsOnEdge(p, b.cell);
  }

  double MetresTo(Position point, geo::CellMatch a, geo::CellMatch b) const {
    const geo::LonLat p{.lon = point.lon_e7 / 1e7, .lat = point.lat_e7 / 1e7};
    double nearest = std::numeric_limits<double>::infinity();
    for (const std::uint32_t cell : {a.cell, b.cell}) {
      if (cell == geo::kNoCell) continue;
      geo::CellShapes shape;
      shape.AddCell(layer_.outlines[cell]);
      nearest = std::min(nearest, shape.EdgeMetres(geo::MetreScaleAt(p.lat), p, 0));
    }
    return nearest;
  }

 private:
  bool IsOnEdge(geo::LatticePoint p, std::uint32_t cell) const {
    if (cell == geo::kNoCell) return false;
    return std::ranges::any_of(of_[cell], [&](const geo::LatticeEdge& edge) {
      return geo::MeetsBox(geo::Widen(edge.a), geo::Widen(edge.b), geo::Widen(p), geo::Widen(p));
    });
  }

  const PlaceLayer& layer_;
  std::vector<std::vector<geo::LatticeEdge>> of_;
};

std::string CodeOf(const PlaceLayer& layer, geo::CellMatch match) {
  return match.cell == geo::kNoCell ? "none" : layer.codes[match.cell];
}

void Compare(const PlaceLayer& layer, const Edges& edges, const PlacePoints& points,
             const std::vector<geo::CellMatch>& expected, const std::vector<geo::CellMatch>& found, LocateCell& cell) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].cell == expected[i].cell) continue;
    const Position p = points.points[i];
    if (edges.IsTie(p, expected[i], found[i])) {
      ++cell.ties;
      continue;
    }
    ++cell.mismatches;
    if (cell.disagreements.size() >= kShownDisagreements) continue;
    cell.disagreements.push_back("(" + std::to_string(p.lon_e7) + "e-7, " + std::to_string(p.lat_e7) + "e-7): " +
                                 CodeOf(layer, expected[i]) + " expected, " + CodeOf(layer, found[i]) + " found, " +
                                 std::to_string(edges.MetresTo(p, expected[i], found[i])) + " m from the edge");
  }
}

Contender AskOneByOne(std::string name, std::shared_ptr<const geo::CellIndex> index, double build_s) {
  const std::size_t bytes = index->bytes();
  return {.name = std::move(name),
          .find = OneByOne([index = std::move(index)](Position point) { return index->Find(point); }),
          .build_s = build_s,
          .bytes = bytes};
}

}  // namespace

absl::StatusOr<std::vector<Contender>> MakeContenders(const PlaceLayer& layer) {
  const auto cells = static_cast<std::uint32_t>(layer.codes.size());
  std::vector<Contender> contenders;
  auto start = SteadyClock::now();
  WANGGE_ASSIGN_OR_RETURN(geo::CoverImage image, geo::BuildCover(layer.lattice, layer.edges, cells));
  const std::shared_ptr<const geo::CellIndex> cover = std::make_shared<geo::CoverIndex>(std::move(image));
  const double cover_s = SecondsSince(start);
  contenders.push_back(AskOneByOne("wangge", cover, cover_s));
  contenders.push_back({.name = "wangge_batch",
                        .find = [cover](std::span<const Position> points,
                                        std::span<geo::CellMatch> matches) { cover->FindBatch(points, matches); },
                        .build_s = cover_s,
                        .bytes = cover->bytes()});
  start = SteadyClock::now();
  WANGGE_ASSIGN_OR_RETURN(auto geos, geo::MakeGeosIndex(layer.lattice, layer.edges, cells, geo::Ties::kCovered));
  const double geos_s = SecondsSince(start);
  contenders.push_back(AskOneByOne("geos_prepared", std::move(geos), geos_s));
  return contenders;
}

std::vector<LocateCell> MeasureLocate(const PlaceLayer& layer, std::span<const Contender> contenders,
                                      std::size_t points, int rounds) {
  const Edges edges(layer);
  std::vector<LocateCell> cells;
  for (const PlacePoints& set : MakePlacePoints(layer, points)) {
    std::vector<std::vector<double>> times(contenders.size());
    std::vector<std::vector<geo::CellMatch>> found(contenders.size(), std::vector<geo::CellMatch>(set.points.size()));
    for (const Contender& contender : contenders) {
      if (contender.prepare) contender.prepare(set.points);
    }
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < contenders.size(); ++i) {
        const auto start = SteadyClock::now();
        contenders[i].find(set.points, found[i]);
        times[i].push_back(SecondsSince(start) * 1e9 / static_cast<double>(set.points.size()));
      }
    }
    for (std::size_t i = 0; i < contenders.size(); ++i) {
      LocateCell cell{.layer = layer.name,
                      .points = set.name,
                      .contender = contenders[i].name,
                      .ns_per_point = MedianOf(times[i]),
                      .mismatches = 0,
                      .ties = 0,
                      .disagreements = {},
                      .build_s = contenders[i].build_s,
                      .bytes = contenders[i].bytes};
      Compare(layer, edges, set, found.front(), found[i], cell);
      cells.push_back(std::move(cell));
    }
  }
  return cells;
}

double SpeedUp(std::span<const LocateCell> cells, std::string_view a, std::string_view b) {
  std::map<std::pair<std::string, std::string>, std::pair<double, double>> times;
  for (const LocateCell& cell : cells) {
    auto& [of_a, of_b] = times[{cell.layer, cell.points}];
    if (cell.contender == a) of_a = cell.ns_per_point;
    if (cell.contender == b) of_b = cell.ns_per_point;
  }
  double logs = 0;
  std::size_t count = 0;
  for (const auto& [where, pair] : times) {
    if (pair.first <= 0 || pair.second <= 0) continue;
    logs += std::log(pair.second / pair.first);
    ++count;
  }
  return count == 0 ? 0 : std::exp(logs / static_cast<double>(count));
}

}  // namespace wangge::bench
