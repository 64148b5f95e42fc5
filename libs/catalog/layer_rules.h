// What the cells of each layer must be like (config/layers). Immutable value; pure; thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "geo/fault.h"

namespace wangge::catalog {

using LayerRules = std::map<std::string, geo::LayerRule, std::less<>>;  // by layer

// Message LayerRules (layer_rules.proto). INVALID_ARGUMENT "file:line:column: ...": also for a scheme or fault that
// there is none of, a part that a scheme does not have, a tolerance in m² of what has no land, a minimum above the
// maximum.
absl::StatusOr<LayerRules> LoadLayerRules(std::string_view body, std::string_view file_name);

}  // namespace wangge::catalog
