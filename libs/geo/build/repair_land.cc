#include "geo/build/repair_land.h"

#include <algorithm>
#include <map>
#include <span>

#include "base/status/text.h"
#include "geo/build/overlay.h"

namespace wangge::geo {
namespace {

std::vector<Ring> RingsOf(const SourceCell& cell) {
  std::vector<Ring> rings;
  for (const SourcePolygon& polygon : cell.polygons) {
    rings.insert(rings.end(), polygon.rings.begin(), polygon.rings.end());
  }
  return rings;
}

absl::Status Measure(const std::vector<Ring>& before, const std::vector<Ring>& after, RepairedCell& cell) {
  if (before.empty() && after.empty()) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const Overlay overlay, Overlay::Of(std::span(&before, 1), std::span(&after, 1)));
  for (std::uint32_t face = 1; face < overlay.arrangement().faces().size(); ++face) {
    const double m2 = overlay.arrangement().faces()[face].m2;
    const Overlay::Cells at = overlay.CellsOf(face);
    if (!at.first.empty()) cell.before_m2 += m2;
    if (!at.second.empty()) cell.after_m2 += m2;
    if (at.first.empty() && !at.second.empty()) cell.added_m2 += m2;
    if (!at.first.empty() && at.second.empty()) cell.removed_m2 += m2;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<RepairedCell>> RepairedLand(const LayerSource& source, const CleanCells& clean) {
  std::map<std::string, RepairedCell> by_code;
  for (const Finding& finding : clean.findings) {
    RepairedCell& cell = by_code[finding.code];
    cell.code = finding.code;
    cell.reasons.push_back(finding.reason + "; " + finding.action);
  }
  for (const SourceCell& cell : source.cells) {
    const auto found = by_code.find(cell.code);
    if (found == by_code.end()) continue;
    const auto after = std::ranges::lower_bound(clean.codes, cell.code);
    const bool is_left = after != clean.codes.end() && *after == cell.code;
    WANGGE_RETURN_IF_ERROR(
        Measure(RingsOf(cell),
                is_left ? clean.outlines[static_cast<std::size_t>(after - clean.codes.begin())] : std::vector<Ring>{},
                found->second));
  }
  std::vector<RepairedCell> cells;
  for (auto& [code, cell] : by_code) cells.push_back(std::move(cell));
  return cells;
}

}  // namespace wangge::geo
