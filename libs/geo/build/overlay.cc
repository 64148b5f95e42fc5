#include "geo/build/overlay.h"

#include "base/status/text.h"
#include "geo/build/build_layer.h"

namespace wangge::geo {

absl::StatusOr<Overlay> Overlay::Of(std::span<const std::vector<Ring>> first,
                                    std::span<const std::vector<Ring>> second) {
  std::vector<std::vector<Ring>> both(first.begin(), first.end());
  both.insert(both.end(), second.begin(), second.end());
  const Lattice lattice = Lattice::Over(ExtentOf(both));
  WANGGE_ASSIGN_OR_RETURN(Arrangement arrangement,
                          Arrangement::Of(lattice, Node(lattice, both), static_cast<std::uint32_t>(both.size())));
  return Overlay(std::move(arrangement), static_cast<std::uint32_t>(first.size()));
}

Overlay::Cells Overlay::CellsOf(std::uint32_t face) const {
  Cells cells;
  for (const std::uint32_t cell : arrangement_.CellsOf(face)) {
    if (cell < firsts_) {
      cells.first.push_back(cell);
    } else {
      cells.second.push_back(cell - firsts_);
    }
  }
  return cells;
}

}  // namespace wangge::geo
