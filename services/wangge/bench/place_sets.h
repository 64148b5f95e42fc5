// Layers and points to measure point location with: real ones, where the folder of real records is there, and generated
// ones. The same in every run. Not thread-safe.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/position.h"
#include "geo/build/snap_rounding.h"
#include "geo/lattice.h"
#include "geo/layer_source.h"

namespace wangge::bench {

// A layer as every contender gets it: noded on its lattice. Cell i has codes[i].
struct PlaceLayer {
  std::string name;
  std::vector<std::string> codes;
  std::vector<std::vector<geo::Ring>> outlines;  // degrees, repaired, as written in the file
  geo::Lattice lattice{0, 0, 1};
  geo::NodedEdges edges;
  double noding_s = 0;
};

struct PlacePoints {
  std::string name;  // uniform: anywhere in the extent; clustered: around few places; adversarial: on corners, on edges
                     // and within a unit of 1e-7 degree of them
  std::vector<Position> points;
};

// The names of layers that MakePlaceLayer knows; those of real ones first.
std::span<const std::string_view> PlaceLayerNames();

// NOT_FOUND: `name` is of a real layer and `data_dir` has not its file. INVALID_ARGUMENT: no such name.
absl::StatusOr<PlaceLayer> MakePlaceLayer(std::string_view name, const std::string& data_dir);

// The generated layer of 20,000 unit grids as a file would give it.
geo::LayerSource UnitGrids();

// Around forty places of a layer, as reports are.
std::vector<Position> ClusteredPoints(const geo::LayerSource& layer, std::size_t count);

std::vector<PlacePoints> MakePlacePoints(const PlaceLayer& layer, std::size_t count);

}  // namespace wangge::bench
