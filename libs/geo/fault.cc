#include "geo/fault.h"

#include <algorithm>

namespace wangge::geo {
namespace {

struct Kind {
  FaultKind kind;
  std::string_view name;
  bool has_area = false;
  bool is_mended = false;
};

constexpr Kind kKinds[] = {
    {FaultKind::kUnclosedRing, "unclosed_ring", false, true},
    {FaultKind::kSelfCrossing, "self_crossing", false, true},
    {FaultKind::kSelfTouching, "self_touching", false, true},
    {FaultKind::kCollapsed, "collapsed", false, true},
    {FaultKind::kReversed, "reversed", false, true},
    {FaultKind::kInvalidPolygon, "invalid_polygon", false, true},
    {FaultKind::kPartsOverlap, "parts_overlap", false, true},
    {FaultKind::kNoArea, "no_area", false, true},
    {FaultKind::kRepeatedCode, "repeated_code", false, true},
    {FaultKind::kDuplicateOutline, "duplicate_outline"},
    {FaultKind::kOverlap, "overlap", true},
    {FaultKind::kGap, "gap", true},
    {FaultKind::kHole, "hole", true},
    {FaultKind::kMalformedCode, "malformed_code"},
    {FaultKind::kOrphanCode, "orphan_code"},
    {FaultKind::kTooSmall, "too_small"},
    {FaultKind::kTooLarge, "too_large"},
    {FaultKind::kCrossesParent, "crosses_parent", true},
};

const Kind& Of(FaultKind kind) { return *std::ranges::find(kKinds, kind, &Kind::kind); }

}  // namespace

std::string_view NameOf(FaultKind kind) { return Of(kind).name; }

std::optional<FaultKind> FaultKindNamed(std::string_view name) {
  const auto* const found = std::ranges::find(kKinds, name, &Kind::name);
  return found == std::end(kKinds) ? std::nullopt : std::optional(found->kind);
}

bool HasArea(FaultKind kind) { return Of(kind).has_area; }
bool IsMended(FaultKind kind) { return Of(kind).is_mended; }

bool LayerRule::Refuses(const Fault& fault) const {
  const auto found = refused.find(fault.kind);
  if (found == refused.end()) return false;
  return !HasArea(fault.kind) || fault.m2.value_or(0) > found->second;
}

std::optional<std::string> LayerRule::ParentOf(std::string_view code) const {
  if (parent_part.empty()) return std::nullopt;
  for (const CodeScheme& scheme : schemes) {
    const auto digits = scheme.DigitsTo(parent_part);
    if (digits.has_value() && scheme.Fits(code)) return std::string(code.substr(0, *digits));
  }
  return std::nullopt;
}

LayerRule StrictRule() {
  constexpr double kLandM2Max = 1;
  return {.refused = {{FaultKind::kUnclosedRing, 0},
                      {FaultKind::kSelfCrossing, 0},
                      {FaultKind::kCollapsed, 0},
                      {FaultKind::kInvalidPolygon, 0},
                      {FaultKind::kPartsOverlap, 0},
                      {FaultKind::kNoArea, 0},
                      {FaultKind::kDuplicateOutline, 0},
                      {FaultKind::kOverlap, kLandM2Max},
                      {FaultKind::kGap, kLandM2Max},
                      {FaultKind::kOrphanCode, 0},
                      {FaultKind::kMalformedCode, 0},
                      {FaultKind::kTooSmall, 0},
                      {FaultKind::kTooLarge, 0},
                      {FaultKind::kCrossesParent, kLandM2Max}}};
}

}  // namespace wangge::geo
