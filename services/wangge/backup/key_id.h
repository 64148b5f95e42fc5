// Which master key a file holds, without making one.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace wangge::backup {

// The id, hexadecimal. NOT_FOUND; FAILED_PRECONDITION as vault::MasterKey::LoadOrCreate.
absl::StatusOr<std::string> MasterKeyIdIn(const std::string& path);

// The same for a state; empty when it has no key.
absl::StatusOr<std::string> MasterKeyIdOf(const std::string& state);

}  // namespace wangge::backup
