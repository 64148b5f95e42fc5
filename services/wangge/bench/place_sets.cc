#include "services/wangge/bench/place_sets.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <random>

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/datum.h"
#include "geo/geojson.h"

namespace wangge::bench {
namespace {

using geo::LonLat;
using geo::Ring;

struct RealLayer {
  std::string_view name;
  std::string_view file;
  std::string_view key;
};

constexpr std::array<RealLayer, 4> kReal = {{
    {"newyork_election_districts", "newyork_311_day/election_districts.geojson.gz", "ElectDist"},
    {"newyork_census_tracts", "newyork_311_day/census_tracts_2010.geojson.gz", "fid"},
    {"newyork_community_districts", "newyork_311_day/community_districts.geojson.gz", "BoroCD"},
    {"boston_precincts", "boston_311_2011/precincts.geojson", "WARD_PRECINCT"},
}};

// A net of cells: corners moved a little, and between two corners a border of `bends` points that leaves the straight
// line. Both cells of a border get the same points.
struct Net {
  std::string_view name;
  int columns;
  int rows;
  int bends;
  double side;   // degrees
  double stray;  // of a side: how far a corner may be moved
};

constexpr std::array<Net, 3> kNets = {{
    {"generated_unit_grids", 142, 141, 4, 0.003, 0.3},
    {"generated_squares_100m", 317, 316, 0, 0.001, 0},
    {"generated_large_districts", 20, 15, 2'500, 0.05, 0.2},
}};

constexpr std::array<std::string_view, kReal.size() + kNets.size()> kNames = {
    kReal[0].name, kReal[1].name, kReal[2].name, kReal[3].name, kNets[0].name, kNets[1].name, kNets[2].name};

constexpr int kClusters = 40;
constexpr double kClusterSpread = 0.004;  // degrees

constexpr const Net& kUnitGrids = kNets[0];

constexpr LonLat kNetOrigin{.lon = 119.5, .lat = 27.5};

class NetMaker {
 public:
  explicit NetMaker(const Net& net) : net_(net) {}

  geo::LayerSource Make() const {
    geo::LayerSource source;
    for (int row = 0; row < net_.rows; ++row) {
      for (int column = 0; column < net_.columns; ++column) {
        Ring ring{Corner(column, row)};
        Follow({column, row}, {column + 1, row}, ring);
        Follow({column + 1, row}, {column + 1, row + 1}, ring);
        Follow({column + 1, row + 1}, {column, row + 1}, ring);
        Follow({column, row + 1}, {column, row}, ring);
        const auto number = static_cast<std::size_t>(row * net_.columns + column);
        std::string code = std::to_string(1'000'000 + number);
        source.cells.push_back(
            {.code = std::move(code), .polygons = {{.feature = number, .first_ring = 0, .rings = {std::move(ring)}}}});
      }
    }
    return source;
  }

 private:
  struct Node {
    int column;
    int row;
  };

  // A number in -1 ..= 1 that belongs to a place of the net.
  static double Stray(int a, int b, int c) {
    std::uint64_t bits = static_cast<std::uint64_t>(a + 1) * 0x9E37'79B9'7F4A'7C15U +
                         static_cast<std::uint64_t>(b + 1) * 0xC2B2'AE3D'27D4'EB4FU +
                         static_cast<std::uint64_t>(c + 1) * 0x1656'67B1'9E37'79F9U;
    bits = (bits ^ bits >> 31) * 0x94D0'49BB'1331'11EBU;
    return static_cast<double>(bits >> 11) * 0x1p-52 - 1;
  }

  LonLat Corner(int column, int row) const {
    return {.lon = kNetOrigin.lon + net_.side * (column + net_.stray * Stray(column, row, 0)),
            .lat = kNetOrigin.lat + net_.side * (row + net_.stray * Stray(column, row, 1))};
  }

  // Adds the border from one corner to the next, without the first point. Points of a border are made from its lower
  // end, so that both cells have the same doubles.
  void Follow(Node from, Node to, Ring& ring) const {
    const bool backwards = to.column < from.column || to.row < from.row;
    const Node low = backwards ? to : from, high = backwards ? from : to;
    const LonLat a = Corner(low.column, low.row), b = Corner(high.column, high.row);
    const bool upright = high.row > low.row;
    const double bend = net_.side * 0.1 / (net_.bends + 1);
    for (int i = 0; i < net_.bends; ++i) {
      const int step = backwards ? net_.bends - i : i + 1;
      const double t = static_cast<double>(step) / (net_.bends + 1);
      const double off = bend * Stray(low.column * 2 + (upright ? 1 : 0), low.row, step + 1);
      ring.push_back({.lon = a.lon + t * (b.lon - a.lon) + (upright ? off : 0),
                      .lat = a.lat + t * (b.lat - a.lat) + (upright ? 0 : off)});
    }
    ring.push_back(Corner(to.column, to.row));
  }

  const Net& net_;
};

absl::StatusOr<geo::LayerSource> SourceOf(std::string_view name, const std::string& data_dir) {
  for (const RealLayer& real : kReal) {
    if (real.name != name) continue;
    const std::string path = data_dir + "/" + std::string(real.file);
    WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(path, limits::kConfigBodyBytesMax));
    return geo::ParseGeoJson(text, real.key, path);
  }
  for (const Net& net : kNets) {
    if (net.name == name) return NetMaker(net).Make();
  }
  return InvalidArgument("Expected the name of a layer to measure, but got \"" + std::string(name) + "\".");
}

}  // namespace

std::span<const std::string_view> PlaceLayerNames() { return kNames; }

absl::StatusOr<PlaceLayer> MakePlaceLayer(std::string_view name, const std::string& data_dir) {
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, SourceOf(name, data_dir));
  PlaceLayer layer{.name = std::string(name), .codes = {}, .outlines = {}, .edges = {}};
  WANGGE_ASSIGN_OR_RETURN(geo::CleanCells clean, geo::CleanUp(std::move(source)));
  layer.codes = std::move(clean.codes);
  layer.outlines = std::move(clean.outlines);
  layer.lattice = geo::Lattice::Over(geo::ExtentOf(layer.outlines));
  const auto start = std::chrono::steady_clock::now();
  layer.edges = geo::Node(layer.lattice, layer.outlines);
  layer.noding_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return layer;
}

geo::LayerSource UnitGrids() { return NetMaker(kUnitGrids).Make(); }

std::vector<Position> ClusteredPoints(const geo::LayerSource& layer, std::size_t count) {
  std::mt19937_64 random(20'260'602);
  std::vector<LonLat> centres;
  for (int i = 0; i < kClusters; ++i) {
    centres.push_back(layer.cells[random() % layer.cells.size()].polygons.front().rings.front().front());
  }
  std::normal_distribution<double> spread(0, kClusterSpread);
  std::vector<Position> points;
  points.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const LonLat centre = centres[random() % centres.size()];
    points.push_back(geo::ToPosition({centre.lon + spread(random), centre.lat + spread(random)}));
  }
  return points;
}

std::vector<PlacePoints> MakePlacePoints(const PlaceLayer& layer, std::size_t count) {
  std::mt19937_64 random(20'260'601);
  const geo::Box extent = geo::ExtentOf(layer.outlines);
  const auto between = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  const auto any_ring = [&]() -> const Ring& {
    const auto& rings = layer.outlines[random() % layer.outlines.size()];
    return rings[random() % rings.size()];
  };
  std::vector<PlacePoints> sets(3);
  sets[0].name = "uniform";
  sets[1].name = "clustered";
  sets[2].name = "adversarial";
  std::vector<LonLat> centres;
  for (int i = 0; i < kClusters; ++i) centres.push_back(any_ring().front());
  std::normal_distribution<double> spread(0, kClusterSpread);
  for (std::size_t i = 0; i < count; ++i) {
    sets[0].points.push_back(
        geo::ToPosition({between(extent.lon_min, extent.lon_max), between(extent.lat_min, extent.lat_max)}));
    const LonLat centre = centres[random() % centres.size()];
    sets[1].points.push_back(geo::ToPosition({centre.lon + spread(random), centre.lat + spread(random)}));
    const Ring& ring = any_ring();
    const std::size_t at = 1 + random() % (ring.size() - 1);
    const double t = random() % 3 == 0 ? 0 : between(0, 1);
    Position p = geo::ToPosition({ring[at - 1].lon + t * (ring[at].lon - ring[at - 1].lon),
                                  ring[at - 1].lat + t * (ring[at].lat - ring[at - 1].lat)});
    p.lon_e7 += static_cast<std::int32_t>(random() % 3) - 1;
    p.lat_e7 += static_cast<std::int32_t>(random() % 3) - 1;
    sets[2].points.push_back(p);
  }
  return sets;
}

}  // namespace wangge::bench
