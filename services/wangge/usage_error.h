// Errors that are the fault of the command line, as apart from an input or a right: they exit with 2. Pure.
#pragma once

#include <string_view>

#include "absl/status/status.h"

namespace wangge {

// INVALID_ARGUMENT that IsUsageError knows again.
absl::Status UsageError(std::string_view text);

// An INVALID_ARGUMENT about what was typed, made one of usage; any other status as it is.
absl::Status AsUsageError(absl::Status status);

bool IsUsageError(const absl::Status& status);

}  // namespace wangge
