// Layers and rules for the commands that judge layers: the one place where these read files.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "geo/fault.h"
#include "geo/files/layer_file.h"
#include "geo/layer_source.h"

namespace wangge::commands {

struct LayerInput {
  std::string file{};
  geo::LayerFileOptions reading{};
};

// With what the reader found first. Errors of geo::ReadLayerFile and geo::ParseGeoJson.
absl::StatusOr<geo::LayerSource> ReadLayer(const LayerInput& layer);

// The rule of `layer` in a file of layer_rules.proto. `layer` empty: the only one of the file. INVALID_ARGUMENT tells
// which there are.
absl::StatusOr<geo::LayerRule> ReadLayerRule(const std::string& file, const std::string& layer);

}  // namespace wangge::commands
