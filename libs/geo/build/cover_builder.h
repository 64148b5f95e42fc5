// Builds a cover index (geo/cover_index.h) from the noded edges of a layer. The image is the same, byte by byte,
// whenever and wherever it is built. Thread-safe; nothing throws.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "geo/build/snap_rounding.h"
#include "geo/cover_index.h"
#include "geo/lattice.h"

namespace wangge::geo {

struct CoverOptions {
  // Above it, coarser squares and longer leaves are tried until the image fits or cannot get smaller.
  std::size_t bytes_max = kIndexBytesDefault;
};

// `edges` are of `cells` cells on `lattice`. RESOURCE_EXHAUSTED: not even the coarsest image keeps within 4 GB.
// INTERNAL: the edges contradict each other (a fault of ours, found rather than answered from).
absl::StatusOr<CoverImage> BuildCover(const Lattice& lattice, const NodedEdges& edges, std::uint32_t cells,
                                      const CoverOptions& options = {});

}  // namespace wangge::geo
