// From the parsed message to a checked ReplayMap; private to LoadReplayMap.
#pragma once

#include "absl/status/statusor.h"
#include "services/wangge/replay/replay_map.h"
#include "wangge/config/v1/replay.pb.h"

namespace wangge::replay {

// INVALID_ARGUMENT names the field; the caller puts the path before it.
absl::StatusOr<ReplayMap> BuildReplayMap(const config::v1::ReplayMap& message);

}  // namespace wangge::replay
