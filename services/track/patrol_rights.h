// Who may sign in, and who may read presence and coverage how far: by the roles in force. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/editions.h"
#include "domain/organisation.h"
#include "services/track/shift_book.h"
#include "services/track/track_reader.h"

namespace wangge::track {

// PERMISSION_DENIED ROLE_NOT_ALLOWED without a role that `patrols`.
absl::Status RequirePatrol(const domain::Actor& actor, const domain::Roles& roles);

// PERMISSION_DENIED ROLE_NOT_ALLOWED without a role that `reads_presence` and an area.
absl::StatusOr<Reach> PresenceReach(const domain::Actor& actor, const domain::Editions& editions);

// The layers in which some system places its reports, each with the offset of that system's days, the first by id.
LayerDays LayersOf(const domain::Editions& editions);

// NOT_FOUND LAYER_NOT_FOUND names those that there are.
absl::StatusOr<Duration> OffsetOf(const LayerDays& layers, const std::string& layer);

}  // namespace wangge::track
