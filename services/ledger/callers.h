// Who may do what at the ledger's door. Pure; thread-safe.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/organisation.h"
#include "rpc/credentials.h"
#include "wangge/ledger/v1/command.pb.h"

namespace wangge::ledger {

// PERMISSION_DENIED ROLE_NOT_ALLOWED.
absl::Status NotAllowed(std::string_view what);

bool IsService(const rpc::Caller& caller);

// Whoever the message names, believed from a service only: from anyone else PERMISSION_DENIED. INVALID_ARGUMENT for an
// actor without an id.
absl::StatusOr<domain::Actor> ActorNamed(const rpc::Caller& caller, const v1::Actor& actor);

// OK for a service and for who administers the city; and for anyone while there are no roles yet, because the first
// configuration has to come in somehow.
absl::Status RequireInsider(const rpc::Caller& caller, const domain::Roles& roles);

// OK for who administers the city, and for anyone while there are no roles yet.
absl::Status RequireAdministrator(const domain::Actor& actor, const domain::Roles& roles);

}  // namespace wangge::ledger
