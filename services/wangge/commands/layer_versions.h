// The versions of a layer that a state holds, or a server: in force or not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "geo/layer_source.h"
#include "services/grid/code_history.h"
#include "services/wangge/client/connection.h"

namespace wangge::commands {

struct LayerVersions {
  std::string layer{};
  std::string place{};                         // of which state or server, for what is told
  std::vector<grid::LayerVersion> versions{};  // oldest first; empty: there is no such layer
  grid::ReadLayerBody read{};                  // keeps what it reads from open
};

absl::StatusOr<LayerVersions> VersionsInState(const std::string& state, const std::string& layer);
// For who administers the city.
absl::StatusOr<LayerVersions> VersionsOnServer(const client::Access& access, const std::string& layer);

// NOT_FOUND tells which versions there are.
absl::StatusOr<geo::LayerSource> ReadLayerVersion(const LayerVersions& versions, std::uint64_t number);

}  // namespace wangge::commands
