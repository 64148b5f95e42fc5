// Points of an old version of a layer, assigned anew under the next one. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace wangge::bench {

struct ReassignRun {
  std::size_t points = 10'000'000;
  int rounds = 5;
  bool json = false;
};

struct ReassignResult {
  std::uint64_t kept = 0;      // in a cell of the same code
  std::uint64_t moved = 0;     // in a cell of another code
  std::uint64_t orphaned = 0;  // were in a cell, and are in none
  std::uint64_t placed = 0;    // were in none, and are in a cell
  std::uint64_t nowhere = 0;   // in none before and after
  std::size_t cells_before = 0;
  std::size_t cells_after = 0;
  double build_s = 0;             // the layer of the next version from its outlines
  double reassign_s = 0;          // the median of the rounds; one thread
  double reassign_cpu_s = 0;      // of the processor, in the same rounds: what others on the machine do not change
  std::uint64_t peak_before = 0;  // bytes of memory that the process had at most before the next version was built
  std::uint64_t peak = 0;         // and at all
};

// The generated 20,000 unit grids. In the next version one cell in forty is cut in two under codes of their own, one
// takes in its neighbour, one has a corner elsewhere, and one in four hundred is gone. Points and both codes of each
// lie in memory.
absl::StatusOr<ReassignResult> Reassign(const ReassignRun& run);

// The same, told: one line.
absl::Status RunReassign(const ReassignRun& run);

}  // namespace wangge::bench
