// A layer held against what is demanded of it: what `layer check` and `layer import` have in common.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/build/layer_check.h"
#include "services/wangge/commands/layer_reading.h"

namespace CLI {
class App;
}

namespace wangge::commands {

// All empty: nothing but what the caller demands anyway.
struct LayerDemands {
  std::string rules{};  // a file of layer_rules.proto
  std::string parents{};
  std::string parents_key{};
};

void AddDemandOptions(CLI::App& command, LayerDemands& demands);

struct Judgement {
  geo::LayerRule rule{};
  geo::LayerCheck check{};

  std::vector<geo::Fault> Refused() const;
};

// By the rule of `name` in the file of the demands, else by `otherwise`. Parents have the datum of the layer.
// Errors of ReadLayer, ReadLayerRule and CheckLayer; --parents without --parents-key is a usage error.
absl::StatusOr<Judgement> JudgeLayer(const LayerInput& layer, const std::string& name, const LayerDemands& demands,
                                     const geo::LayerRule& otherwise);

}  // namespace wangge::commands
