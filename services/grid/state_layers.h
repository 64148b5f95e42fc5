// The layers in force as the state itself has them, built from the bodies that it keeps: for what a state node finds
// out about places on its own. Built when first asked for, and again where an activation has changed one. Thread-safe;
// may take seconds: on the reader pool.
#pragma once

#include <memory>
#include <mutex>

#include "absl/status/statusor.h"
#include "engine/state.h"
#include "services/grid/layer_book.h"

namespace wangge::grid {

class StateLayers {
 public:
  explicit StateLayers(const engine::State& state) : state_(state) {}

  // DATA_LOSS: a body is missing or cannot be built.
  absl::StatusOr<std::shared_ptr<const Layers>> InForce();

  // In every layer in force; source and accuracy are the caller's.
  absl::StatusOr<domain::Location> Locate(Position point);

 private:
  const engine::State& state_;
  std::mutex mutex_;
  std::shared_ptr<const Layers> layers_ = std::make_shared<Layers>();
};

}  // namespace wangge::grid
