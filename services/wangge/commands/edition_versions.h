// The versions of an edition that a state holds, or a server: in force or not.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/editions.h"
#include "geo/layer_source.h"
#include "services/grid/code_history.h"
#include "services/wangge/client/connection.h"

namespace wangge::commands {

struct EditionVersions {
  domain::EditionKind kind{};
  std::string name{};
  std::string place{};                         // of which state or server, for what is told
  std::vector<grid::LayerVersion> versions{};  // oldest first; empty: there is no such edition
  grid::ReadLayerBody read{};                  // keeps what it reads from open
};

absl::StatusOr<EditionVersions> VersionsInState(const std::string& state, domain::EditionKind kind,
                                                const std::string& name);
// For who administers the city.
absl::StatusOr<EditionVersions> VersionsOnServer(const client::Access& access, domain::EditionKind kind,
                                                 const std::string& name);

// INVALID_ARGUMENT (usage): no number.
absl::StatusOr<std::uint64_t> ParseVersion(const std::string& text);

// The body of a version. NOT_FOUND tells which there are; DATA_LOSS: the body is missing.
absl::StatusOr<std::string> ReadVersion(const EditionVersions& versions, std::uint64_t number);
// The same, of a layer.
absl::StatusOr<geo::LayerSource> ReadLayerVersion(const EditionVersions& versions, std::uint64_t number);

}  // namespace wangge::commands
