// What became of the cells of one version of a layer in another, judged by land, from the overlay of both. Pure,
// thread-safe; nothing throws. n log n for n edges.
//
// Each piece of land counts for one cell of a version, as Locate answers: of several, which overlap, the lowest code.
// What two versions have in common is measured on the ellipsoid (area.h). Two cells have *the same land* when the part
// that they do not share is at most `same` of each of them; a part that is at most `same` of both of its cells is a
// sliver of redrawn borders, and counts for nothing but the sum of slivers. A cell *continues* in the cell of the other
// version that has more than half of its land, or of whose land it has more than half.
//
//   split     one cell continues in several
//   merged    several cells continue in one
//   moved     one continues in one, or has the same code, and the land differs; `renamed` when the code does too
//   renamed   one continues in one: another code, the same land ("a village becomes a community")
//   vanished  a cell that continues in none: its land is nobody's, or in small parts of others
//   new       a cell that continues none
//
// Two cells that swap their codes are renamed, each.
//
// A cell of a wide reform may be in a split and in a merger; every cell that is not in one of the lists is unchanged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/build/build_layer.h"

namespace wangge::geo {

inline constexpr double kSameLandShare = 0.001;  // a metre of border of a cell of 500 m by 500 m is twice as much

enum class ChangeKind : std::uint8_t { kSplit, kMerged, kMoved, kRenamed, kVanished, kNew };
std::string_view NameOf(ChangeKind kind);  // "split" ...

// Land that a cell of the first version and one of the second have in common.
struct CommonLand {
  std::string from;  // empty: in no cell of the first version
  std::string to;
  double m2 = 0;
  double share_from = 0;  // of the cell `from`, 0 ..= 1; 0 where there is none
  double share_to = 0;
};

struct Change {
  ChangeKind kind{};
  std::vector<std::string> from{};  // codes, sorted; empty when kNew
  std::vector<std::string> to{};    // empty when kVanished
  bool renamed = false;             // of kMoved: and has another code
  std::vector<CommonLand> land{};   // of its cells with any cell, without slivers; the largest first
};

struct LayerDiff {
  std::vector<Change> changes{};  // by kind, then by the first code
  std::size_t unchanged = 0;      // cells with the same code and the same land
  double from_m2 = 0;             // of the land of each version
  double to_m2 = 0;
  double common_m2 = 0;  // in some cell of both
  double sliver_m2 = 0;  // of parts that count for nothing
};

// `same` from 0 below 0.5. INTERNAL as Overlay::Of.
absl::StatusOr<LayerDiff> DiffLayers(const CleanCells& from, const CleanCells& to, double same = kSameLandShare);

}  // namespace wangge::geo
