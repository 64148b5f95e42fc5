#include "domain/scope.h"

#include <algorithm>

namespace wangge::domain {
namespace {

constexpr std::string_view kEverywhere = "*";

bool Covers(std::string_view area, std::string_view code, std::string_view root) {
  if (area == kEverywhere) return true;
  if (area.empty()) return false;
  return code.empty() ? root.starts_with(area) : code.starts_with(area);
}

}  // namespace

View ViewOf(const Actor& actor, const Roles& roles) {
  View view{.area = actor.area, .unit = actor.organisation};
  for (const std::string& id : actor.roles) {
    const auto role = roles.find(id);
    if (role == roles.end()) continue;
    view.by_area |= role->second.scope == Scope::kArea;
    view.by_unit |= role->second.scope == Scope::kUnit;
    view.reads_personal |= role->second.reads_personal;
  }
  return view;
}

bool Sees(const View& view, const Case& c, std::string_view area_root) {
  if (view.by_unit && TakesPart(c, view.unit)) return true;
  return view.by_area && Covers(view.area, c.area, area_root);
}

bool HasAnyRole(const Actor& actor, const std::vector<std::string>& roles) {
  return std::ranges::any_of(
      actor.roles, [&roles](const std::string& role) { return std::ranges::find(roles, role) != roles.end(); });
}

Rejection RoleNotAllowed(std::string_view action, const Actor& actor) {
  std::string held;
  for (const std::string& role : actor.roles) held.append(held.empty() ? "" : ", ").append(role);
  return {.kind = RefusalKind::kForbidden,
          .reason = "ROLE_NOT_ALLOWED",
          .text = "Expected a role that may perform \"" + std::string(action) + "\", but the caller holds" +
                  (held.empty() ? " none." : ": " + held + "."),
          .details = {{"action", std::string(action)}}};
}

Rejection CaseNotFound() {
  return {.kind = RefusalKind::kNotFound,
          .reason = "CASE_NOT_FOUND",
          .text = "Expected the name of a case that the caller may see, but there is none of that name."};
}

}  // namespace wangge::domain
