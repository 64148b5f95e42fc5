// Who may see a case: through the scope of a role and the area of its holder. A case out of scope and a missing case
// get the same answer everywhere. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/case.h"
#include "domain/context.h"
#include "domain/organisation.h"
#include "domain/rejection.h"

namespace wangge::domain {

// What a caller sees, resolved once from roles: lists are reached through it, never filtered afterwards.
struct View {
  bool by_area = false;
  std::string area{};  // prefix; "*" = everywhere
  bool by_unit = false;
  std::string unit{};
  // Each scope by itself: several roles never widen what one of them lets its holder read.
  bool personal_by_area = false;
  bool personal_by_unit = false;
};

View ViewOf(const Actor& actor, const Roles& roles);

// Whether some role of the view both sees the case and reads personal fields.
bool ReadsPersonal(const View& view, const Case& c, std::string_view area_root);

// Over which codes some role of the actor that has `right` reaches: a prefix, "*" for everything; nullopt without such
// a role by area, or without an area. Another role of the same post widens nothing.
std::optional<std::string> AreaWith(const Actor& actor, const Roles& roles, bool Role::*right);

// Whether a cell of that code lies in the area. No code: it takes an area that holds the whole city.
bool Covers(std::string_view area, std::string_view code, std::string_view area_root);

// Whether one of `would_do` is held and by itself sees the case: another role of the same post widens nothing.
bool HasRoleThatSees(const Actor& actor, const std::vector<std::string>& would_do, const Roles& roles, const Case& c,
                     std::string_view area_root);

// A case without an area (in the gap queue) is seen by those who see the whole city.
bool Sees(const View& view, const Case& c, std::string_view area_root);

bool HasAnyRole(const Actor& actor, const std::vector<std::string>& roles);

// Says which roles are held, which would do, and to come with one of these. The details are those of every such
// refusal: action, held, would_do.
Rejection RoleNotAllowed(std::string_view action, const Actor& actor, const std::vector<std::string>& would_do);
Rejection CaseNotFound();

}  // namespace wangge::domain
