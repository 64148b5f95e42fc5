#include "geo/build/layer_check.h"

#include <algorithm>
#include <cstdio>
#include <set>
#include <string>
#include <utility>

#include "base/status/text.h"
#include "geo/build/arrangement.h"
#include "geo/build/build_layer.h"
#include "geo/build/parent_faults.h"
#include "geo/build/ring_faults.h"

namespace wangge::geo {
namespace {

std::string Rounded(double m2) {
  char text[40];
  std::snprintf(text, sizeof(text), "%.3f m²", m2);
  return text;
}

// What the reader of the file and the repair found, as faults. `known` are faults of the rings.
std::vector<Fault> FaultsOf(const std::vector<Finding>& findings, const std::vector<Fault>& known) {
  std::set<std::pair<std::size_t, FaultKind>> told;
  for (const Fault& fault : known) told.insert({fault.feature.value_or(0), fault.kind});
  const auto is_told = [&](const Finding& finding, FaultKind kind) { return told.contains({finding.feature, kind}); };
  std::vector<Fault> faults;
  for (const Finding& finding : findings) {
    FaultKind kind = FaultKind::kInvalidPolygon;
    if (finding.action == "closed") {
      kind = FaultKind::kUnclosedRing;
    } else if (finding.action == "dropped") {
      kind = FaultKind::kCollapsed;
      if (!finding.at.has_value() && is_told(finding, kind)) continue;  // the repair's word for a ring told already
    } else if (finding.action == "kept out" || finding.action == "skipped") {
      kind = FaultKind::kNoArea;
    } else if (finding.action == "merged") {
      kind = FaultKind::kRepeatedCode;
    } else if (finding.action == "joined") {
      kind = FaultKind::kPartsOverlap;
    } else if (is_told(finding, FaultKind::kSelfCrossing) || is_told(finding, FaultKind::kSelfTouching) ||
               is_told(finding, FaultKind::kCollapsed)) {
      continue;  // the repair names one place of those that are told already
    }
    faults.push_back({.kind = kind,
                      .codes = {finding.code},
                      .feature = finding.feature,
                      .ring = finding.ring,
                      .place = finding.at,
                      .text = finding.reason});
  }
  return faults;
}

class LandFaults {
 public:
  LandFaults(const Arrangement& arrangement, const std::vector<std::string>& codes)
      : arrangement_(arrangement), codes_(codes), cell_m2_(codes.size()), largest_(codes.size()) {}

  void Find(LayerCheck& check) {
    for (std::uint32_t face = 1; face < arrangement_.faces().size(); ++face) {
      const std::vector<std::uint32_t> cells = arrangement_.CellsOf(face);
      const double m2 = arrangement_.faces()[face].m2;
      for (const std::uint32_t cell : cells) {
        cell_m2_[cell] += m2;
        if (largest_[cell] == 0 || m2 > arrangement_.faces()[largest_[cell]].m2) largest_[cell] = face;
      }
      if (!cells.empty()) check.m2 += m2;
      if (cells.size() > 1) {
        Add(FaultKind::kOverlap, face, cells, "Expected each piece of land in one cell, but this is in several",
            check.faults);
      } else if (cells.empty()) {
        AddGap(face, check.faults);
      }
    }
  }

  void FindSizes(const LayerRule& rule, std::vector<Fault>& faults) const {
    for (std::uint32_t cell = 0; cell < codes_.size(); ++cell) {
      const double m2 = cell_m2_[cell];
      if (largest_[cell] == 0) {
        faults.push_back({.kind = FaultKind::kNoArea,
                          .codes = {codes_[cell]},
                          .text = "Expected a cell with some land, but it is narrower than a millimetre everywhere"});
        continue;
      }
      if (rule.cell_m2_min.has_value() && m2 < *rule.cell_m2_min) {
        AddSize(FaultKind::kTooSmall, cell, "Expected a cell of at least " + Rounded(*rule.cell_m2_min), faults);
      }
      if (rule.cell_m2_max.has_value() && m2 > *rule.cell_m2_max) {
        AddSize(FaultKind::kTooLarge, cell, "Expected a cell of at most " + Rounded(*rule.cell_m2_max), faults);
      }
    }
  }

 private:
  void Add(FaultKind kind, std::uint32_t face, const std::vector<std::uint32_t>& cells, std::string text,
           std::vector<Fault>& faults) const {
    Fault& fault = faults.emplace_back(Fault{.kind = kind,
                                             .place = arrangement_.PlaceIn(face),
                                             .m2 = arrangement_.faces()[face].m2,
                                             .polygons = {arrangement_.RingsOf(face)},
                                             .text = std::move(text)});
    for (const std::uint32_t cell : cells) fault.codes.push_back(codes_[cell]);
  }

  void AddGap(std::uint32_t face, std::vector<Fault>& faults) const {
    std::set<std::uint32_t> around;
    for (const std::uint32_t beyond : arrangement_.NeighboursOf(face)) {
      for (const std::uint32_t cell : arrangement_.CellsOf(beyond)) around.insert(cell);
    }
    const std::vector<std::uint32_t> cells(around.begin(), around.end());
    if (cells.size() > 1) {
      Add(FaultKind::kGap, face, cells, "Expected no land between cells, but this is in none of those around it",
          faults);
    } else {
      Add(FaultKind::kHole, face, cells, "The cell leaves this land out, and no other cell has it", faults);
    }
  }

  void AddSize(FaultKind kind, std::uint32_t cell, std::string expected, std::vector<Fault>& faults) const {
    const double m2 = cell_m2_[cell];
    faults.push_back({.kind = kind,
                      .codes = {codes_[cell]},
                      .place = arrangement_.PlaceIn(largest_[cell]),
                      .m2 = m2,
                      .text = std::move(expected) + ", but it has " + Rounded(m2)});
  }

  const Arrangement& arrangement_;
  const std::vector<std::string>& codes_;
  std::vector<double> cell_m2_;
  std::vector<std::uint32_t> largest_;  // face of each cell; 0: it has none
};

void CheckCodes(const std::vector<std::string>& codes, const LayerRule& rule, std::vector<Fault>& faults) {
  if (rule.schemes.empty()) return;
  std::string expected = "Expected a code of ";
  for (std::size_t i = 0; i < rule.schemes.size(); ++i) {
    expected += (i == 0 ? "" : " or of ") + rule.schemes[i].ToText();
  }
  for (const std::string& code : codes) {
    if (std::ranges::any_of(rule.schemes, [&](const CodeScheme& scheme) { return scheme.Fits(code); })) continue;
    faults.push_back({.kind = FaultKind::kMalformedCode, .codes = {code}, .text = expected + ", but it is another"});
  }
}

}  // namespace

absl::StatusOr<LayerCheck> CheckLayer(LayerSource source, const LayerRule& rule, const LayerSource* parents) {
  LayerCheck check{.faults = RingFaults(source)};
  WANGGE_ASSIGN_OR_RETURN(const CleanCells clean, CleanUp(std::move(source)));
  std::vector<Fault> found = FaultsOf(clean.findings, check.faults);
  std::ranges::move(found, std::back_inserter(check.faults));
  check.cells = clean.codes.size();
  {
    const Lattice lattice = Lattice::Over(ExtentOf(clean.outlines));
    WANGGE_ASSIGN_OR_RETURN(
        const Arrangement arrangement,
        Arrangement::Of(lattice, Node(lattice, clean.outlines), static_cast<std::uint32_t>(clean.codes.size())));
    LandFaults land(arrangement, clean.codes);
    land.Find(check);
    land.FindSizes(rule, check.faults);
  }
  CheckCodes(clean.codes, rule, check.faults);
  if (parents != nullptr) {
    WANGGE_ASSIGN_OR_RETURN(const CleanCells above, CleanUp(*parents));
    WANGGE_RETURN_IF_ERROR(CheckParents(clean, above, rule, check.faults));
  }
  std::ranges::stable_sort(check.faults, [](const Fault& a, const Fault& b) {
    if (a.kind != b.kind) return a.kind < b.kind;
    return HasArea(a.kind) && a.m2 > b.m2;
  });
  return check;
}

}  // namespace wangge::geo
