#include "domain/scope.h"

#include <algorithm>
#include <utility>

namespace wangge::domain {
namespace {

constexpr std::string_view kEverywhere = "*";

std::string Joined(const std::vector<std::string>& ids) {
  std::string text;
  for (const std::string& id : ids) text.append(text.empty() ? "" : ", ").append(id);
  return text;
}

}  // namespace

bool Covers(std::string_view area, std::string_view code, std::string_view area_root) {
  if (area == kEverywhere) return true;
  if (area.empty()) return false;
  return code.empty() ? area_root.starts_with(area) : code.starts_with(area);
}

std::optional<std::string> AreaWith(const Actor& actor, const Roles& roles, bool Role::*right) {
  const bool has_right = std::ranges::any_of(actor.roles, [&](const std::string& id) {
    const auto role = roles.find(id);
    return role != roles.end() && role->second.*right && role->second.scope == Scope::kArea;
  });
  return has_right && !actor.area.empty() ? std::optional(actor.area) : std::nullopt;
}

View ViewOf(const Actor& actor, const Roles& roles) {
  View view{.area = actor.area, .unit = actor.organisation};
  for (const std::string& id : actor.roles) {
    const auto role = roles.find(id);
    if (role == roles.end()) continue;
    view.by_area |= role->second.scope == Scope::kArea;
    view.by_unit |= role->second.scope == Scope::kUnit;
    const bool reads = role->second.reads_personal;
    view.personal_by_area |= role->second.scope == Scope::kArea && reads;
    view.personal_by_unit |= role->second.scope == Scope::kUnit && reads;
  }
  return view;
}

bool Sees(const View& view, const Case& c, std::string_view area_root) {
  if (view.by_unit && TakesPart(c, view.unit)) return true;
  return view.by_area && Covers(view.area, c.area, area_root);
}

bool ReadsPersonal(const View& view, const Case& c, std::string_view area_root) {
  if (view.personal_by_unit && TakesPart(c, view.unit)) return true;
  return view.personal_by_area && Covers(view.area, c.area, area_root);
}

bool HasRoleThatSees(const Actor& actor, const std::vector<std::string>& would_do, const Roles& roles, const Case& c,
                     std::string_view area_root) {
  return std::ranges::any_of(actor.roles, [&](const std::string& id) {
    const auto role = roles.find(id);
    if (role == roles.end() || std::ranges::find(would_do, id) == would_do.end()) return false;
    return role->second.scope == Scope::kUnit ? TakesPart(c, actor.organisation)
                                              : Covers(actor.area, c.area, area_root);
  });
}

bool HasAnyRole(const Actor& actor, const std::vector<std::string>& roles) {
  return std::ranges::any_of(
      actor.roles, [&roles](const std::string& role) { return std::ranges::find(roles, role) != roles.end(); });
}

Rejection RoleNotAllowed(std::string_view action, const Actor& actor, const std::vector<std::string>& would_do) {
  const std::string held = Joined(actor.roles);
  std::string text = "Expected a role that may " + std::string(action);
  if (!would_do.empty()) text += " (" + Joined(would_do) + ")";
  text += ", but the caller holds " + (held.empty() ? "none" : held) + ".";
  if (!would_do.empty()) text += " Ask with the token of a post that holds one of them.";
  return {.kind = RefusalKind::kForbidden,
          .reason = "ROLE_NOT_ALLOWED",
          .text = std::move(text),
          .details = {{"action", std::string(action)}, {"held", held}, {"would_do", Joined(would_do)}}};
}

Rejection CaseNotFound() {
  return {.kind = RefusalKind::kNotFound,
          .reason = "CASE_NOT_FOUND",
          .text = "Expected the name of a case that the caller may see, but there is none of that name."};
}

}  // namespace wangge::domain
