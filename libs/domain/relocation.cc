#include "domain/relocation.h"

#include <algorithm>
#include <string_view>

namespace wangge::domain {
namespace {

const Placement* PlacementIn(const Location& location, std::string_view layer) {
  const auto found = std::ranges::find(location.placements, layer, &Placement::layer);
  return found == location.placements.end() ? nullptr : &*found;
}

PlaceChange ChangeIn(const Location& before, const Placement& found) {
  const Placement* was = PlacementIn(before, found.layer);
  if (found.matches > 1 && (was == nullptr || was->matches <= 1)) return PlaceChange::kAmbiguous;
  return was != nullptr && was->code == found.code ? PlaceChange::kNone : PlaceChange::kMoved;
}

}  // namespace

PlaceChange ChangeOfPlace(const Location& before, const Location& found) {
  PlaceChange change = PlaceChange::kNone;
  for (const Placement& placement : found.placements) change = std::max(change, ChangeIn(before, placement));
  for (const Gap& gap : found.gaps) {
    if (PlacementIn(before, gap.layer) != nullptr) change = PlaceChange::kOrphaned;
  }
  return change;
}

}  // namespace wangge::domain
