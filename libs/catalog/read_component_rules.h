// Includes protobuf: for sources of this library.
#pragma once

#include "absl/status/statusor.h"
#include "catalog/component_rules.h"
#include "catalog/text_node.h"
#include "wangge/config/v1/system.pb.h"

namespace wangge::catalog {

// INVALID_ARGUMENT at the field that is missing, malformed or twice.
absl::StatusOr<ComponentRules> ReadComponentRules(const TextNode& node, const config::v1::Components& text);

}  // namespace wangge::catalog
