// The outlines of all cells of a layer, cut and moved so that they meet only in lattice points.
//
// First, in fine parts: corners within two parts of each other (some 10 um) become one, and an edge that passes a
// corner as closely is led through it. Where files write a border twice, the second time with a corner of a third cell
// on it (a T-junction), both are then the same edges. Then snap rounding (Hobby 1999; Guibas and Marimont 1998): each
// end of an edge and each crossing of two is a hot pixel, the half-open square of one unit around its lattice point,
// and an edge becomes the chain through the middles of the hot pixels that it meets. No edge moves by more than a unit
// or passes to the other side of a corner, and what was one edge stays one: rounding opens no gap and no overlap.
//
// Whole numbers only; the answer does not depend on the order of anything. Pure, thread-safe.
// About n log n for n edges that are spread out; edges that lie on top of each other are compared with each other.
#pragma once

#include <cstdint>
#include <span>

#include "geo/build/edge_set.h"
#include "geo/lattice.h"

namespace wangge::geo {

// One side of the outline of a cell, in any direction.
struct OutlineEdge {
  FinePoint from;
  FinePoint to;
  std::uint32_t cell = 0;
};

using NodedEdges = EdgeSet<LatticeEdge>;

// A cell is what an odd number of its sides parts from the outside. No two edges of the answer meet except in their
// ends.
NodedEdges SnapRound(std::span<const OutlineEdge> outlines);

}  // namespace wangge::geo
