#include "services/track/patrol_rights.h"

#include <algorithm>
#include <vector>

#include "domain/scope.h"
#include "rpc/error.h"
#include "services/ledger/callers.h"

namespace wangge::track {
namespace {

std::vector<std::string> RolesWith(const domain::Roles& roles, bool domain::Role::*right) {
  std::vector<std::string> ids;
  for (const auto& [id, role] : roles) {
    if (role.*right) ids.push_back(id);
  }
  return ids;
}

// Whoever holds it sees the whole city of every system; "*" where they have no common prefix.
std::string AreaRoot(const domain::Editions& editions) {
  std::string root;
  for (const auto& [id, system] : editions.systems.active) {
    const std::string& one = system.body->area_root;
    if (root.empty() || one == root) {
      root = one;
    } else {
      return "*";
    }
  }
  return root;
}

}  // namespace

absl::Status RequirePatrol(const domain::Actor& actor, const domain::Roles& roles) {
  const auto would_do = RolesWith(roles, &domain::Role::patrols);
  if (domain::HasAnyRole(actor, would_do)) return absl::OkStatus();
  return ledger::NotAllowed("go on patrol", actor.roles, roles, would_do);
}

absl::StatusOr<Reach> PresenceReach(const domain::Actor& actor, const domain::Editions& editions) {
  const auto area = domain::AreaWith(actor, *editions.roles, &domain::Role::reads_presence);
  if (area) return Reach{.actor = actor.id, .area = *area, .area_root = AreaRoot(editions)};
  return ledger::NotAllowed("read presence and coverage, of an area", actor.roles, *editions.roles,
                            RolesWith(*editions.roles, &domain::Role::reads_presence));
}

LayerDays LayersOf(const domain::Editions& editions) {
  LayerDays layers;
  for (const auto& [id, system] : editions.systems.active) {
    for (const std::string& layer : system.body->layers) layers.emplace(layer, system.body->local_days.utc_offset());
  }
  return layers;
}

absl::StatusOr<Duration> OffsetOf(const LayerDays& layers, const std::string& layer) {
  const auto found = layers.find(layer);
  if (found != layers.end()) return found->second;
  std::string known;
  for (const auto& [name, offset] : layers) known.append(known.empty() ? "" : ", ").append(name);
  return rpc::MakeError(absl::StatusCode::kNotFound, "LAYER_NOT_FOUND",
                        "Expected a layer in which reports are placed (" + known + "), but \"" + layer + "\" is none.",
                        {{"layer", layer}});
}

}  // namespace wangge::track
