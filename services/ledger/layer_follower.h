// What a new version of a layer does to open cases: asked by who brings layers into force, answered by who knows
// places. Thread-safe; may take seconds: on the reader pool.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace wangge::ledger {

class LayerFollower {
 public:
  virtual ~LayerFollower() = default;

  // What the body would do to open cases if it were the layer `name`; nothing is changed.
  virtual absl::StatusOr<std::vector<std::string>> Foretell(const std::string& name, const std::string& body) = 0;

  // Places open cases in the layers in force. How many it moved, and only when that is durable.
  virtual absl::StatusOr<std::size_t> Reassign() = 0;
};

}  // namespace wangge::ledger
