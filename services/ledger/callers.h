// Who may do what at the ledger's door. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/organisation.h"
#include "rpc/credentials.h"
#include "wangge/ledger/v1/command.pb.h"

namespace wangge::ledger {

// PERMISSION_DENIED ROLE_NOT_ALLOWED: tells the roles that are held, which of them are none of those in force, and
// which would do for `what`.
absl::Status NotAllowed(std::string_view what, const std::vector<std::string>& held, const domain::Roles& in_force,
                        const std::vector<std::string>& would_do);

bool IsService(const rpc::Caller& caller);

// OK for a service, which may say for whom it asks.
absl::Status RequireService(const rpc::Caller& caller, const domain::Roles& roles);

// OK for who holds some role that is in force, and for anyone while there are none.
absl::Status RequireKnownRole(const rpc::Caller& caller, const domain::Roles& roles);

// For what is read in one's own name alone, and not with the post of somebody absent: PERMISSION_DENIED OWN_NAME_ONLY.
absl::Status RequireOwnName(const rpc::Caller& caller);

// Whoever the message names, believed from a service only: from anyone else PERMISSION_DENIED. INVALID_ARGUMENT for an
// actor without an id.
absl::StatusOr<domain::Actor> ActorNamed(const rpc::Caller& caller, const v1::Actor& actor, const domain::Roles& roles);

// OK for a service and for who administers the city; and for anyone while there are no roles yet, because the first
// configuration has to come in somehow.
absl::Status RequireInsider(const rpc::Caller& caller, const domain::Roles& roles);

// OK for who administers the city, and for anyone while there are no roles yet.
absl::Status RequireAdministrator(const domain::Actor& actor, const domain::Roles& roles);

}  // namespace wangge::ledger
