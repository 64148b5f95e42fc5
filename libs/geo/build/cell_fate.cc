#include "geo/build/cell_fate.h"

#include <algorithm>
#include <span>
#include <string>

#include "base/status/text.h"

namespace wangge::geo {
namespace {

std::vector<Box> BoxesOf(const CleanCells& cells) {
  std::vector<Box> boxes;
  boxes.reserve(cells.outlines.size());
  for (const std::vector<Ring>& outline : cells.outlines) boxes.push_back(ExtentOf({&outline, 1}));
  return boxes;
}

void SortOnce(std::vector<std::uint32_t>& cells) {
  std::ranges::sort(cells);
  const auto rest = std::ranges::unique(cells);
  cells.erase(rest.begin(), rest.end());
}

CleanCells Only(const CleanCells& cells, std::span<const std::uint32_t> some) {
  CleanCells only;
  for (const std::uint32_t cell : some) {
    only.codes.push_back(cells.codes[cell]);
    only.outlines.push_back(cells.outlines[cell]);
  }
  return only;
}

}  // namespace

CellFates::Side::Side(const CleanCells& of) : cells(of), boxes(BoxesOf(of)), tree(boxes) {}

CellFates::CellFates(const CleanCells& from, const CleanCells& to) : from_(from), to_(to) {}

absl::StatusOr<CellFate> CellFates::Of(std::uint32_t cell, double same) const {
  // Who may have its land or its code; whose land those may have; and who else may have that.
  const std::string& code = from_.cells.codes[cell];
  std::vector<std::uint32_t> to;
  to_.tree.FindMeeting(from_.boxes[cell], to);
  const auto same_code = std::ranges::lower_bound(to_.cells.codes, code);
  if (same_code != to_.cells.codes.end() && *same_code == code) {
    to.push_back(static_cast<std::uint32_t>(same_code - to_.cells.codes.begin()));
  }
  std::vector<std::uint32_t> from{cell};
  for (const std::uint32_t heir : to) from_.tree.FindMeeting(to_.boxes[heir], from);
  SortOnce(from);
  for (const std::uint32_t origin : from) to_.tree.FindMeeting(from_.boxes[origin], to);
  SortOnce(to);
  WANGGE_ASSIGN_OR_RETURN(const LayerDiff diff, DiffLayers(Only(from_.cells, from), Only(to_.cells, to), same));
  CellFate fate;
  for (const Change& change : diff.changes) {
    if (std::ranges::find(change.from, code) == change.from.end()) continue;
    fate.change = change.kind;
    for (const CommonLand& part : change.land) {
      if (part.from == code) fate.land.push_back(part);
    }
    break;
  }
  return fate;
}

}  // namespace wangge::geo
