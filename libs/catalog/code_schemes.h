// How codes are put together, as several schemas declare it. Includes protobuf: for sources of this library.
#pragma once

#include "absl/status/statusor.h"
#include "catalog/text_node.h"
#include "geo/code_scheme.h"
#include "wangge/config/v1/layer_rules.pb.h"

namespace wangge::catalog {

// INVALID_ARGUMENT at the field: no id, no parts, a part that stands twice or does not have 1 to 20 digits.
absl::StatusOr<geo::CodeScheme> ReadCodeScheme(const TextNode& node, const config::v1::CodeScheme& text);

}  // namespace wangge::catalog
