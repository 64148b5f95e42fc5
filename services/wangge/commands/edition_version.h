// An edition as a state keeps it, whether it is in force or was.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "domain/editions.h"

namespace wangge::commands {

// INVALID_ARGUMENT (usage): no number.
absl::StatusOr<std::uint64_t> ParseVersion(const std::string& text);

// The body of version `version` of the edition. NOT_FOUND tells which there are; DATA_LOSS: the body is missing.
absl::StatusOr<std::string> ReadEditionVersion(const std::string& state, domain::EditionKind kind,
                                               const std::string& name, std::uint64_t version);

}  // namespace wangge::commands
