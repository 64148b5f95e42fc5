#include "services/ledger/callers.h"

#include <algorithm>
#include <iterator>

#include "base/status/text.h"
#include "rpc/error.h"
#include "services/ledger/ledger.h"
#include "services/ledger/refusal.h"
#include "services/ledger/service_role.h"
#include "wire/command.h"

namespace wangge::ledger {

namespace {

std::string Joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text.append(text.empty() ? "" : ", ").append(id);
  return text;
}

std::vector<std::string> AdministeringRoles(const domain::Roles& roles) {
  std::vector<std::string> ids;
  for (const auto& [id, role] : roles) {
    if (role.administers) ids.push_back(id);
  }
  return ids;
}

}  // namespace

absl::Status NotAllowed(std::string_view what, const std::vector<std::string>& held, const domain::Roles& in_force,
                        const std::vector<std::string>& would_do) {
  std::string text = "Expected a role that may " + std::string(what);
  if (!would_do.empty()) text += " (" + Joined(would_do) + ")";
  text += ", but the caller holds ";
  text += held.empty() ? "none." : Joined(held) + ".";
  std::vector<std::string> unknown;
  std::ranges::copy_if(held, std::back_inserter(unknown),
                       [&](const std::string& id) { return id != kServiceRole && !in_force.contains(id); });
  for (const std::string& id : unknown) text += " \"" + id + "\" is no role of the roles in force.";
  if (!would_do.empty()) text += " Ask with the token of a post that holds one of them.";
  return rpc::MakeError(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED", text,
                        {{"action", std::string(what)},
                         {"held", Joined(held)},
                         {"unknown", Joined(unknown)},
                         {"would_do", Joined(would_do)}});
}

bool IsService(const rpc::Caller& caller) {
  return std::ranges::find(caller.roles, kServiceRole) != caller.roles.end();
}

absl::Status RequireService(const rpc::Caller& caller, const domain::Roles& roles) {
  if (IsService(caller)) return absl::OkStatus();
  return NotAllowed("speak for others", caller.roles, roles, {kServiceRole});
}

absl::Status RequireKnownRole(const rpc::Caller& caller, const domain::Roles& roles) {
  const bool is_known = std::ranges::any_of(caller.roles, [&](const std::string& id) { return roles.contains(id); });
  if (is_known || (roles.empty() && !caller.roles.empty())) return absl::OkStatus();
  std::vector<std::string> would_do;
  for (const auto& [id, role] : roles) would_do.push_back(id);
  return NotAllowed("send something in", caller.roles, roles, would_do);
}

absl::Status RequireOwnName(const rpc::Caller& caller) {
  if (caller.on_behalf_of.empty()) return absl::OkStatus();
  return rpc::MakeError(absl::StatusCode::kPermissionDenied, "OWN_NAME_ONLY",
                        "Expected a call in the caller's own name, but it is made for \"" + caller.on_behalf_of +
                            "\". Substitution is for work on cases: ask without it.",
                        {{"on_behalf_of", caller.on_behalf_of}});
}

absl::StatusOr<domain::Actor> ActorNamed(const rpc::Caller& caller, const v1::Actor& actor,
                                         const domain::Roles& roles) {
  WANGGE_RETURN_IF_ERROR(RequireService(caller, roles));
  wire::Faults faults;
  domain::Actor named = wire::FromProto(actor, faults);
  if (!faults.empty()) return StatusOf(faults);
  return named;
}

absl::Status RequireInsider(const rpc::Caller& caller, const domain::Roles& roles) {
  if (IsService(caller) || roles.empty() || Administers(ActorOf(caller), roles)) return absl::OkStatus();
  std::vector<std::string> would_do = AdministeringRoles(roles);
  would_do.push_back(kServiceRole);
  return NotAllowed("read the whole log and its configuration", caller.roles, roles, would_do);
}

absl::Status RequireAdministrator(const domain::Actor& actor, const domain::Roles& roles) {
  if (roles.empty() || Administers(actor, roles)) return absl::OkStatus();
  return NotAllowed("administer the city", actor.roles, roles, AdministeringRoles(roles));
}

}  // namespace wangge::ledger
