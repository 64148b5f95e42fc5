#include "domain/absence.h"

namespace wangge::domain {

std::variant<Actor, Rejection> ActingAs(const Actor& actor, const Absences& absences, Timestamp now) {
  if (actor.on_behalf_of.empty()) return actor;
  Actor acting{.id = actor.id,
               .organisation = {},
               .area = {},
               .roles = {},
               .on_behalf_of = actor.on_behalf_of,
               .home = actor.home.empty() ? actor.organisation : actor.home};
  for (const Absence& absence : absences) {
    const bool is_held =
        absence.substitute == actor.id && absence.absent == actor.on_behalf_of && absence.Contains(now);
    if (!is_held) continue;
    acting.organisation = absence.organisation;
    acting.area = absence.area;
    acting.roles.push_back(absence.role);
  }
  if (!acting.roles.empty()) return acting;
  return Rejection{.kind = RefusalKind::kForbidden,
                   .reason = "NOT_A_SUBSTITUTE",
                   .text = "Expected somebody who stands in for \"" + actor.on_behalf_of +
                           "\" now, but the caller does not. See the absences in force, or act in your own name.",
                   .details = {{"on_behalf_of", actor.on_behalf_of}}};
}

}  // namespace wangge::domain
