#include "domain/decide/evidence.h"

#include <map>
#include <string_view>

namespace wangge::domain {

std::string AreaOf(const System& system, const Location& location) {
  if (system.layers.empty()) return {};
  for (const Placement& placement : location.placements) {
    if (placement.layer == system.layers.front()) return placement.code;
  }
  return {};
}

// Evidence is found outside, under the layers as they were then: it must name every layer in force, at its version.
std::optional<Rejection> RefuseOldLayers(const Editions& editions, const System& system, const Location& location) {
  if (!location.position) return std::nullopt;
  std::map<std::string_view, std::uint64_t> versions;
  for (const Placement& placement : location.placements) versions.emplace(placement.layer, placement.version);
  for (const Gap& gap : location.gaps) versions.emplace(gap.layer, gap.version);
  for (const std::string& layer : system.layers) {
    const auto active = editions.activations.find(ActivationKey{EditionKind::kLayer, layer});
    if (active == editions.activations.end()) continue;
    const auto found = versions.find(layer);
    if (found != versions.end() && found->second == active->second.version) continue;
    return Rejection{.kind = RefusalKind::kConflict,
                     .reason = "LAYER_VERSION_CHANGED",
                     .text = "Expected a place found in version " + std::to_string(active->second.version) +
                             " of layer \"" + layer + "\", but it was found in another. Locate the report again.",
                     .details = {{"layer", layer}}};
  }
  return std::nullopt;
}

std::optional<Rejection> RefuseOffEarth(const Location& location) {
  if (!location.position || IsOnEarth(*location.position)) return std::nullopt;
  return Rejection{.kind = RefusalKind::kInvalid,
                   .reason = "POSITION_OUT_OF_RANGE",
                   .text = "Expected longitude -180 to 180 and latitude -90 to 90, but the position lies outside."};
}

}  // namespace wangge::domain
