#include "geo/build/parent_faults.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/status/text.h"
#include "geo/build/overlay.h"

namespace wangge::geo {
namespace {

using Parent = std::optional<std::uint32_t>;

std::optional<std::uint32_t> NumberOf(const std::vector<std::string>& sorted, const std::string& code) {
  const auto found = std::ranges::lower_bound(sorted, code);
  if (found == sorted.end() || *found != code) return std::nullopt;
  return static_cast<std::uint32_t>(found - sorted.begin());
}

class ParentCheck {
 public:
  ParentCheck(const CleanCells& cells, const CleanCells& parents, const LayerRule& rule, const Overlay& overlay)
      : cells_(cells), parents_(parents), rule_(rule), overlay_(overlay), parent_of_(cells.codes.size()) {}

  void Check(std::vector<Fault>& faults) {
    std::vector<bool> is_asked(cells_.codes.size(), true);
    if (rule_.parent_part.empty()) {
      FindByLand();
    } else {
      for (std::uint32_t cell = 0; cell < cells_.codes.size(); ++cell) is_asked[cell] = FindByCode(cell, faults);
    }
    FindLand();
    for (const auto& [cell, faces] : outside_) {
      if (is_asked[cell]) AddCrossing(cell, faces, faults);
    }
  }

 private:
  // False: there is no parent whose border could be crossed.
  bool FindByCode(std::uint32_t cell, std::vector<Fault>& faults) {
    const auto code = rule_.ParentOf(cells_.codes[cell]);
    if (!code.has_value()) return false;  // malformed, which is told
    parent_of_[cell] = NumberOf(parents_.codes, *code);
    if (parent_of_[cell].has_value()) return true;
    faults.push_back({.kind = FaultKind::kOrphanCode,
                      .codes = {cells_.codes[cell], *code},
                      .text = "Expected the parent \"" + *code + "\" among the parents, but it is not"});
    return false;
  }

  template <typename Visit>
  void VisitLand(Visit visit) const {
    for (std::uint32_t face = 1; face < overlay_.arrangement().faces().size(); ++face) {
      const Overlay::Cells at = overlay_.CellsOf(face);
      for (const std::uint32_t cell : at.first) visit(face, cell, at.second);
    }
  }

  double M2Of(std::uint32_t face) const { return overlay_.arrangement().faces()[face].m2; }

  // The parent with most of the cell's land; of equal ones that of the lowest code.
  void FindByLand() {
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> common;
    VisitLand([&](std::uint32_t face, std::uint32_t cell, const std::vector<std::uint32_t>& parents) {
      for (const std::uint32_t parent : parents) common[{cell, parent}] += M2Of(face);
    });
    std::vector<double> most(cells_.codes.size());
    for (const auto& [pair, m2] : common) {
      if (m2 <= most[pair.first]) continue;
      most[pair.first] = m2;
      parent_of_[pair.first] = pair.second;
    }
  }

  void FindLand() {
    cell_m2_.resize(cells_.codes.size());
    VisitLand([&](std::uint32_t face, std::uint32_t cell, const std::vector<std::uint32_t>& parents) {
      cell_m2_[cell] += M2Of(face);
      const Parent parent = parent_of_[cell];
      if (!parent.has_value() || !std::ranges::binary_search(parents, *parent)) outside_[cell].push_back(face);
    });
  }

  void AddCrossing(std::uint32_t cell, const std::vector<std::uint32_t>& faces, std::vector<Fault>& faults) const {
    Fault fault{.kind = FaultKind::kCrossesParent, .codes = {cells_.codes[cell]}};
    double m2 = 0;
    std::uint32_t largest = faces.front();
    for (const std::uint32_t face : faces) {
      m2 += M2Of(face);
      if (M2Of(face) > M2Of(largest)) largest = face;
      fault.polygons.push_back(overlay_.arrangement().RingsOf(face));
    }
    fault.place = overlay_.arrangement().PlaceIn(largest);
    fault.m2 = m2;
    fault.share = cell_m2_[cell] > 0 ? m2 / cell_m2_[cell] : 0;
    if (const Parent parent = parent_of_[cell]; parent.has_value()) {
      fault.codes.push_back(parents_.codes[*parent]);
      fault.text = "Expected the cell inside of its parent, but some of its land is outside";
    } else {
      fault.text = "Expected the cell inside of a parent, but none has any of its land";
    }
    faults.push_back(std::move(fault));
  }

  const CleanCells& cells_;
  const CleanCells& parents_;
  const LayerRule& rule_;
  const Overlay& overlay_;
  std::vector<Parent> parent_of_;
  std::vector<double> cell_m2_;
  std::map<std::uint32_t, std::vector<std::uint32_t>> outside_;  // faces of a cell outside of its parent
};

}  // namespace

absl::Status CheckParents(const CleanCells& cells, const CleanCells& parents, const LayerRule& rule,
                          std::vector<Fault>& faults) {
  WANGGE_ASSIGN_OR_RETURN(const Overlay overlay, Overlay::Of(cells.outlines, parents.outlines));
  ParentCheck(cells, parents, rule, overlay).Check(faults);
  return absl::OkStatus();
}

}  // namespace wangge::geo
