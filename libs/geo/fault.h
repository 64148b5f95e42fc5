// What can be wrong with a layer, and how much of it a layer bears. Plain values, pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "geo/code_scheme.h"
#include "geo/layer_source.h"

namespace wangge::geo {

enum class FaultKind : std::uint8_t {
  kUnclosedRing,      // it does not end where it began
  kSelfCrossing,      // an outline crosses itself, or rings of one polygon cross
  kSelfTouching,      // a ring meets itself in a point, or runs back along itself
  kCollapsed,         // a ring without any area
  kReversed,          // an outer ring that runs clockwise, a hole that runs counterclockwise (RFC 7946 section 3.1.6)
  kInvalidPolygon,    // rings that fit together in another wrong way, e.g. a hole outside of its outer ring
  kPartsOverlap,      // parts of one cell overlap or share an edge
  kNoArea,            // a feature of which no cell can be made
  kRepeatedCode,      // several features have the code; they become one cell
  kDuplicateOutline,  // the same outer ring twice, in one cell or in two
  kOverlap,           // a piece of land in several cells
  kGap,               // a piece of land in no cell that several cells enclose
  kHole,              // a piece of land in no cell that one cell alone encloses
  kMalformedCode,     // it fits none of the schemes of the layer
  kOrphanCode,        // the code of its parent is not among the parents
  kTooSmall,
  kTooLarge,
  kCrossesParent,  // a part of the cell lies outside of its parent
};

// "self_crossing" ...; the names under which rules and outputs have them.
std::string_view NameOf(FaultKind kind);
std::optional<FaultKind> FaultKindNamed(std::string_view name);
// Whether it is measured in m², so that a tolerance in m² means something.
bool HasArea(FaultKind kind);
// Whether BuildLayer mends it, by itself and with a finding. The others need another file.
bool IsMended(FaultKind kind);

struct Fault {
  FaultKind kind{};
  std::vector<std::string> codes{};           // of the cells concerned; of kCrossesParent the cell, then its parent
  std::optional<std::size_t> feature{};       // from 0
  std::optional<std::size_t> ring{};          // within the feature, from 0, through all of its polygons
  std::optional<LonLat> place{};              // in the land, or on the outline where it is at fault
  std::optional<double> m2{};                 // of the land; of kTooSmall and kTooLarge that of the cell
  std::optional<double> share{};              // of the cell's land, 0 ..= 1
  std::vector<std::vector<Ring>> polygons{};  // the land, where it is an overlap, gap, hole or lies outside
  std::string text{};                         // what was expected and what came
};

// What one layer demands of its cells. What it does not name is told and borne.
struct LayerRule {
  std::string layer{};
  std::vector<CodeScheme> schemes{};    // a code fits one of them; none: codes are free
  std::string parent_part{};            // a code up to the end of this part is that of its parent; empty: no parent
  std::optional<double> cell_m2_min{};  // of a cell
  std::optional<double> cell_m2_max{};
  std::map<FaultKind, double> refused{};  // at and above nothing, or where HasArea: above so many m²

  bool Refuses(const Fault& fault) const;
  // The code of the parent of a cell; none: there is none, or the code fits no scheme.
  std::optional<std::string> ParentOf(std::string_view code) const;
};

// For a layer without a rule of its own: land in two cells or in none above 1 m², land outside of the parent above
// 1 m², and outlines that mean no area or another one than they show.
LayerRule StrictRule();

}  // namespace wangge::geo
