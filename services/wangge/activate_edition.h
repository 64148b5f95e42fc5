// Bringing an edition into force in a state that this process holds.
#pragma once

#include "absl/status/statusor.h"
#include "catalog/config_files.h"
#include "domain/organisation.h"
#include "engine/shard.h"

namespace wangge {

// Answers when it is durable: whether it changed something, or was in force already. FAILED_PRECONDITION with the
// core's reason, or the engine's errors, each with the file.
absl::StatusOr<bool> ActivateEdition(engine::Shard& shard, const catalog::ConfigEdition& edition,
                                     const domain::Actor& actor, Timestamp at);

}  // namespace wangge
