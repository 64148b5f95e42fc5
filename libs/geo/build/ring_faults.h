// What is wrong with the rings of a file before anything is repaired: rings that cross or touch themselves, have no
// area, run the wrong way round, or stand twice. Exact, in 1/256 of a lattice unit (some 4 um): what is closer counts
// as touching. Pure, thread-safe. About n log n for n points whose edges are spread out; what crosses itself n² times
// is told n² times.
#pragma once

#include <vector>

#include "geo/fault.h"
#include "geo/layer_source.h"

namespace wangge::geo {

// In the order of the cells and their rings. What the reader of the file mended before (unclosed rings, rings of too
// few points) is in source.findings.
std::vector<Fault> RingFaults(const LayerSource& source);

}  // namespace wangge::geo
