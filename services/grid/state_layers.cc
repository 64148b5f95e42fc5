#include "services/grid/state_layers.h"

#include <utility>

#include "base/status/text.h"
#include "services/grid/grid_port.h"

namespace wangge::grid {

absl::StatusOr<std::shared_ptr<const Layers>> StateLayers::InForce() {
  const std::lock_guard lock(mutex_);
  const auto editions = state_.editions();
  auto next = std::make_shared<Layers>();
  for (const auto& [key, activation] : editions->activations) {
    const auto& [kind, name] = key;
    if (kind != domain::EditionKind::kLayer) continue;
    const auto built = layers_->find(name);
    if (built != layers_->end() && built->second.layer->version() == activation.version) {
      next->insert(*built);
      continue;
    }
    WANGGE_ASSIGN_OR_RETURN(const auto body, state_.EditionBody(kind, activation.hash));
    if (!body) return DataLoss("Expected the body of layer \"" + name + "\", but it is missing. Restore a backup.");
    WANGGE_ASSIGN_OR_RETURN(BookedLayer booked, LayerOfEdition(name, activation.version, activation.at, *body));
    next->insert_or_assign(name, std::move(booked));
  }
  layers_ = std::move(next);
  return layers_;
}

absl::StatusOr<domain::Location> StateLayers::Locate(Position point) {
  WANGGE_ASSIGN_OR_RETURN(const auto layers, InForce());
  return LocateIn(*layers, {&point, 1}).front();
}

}  // namespace wangge::grid
