#include <algorithm>

#include "base/status/text.h"
#include "catalog/load.h"
#include "catalog/text_fields.h"
#include "wangge/config/v1/roles.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

constexpr Pair<v1::Scope, domain::Scope> kScopes[] = {
    {v1::SCOPE_AREA, domain::Scope::kArea},
    {v1::SCOPE_UNIT, domain::Scope::kUnit},
};

absl::StatusOr<domain::Role> ReadRole(const TextNode& node, const v1::Role& role) {
  WANGGE_RETURN_IF_ERROR(CheckId(node, "id", -1, role.id()));
  WANGGE_ASSIGN_OR_RETURN(domain::Label label, ReadLabel(node, role));
  WANGGE_ASSIGN_OR_RETURN(const domain::Scope scope, ReadEnum(node, "scope", -1, role.scope(), kScopes));
  if (role.reads_presence() && scope != domain::Scope::kArea) {
    return node.Fault("reads_presence",
                      "Expected `reads_presence` with SCOPE_AREA only, but the role sees its unit's cases: presence is "
                      "read by area. Give it SCOPE_AREA, or leave this out.");
  }
  return domain::Role{.label = std::move(label),
                      .scope = scope,
                      .reads_personal = role.reads_personal(),
                      .administers = role.administers(),
                      .reads_statistics = role.reads_statistics(),
                      .patrols = role.patrols(),
                      .reads_presence = role.reads_presence()};
}

absl::StatusOr<domain::Roles> ReadRoles(const TextNode& root, const v1::Roles& text) {
  WANGGE_RETURN_IF_ERROR(CheckPresent(root, "roles", text.roles_size() > 0));
  domain::Roles roles;
  for (int i = 0; i < text.roles_size(); ++i) {
    const TextNode node = root.Child("roles", i, text.roles(i));
    WANGGE_ASSIGN_OR_RETURN(domain::Role role, ReadRole(node, text.roles(i)));
    if (!roles.emplace(text.roles(i).id(), std::move(role)).second) {
      return node.Fault("id", "Expected each role once, but \"" + text.roles(i).id() + "\" stands twice.");
    }
  }
  return roles;
}

}  // namespace

absl::StatusOr<domain::Roles> CompileRoles(std::string_view body, std::string_view file_name) {
  v1::Roles text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  return ReadRoles(TextNode(text, parsed), text);
}

absl::StatusOr<domain::Roles> LoadRoles(std::string_view body, std::string_view file_name) {
  WANGGE_ASSIGN_OR_RETURN(domain::Roles roles, CompileRoles(body, file_name));
  if (std::ranges::none_of(roles, [](const auto& role) { return role.second.administers; })) {
    return InvalidArgument(std::string(file_name) +
                           ":1:1: Expected a role with `administers: true`, but there is none. Nobody could bring "
                           "editions into force afterwards: let one administer.");
  }
  return roles;
}

}  // namespace wangge::catalog
