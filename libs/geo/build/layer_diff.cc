#include "geo/build/layer_diff.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "base/status/text.h"
#include "geo/build/overlay.h"

namespace wangge::geo {
namespace {

constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();
constexpr double kMost = 0.5;

struct Part {
  std::uint32_t from = kNobody;
  std::uint32_t to = kNobody;
  double m2 = 0;
};

// Cells as of one version: how much land each has, and which parts of it others have.
struct Side {
  explicit Side(const CleanCells& cells) : codes(cells.codes), m2(codes.size()), parts(codes.size()) {}

  const std::vector<std::string>& codes;
  std::vector<double> m2;
  std::vector<std::vector<std::size_t>> parts;  // without slivers
};

class Differ {
 public:
  Differ(const CleanCells& from, const CleanCells& to, double same) : from_(from), to_(to), same_(same) {}

  LayerDiff Diff(const Overlay& overlay) && {
    Measure(overlay);
    Continue();
    std::vector<bool> from_told(from_.codes.size()), to_told(to_.codes.size());
    for (std::uint32_t cell = 0; cell < from_.codes.size(); ++cell) {
      if (heirs_[cell].size() < 2) continue;
      Add(ChangeKind::kSplit, {cell}, heirs_[cell]);
      from_told[cell] = true;
      for (const std::uint32_t heir : heirs_[cell]) to_told[heir] = true;
    }
    for (std::uint32_t cell = 0; cell < to_.codes.size(); ++cell) {
      if (origins_[cell].size() < 2) continue;
      Add(ChangeKind::kMerged, origins_[cell], {cell});
      to_told[cell] = true;
      for (const std::uint32_t origin : origins_[cell]) from_told[origin] = true;
    }
    for (std::uint32_t cell = 0; cell < from_.codes.size(); ++cell) {
      if (from_told[cell]) continue;
      const std::uint32_t heir = HeirOf(cell, to_told);
      if (heir == kNobody) {
        Add(ChangeKind::kVanished, {cell}, {});
      } else {
        AddPair(cell, heir);
        to_told[heir] = true;
      }
    }
    for (std::uint32_t cell = 0; cell < to_.codes.size(); ++cell) {
      if (!to_told[cell]) Add(ChangeKind::kNew, {}, {cell});
    }
    std::ranges::stable_sort(diff_.changes, [](const Change& a, const Change& b) {
      return std::tie(a.kind, a.from, a.to) < std::tie(b.kind, b.from, b.to);
    });
    return std::move(diff_);
  }

 private:
  void Measure(const Overlay& overlay) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> common;
    const auto faces = overlay.arrangement().faces();
    for (std::uint32_t face = 1; face < faces.size(); ++face) {
      const Overlay::Cells at = overlay.CellsOf(face);
      const std::uint32_t from = at.first.empty() ? kNobody : at.first.front();
      const std::uint32_t to = at.second.empty() ? kNobody : at.second.front();
      const double m2 = faces[face].m2;
      if (from != kNobody) from_.m2[from] += m2;
      if (to != kNobody) to_.m2[to] += m2;
      if (from != kNobody) diff_.from_m2 += m2;
      if (to != kNobody) diff_.to_m2 += m2;
      if (from != kNobody && to != kNobody) diff_.common_m2 += m2;
      if (from != kNobody || to != kNobody) common[{from, to}] += m2;
    }
    for (const auto& [pair, m2] : common) {
      const Part part{.from = pair.first, .to = pair.second, .m2 = m2};
      if (ShareOfFrom(part) <= same_ && ShareOfTo(part) <= same_) {
        diff_.sliver_m2 += m2;
        continue;
      }
      if (part.from != kNobody) from_.parts[part.from].push_back(parts_.size());
      if (part.to != kNobody) to_.parts[part.to].push_back(parts_.size());
      parts_.push_back(part);
    }
  }

  // Of nobody's land it is no share at all.
  double ShareOfFrom(const Part& part) const {
    return part.from == kNobody || from_.m2[part.from] <= 0 ? 0 : part.m2 / from_.m2[part.from];
  }
  double ShareOfTo(const Part& part) const {
    return part.to == kNobody || to_.m2[part.to] <= 0 ? 0 : part.m2 / to_.m2[part.to];
  }

  void Continue() {
    heirs_.resize(from_.codes.size());
    origins_.resize(to_.codes.size());
    for (const Part& part : parts_) {
      if (part.from == kNobody || part.to == kNobody) continue;
      if (ShareOfFrom(part) <= kMost && ShareOfTo(part) <= kMost) continue;
      heirs_[part.from].push_back(part.to);
      origins_[part.to].push_back(part.from);
    }
  }

  // In which cell one goes on that is neither split nor merged: by land, else by its code.
  std::uint32_t HeirOf(std::uint32_t cell, const std::vector<bool>& to_told) const {
    if (!heirs_[cell].empty()) return heirs_[cell].front();
    const auto found = std::ranges::lower_bound(to_.codes, from_.codes[cell]);
    if (found == to_.codes.end() || *found != from_.codes[cell]) return kNobody;
    const auto same_code = static_cast<std::uint32_t>(found - to_.codes.begin());
    return to_told[same_code] || !origins_[same_code].empty() ? kNobody : same_code;
  }

  void AddPair(std::uint32_t from, std::uint32_t to) {
    double common = 0;
    for (const std::size_t i : from_.parts[from]) {
      if (parts_[i].to == to) common = parts_[i].m2;
    }
    const bool is_same_code = from_.codes[from] == to_.codes[to];
    if (common >= (1 - same_) * from_.m2[from] && common >= (1 - same_) * to_.m2[to]) {
      if (is_same_code) {
        ++diff_.unchanged;
      } else {
        Add(ChangeKind::kRenamed, {from}, {to});
      }
      return;
    }
    Add(ChangeKind::kMoved, {from}, {to});
    diff_.changes.back().renamed = !is_same_code;
  }

  void Add(ChangeKind kind, const std::vector<std::uint32_t>& from, const std::vector<std::uint32_t>& to) {
    Change change{.kind = kind};
    std::vector<std::size_t> parts;
    const auto take = [&parts](const Side& side, std::uint32_t cell, std::vector<std::string>& codes) {
      codes.push_back(side.codes[cell]);
      parts.insert(parts.end(), side.parts[cell].begin(), side.parts[cell].end());
    };
    for (const std::uint32_t cell : from) take(from_, cell, change.from);
    for (const std::uint32_t cell : to) take(to_, cell, change.to);
    std::ranges::sort(change.from);
    std::ranges::sort(change.to);
    std::ranges::sort(parts);
    const auto rest = std::ranges::unique(parts);
    parts.erase(rest.begin(), rest.end());
    std::ranges::stable_sort(parts, std::ranges::greater{}, [&](std::size_t i) { return parts_[i].m2; });
    for (const std::size_t i : parts) {
      const Part& part = parts_[i];
      change.land.push_back({.from = part.from == kNobody ? "" : from_.codes[part.from],
                             .to = part.to == kNobody ? "" : to_.codes[part.to],
                             .m2 = part.m2,
                             .share_from = ShareOfFrom(part),
                             .share_to = ShareOfTo(part)});
    }
    diff_.changes.push_back(std::move(change));
  }

  Side from_;
  Side to_;
  double same_;
  std::vector<Part> parts_;
  std::vector<std::vector<std::uint32_t>> heirs_;    // of a cell of the first version: in which it continues
  std::vector<std::vector<std::uint32_t>> origins_;  // of a cell of the second: which it continues
  LayerDiff diff_;
};

}  // namespace

std::string_view NameOf(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kSplit:
      return "split";
    case ChangeKind::kMerged:
      return "merged";
    case ChangeKind::kMoved:
      return "moved";
    case ChangeKind::kRenamed:
      return "renamed";
    case ChangeKind::kVanished:
      return "vanished";
    case ChangeKind::kNew:
      return "new";
  }
  return "unknown";
}

absl::StatusOr<LayerDiff> DiffLayers(const CleanCells& from, const CleanCells& to, double same) {
  WANGGE_ASSIGN_OR_RETURN(const Overlay overlay, Overlay::Of(from.outlines, to.outlines));
  return Differ(from, to, same).Diff(overlay);
}

}  // namespace wangge::geo
