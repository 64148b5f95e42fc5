#include "services/ledger/callers.h"

#include <algorithm>

#include "rpc/error.h"
#include "services/ledger/ledger.h"
#include "services/ledger/refusal.h"
#include "services/ledger/service_role.h"
#include "wire/command.h"

namespace wangge::ledger {

absl::Status NotAllowed(std::string_view what) {
  return rpc::MakeError(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED",
                        "Expected a role that may " + std::string(what) + ", but the caller holds none.",
                        {{"action", std::string(what)}});
}

bool IsService(const rpc::Caller& caller) {
  return std::ranges::find(caller.roles, kServiceRole) != caller.roles.end();
}

absl::StatusOr<domain::Actor> ActorNamed(const rpc::Caller& caller, const v1::Actor& actor) {
  if (!IsService(caller)) return NotAllowed("speak for others");
  wire::Faults faults;
  domain::Actor named = wire::FromProto(actor, faults);
  if (!faults.empty()) return StatusOf(faults);
  return named;
}

absl::Status RequireInsider(const rpc::Caller& caller, const domain::Roles& roles) {
  if (IsService(caller) || roles.empty() || Administers(ActorOf(caller), roles)) return absl::OkStatus();
  return NotAllowed("read the whole log and its configuration");
}

absl::Status RequireAdministrator(const domain::Actor& actor, const domain::Roles& roles) {
  return roles.empty() || Administers(actor, roles) ? absl::OkStatus() : NotAllowed("administer the city");
}

}  // namespace wangge::ledger
