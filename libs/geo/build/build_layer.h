// Makes a layer from the cells of a file: repairs them, sorts them by code and indexes them. Thread-safe; nothing
// throws. About 0.1 ms a cell of twenty edges.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/digest/sha256.h"
#include "geo/build/snap_rounding.h"
#include "geo/lattice.h"
#include "geo/layer.h"
#include "geo/layer_source.h"

namespace wangge::geo {

// Where the cover index of a layer lies between two starts of a program.
struct KeptIndex {
  std::string file{};  // in a folder that is there
  Hash body{};         // SHA-256 of the layer as it was written
  // Why the file is not used, so that the index is built and the file replaced, or why it could not be written. Not
  // called where there is no file yet.
  std::function<void(const absl::Status&)> on_fault{};
};

// INVALID_ARGUMENT: a name, key or datum that LayerOptions does not allow, an edge over the 180th meridian (more than
// 180 degrees long), or no cell that can be built.
// Findings are added to those of `source`, in the order of features: a polygon whose rings touch or cross themselves
// (repaired, with the place), parts of one cell that overlap or share an edge (joined), a part without any area
// (dropped), a cell of which nothing is left (kept out).
//
// With `kept` the index comes from its file, which takes about a hundredth of the time; an index that does not fit the
// layer is never used. Nothing is kept of the index of GEOS.
absl::StatusOr<std::shared_ptr<const Layer>> BuildLayer(LayerOptions options, LayerSource source,
                                                        const KeptIndex* kept = nullptr);

// INVALID_ARGUMENT: another datum than a layer may have.
absl::Status CheckDatum(const std::string& datum);

// The steps of BuildLayer, for those who measure them one by one.

// Cell i has codes[i], sorted by byte, and the rings outlines[i], closed.
struct CleanCells {
  std::vector<std::string> codes;
  std::vector<std::vector<Ring>> outlines;
  std::vector<Finding> findings;
};
// Errors and findings as BuildLayer has them.
absl::StatusOr<CleanCells> CleanUp(LayerSource source);

Box ExtentOf(std::span<const std::vector<Ring>> outlines);
NodedEdges Node(const Lattice& lattice, std::span<const std::vector<Ring>> outlines);

}  // namespace wangge::geo
