// Point location, measured: several contenders answer the same points, one after the other in turn, on one thread. Not
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/cell_index.h"
#include "services/wangge/bench/place_sets.h"

namespace wangge::bench {

struct Contender {
  std::string name;
  std::function<void(std::span<const Position>, std::span<geo::CellMatch>)> find;
  std::function<void(std::span<const Position>)> prepare = {};  // brings points to a service; not measured
  double build_s = 0;                                           // from noded edges; warm
  std::size_t bytes = 0;                                        // of the index; 0: not known
};

// Asks `find_one` for each point.
template <typename FindOne>
auto OneByOne(FindOne find_one) {
  return [find_one = std::move(find_one)](std::span<const Position> points, std::span<geo::CellMatch> matches) {
    for (std::size_t i = 0; i < points.size(); ++i) matches[i] = find_one(points[i]);
  };
}

struct LocateCell {
  std::string layer;
  std::string points;
  std::string contender;
  double ns_per_point = 0;                 // the median of the rounds
  std::uint64_t mismatches = 0;            // against the cover index, that are no ties
  std::uint64_t ties = 0;                  // the point is on an edge or corner, which contenders give to other cells
  std::vector<std::string> disagreements;  // some of the mismatches: point, both cells and the distance to the edge
  double build_s = 0;
  std::size_t bytes = 0;
};

// Ours, one point at a time ("wangge") and in batches ("wangge_batch"), and GEOS STRtree + PreparedGeometry
// ("geos_prepared"). The layer outlives the contenders.
absl::StatusOr<std::vector<Contender>> MakeContenders(const PlaceLayer& layer);

// The first contender is the one the others are compared with.
std::vector<LocateCell> MeasureLocate(const PlaceLayer& layer, std::span<const Contender> contenders,
                                      std::size_t points, int rounds);

// The geometric mean of how many times faster `a` is than `b`, over all layers and points; 0 where one is missing.
double SpeedUp(std::span<const LocateCell> cells, std::string_view a, std::string_view b);

}  // namespace wangge::bench
