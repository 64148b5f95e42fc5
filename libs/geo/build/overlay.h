// Two divisions of the plane laid over each other: the pieces of land, each with its cells of both. Immutable,
// thread-safe; nothing throws. n log n for n edges.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/build/arrangement.h"

namespace wangge::geo {

class Overlay {
 public:
  // Outlines as CleanUp gives them. Both are noded together, so that a border that both have is one border. INTERNAL as
  // Arrangement::Of.
  static absl::StatusOr<Overlay> Of(std::span<const std::vector<Ring>> first,
                                    std::span<const std::vector<Ring>> second);

  const Arrangement& arrangement() const { return arrangement_; }

  // The cells of each division that cover a face, in ascending order.
  struct Cells {
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> second;
  };
  Cells CellsOf(std::uint32_t face) const;

 private:
  Overlay(Arrangement arrangement, std::uint32_t firsts) : arrangement_(std::move(arrangement)), firsts_(firsts) {}

  Arrangement arrangement_;
  std::uint32_t firsts_;  // cells of the first division
};

}  // namespace wangge::geo
