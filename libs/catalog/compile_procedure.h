// The text of a procedure with every id looked up: indexes for names. Includes protobuf: for sources of this library.
#pragma once

#include "absl/status/statusor.h"
#include "catalog/text_node.h"
#include "domain/procedure.h"
#include "wangge/config/v1/procedure.pb.h"

namespace wangge::catalog {

namespace v1 = wangge::config::v1;

// INVALID_ARGUMENT at line:column: the first field that is missing, out of range, or names nothing of the procedure.
absl::StatusOr<domain::Procedure> CompileProcedure(const v1::Procedure& text, const ParsedText& parsed);

}  // namespace wangge::catalog
