// What became of single cells of one version of a layer in another: as the whole comparison of both (layer_diff.h)
// tells it, from the cells around each alone. Keeps boxes of both versions, which outlive it. Immutable, thread-safe;
// nothing throws.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/box_tree.h"
#include "geo/build/build_layer.h"
#include "geo/build/layer_diff.h"

namespace wangge::geo {

struct CellFate {
  // Of several changes that it is in, the first in the order of ChangeKind. Absent: the same code and the same land.
  std::optional<ChangeKind> change{};
  // Its land with each cell of the other version and with none, without slivers; the largest first. Empty where it is
  // unchanged.
  std::vector<CommonLand> land{};
};

class CellFates {
 public:
  // About 1 us a cell.
  CellFates(const CleanCells& from, const CleanCells& to);

  // Of cell `cell` of the first version, as DiffLayers has it: always where no cells of one version overlap; where some
  // do, what lies two cells away is not looked at. n log n for the n edges of those around it. INTERNAL as Overlay::Of.
  absl::StatusOr<CellFate> Of(std::uint32_t cell, double same = kSameLandShare) const;

 private:
  struct Side {
    explicit Side(const CleanCells& of);

    const CleanCells& cells;
    std::vector<Box> boxes;
    BoxTree tree;
  };

  Side from_;
  Side to_;
};

}  // namespace wangge::geo
