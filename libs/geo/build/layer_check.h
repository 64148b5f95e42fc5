// Everything that is wrong with a layer, told without changing it. Pure, thread-safe; nothing throws. About n log n for
// n points.
//
// Rings are judged as the file has them (ring_faults.h). Land is judged in the layer that BuildLayer would make of the
// file, repaired and noded: an *overlap* is a face of several cells; a *gap* is a bounded face of no cell that borders
// on several, a *hole* one that borders on one cell alone, which may well be meant. Land between cells that is open to
// the outside is neither: nobody can say where such a layer ends. Areas are in m² on the ellipsoid (area.h).
#pragma once

#include <cstddef>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/fault.h"
#include "geo/layer_source.h"

namespace wangge::geo {

struct LayerCheck {
  std::vector<Fault> faults{};  // by kind; of one kind as they stand in the file, land by descending area
  std::size_t cells = 0;        // that could be made
  double m2 = 0;                // of the land in at least one cell
};

// `parents`: the cells that those of `source` should lie in, e.g. communities; null: not asked. A cell belongs to the
// parent that its code names or, where the rule names no part of the code for it, to the one with most of its land.
//
// INVALID_ARGUMENT: as CleanUp, of either layer: above all, no cell can be made.
absl::StatusOr<LayerCheck> CheckLayer(LayerSource source, const LayerRule& rule, const LayerSource* parents);

}  // namespace wangge::geo
