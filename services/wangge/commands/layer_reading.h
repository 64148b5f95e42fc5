// Layers and rules for the commands that judge layers: the one place where these read files.
#pragma once

#include <cstdint>
#include <optional>
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

// Version `version` of the layer `name` in a state, whether it is in force or was. NOT_FOUND tells which there are.
absl::StatusOr<geo::LayerSource> ReadLayerVersion(const std::string& state, const std::string& name,
                                                  std::uint64_t version);

// The rule of `layer` in a file of layer_rules.proto. `layer` empty: the only one of the file. INVALID_ARGUMENT tells
// which there are.
absl::StatusOr<geo::LayerRule> ReadLayerRule(const std::string& file, const std::string& layer);

}  // namespace wangge::commands
