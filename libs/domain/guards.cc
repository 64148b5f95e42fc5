#include "domain/guards.h"

#include <algorithm>

#include "base/check.h"

namespace wangge::domain {
namespace {

bool Took(const Case& c, Part part, const std::string& actor) {
  return std::ranges::any_of(c.parts,
                             [&](const PartTaken& taken) { return taken.part == part && taken.actor == actor; });
}

bool Anyone(const Case& c, Part part) {
  return std::ranges::any_of(c.parts, [part](const PartTaken& taken) { return taken.part == part; });
}

bool SourceIsTrusted(const Case& c, const System& system) {
  const auto source = system.sources.find(c.source);
  return source != system.sources.end() && source->second.trusted;
}

Rejection Refuse(std::string reason, std::string text) {
  return {.kind = RefusalKind::kPrecondition, .reason = std::move(reason), .text = std::move(text)};
}

}  // namespace

bool Holds(Guard guard, const Case& c, const Actor& actor, const System& system) {
  switch (guard) {
    case Guard::kActorIsNotHandler:
      return !Took(c, Part::kHandler, actor.id) && (c.unit.empty() || c.unit != actor.organisation);
    case Guard::kActorIsOfUnit:
      return !c.unit.empty() && c.unit == actor.organisation;
    case Guard::kActorIsTasked:
      return c.inspector.empty() || c.inspector == actor.id;
    case Guard::kSourceIsTrusted:
      return SourceIsTrusted(c, system);
    case Guard::kSourceIsNotTrusted:
      return !SourceIsTrusted(c, system);
    case Guard::kVerifiedOrTrusted:
      return SourceIsTrusted(c, system) || Anyone(c, Part::kVerifier);
    case Guard::kNotVerified:
      return !Anyone(c, Part::kVerifier);
  }
  CHECK(false);
}

Rejection RefusalOf(Guard guard) {
  switch (guard) {
    case Guard::kActorIsNotHandler:
      return Refuse(
          "ACTOR_IS_HANDLER",
          "Expected somebody who neither handled the case nor belongs to the unit that did, but the caller is one. "
          "Who handles never judges.");
    case Guard::kActorIsOfUnit:
      return Refuse("NOT_THE_RESPONSIBLE_UNIT",
                    "Expected a member of the unit that the case is dispatched to, but the caller is of another.");
    case Guard::kActorIsTasked:
      return Refuse("NOT_THE_TASKED_INSPECTOR",
                    "Expected the inspector who was given the task, but the caller is another.");
    case Guard::kSourceIsTrusted:
      return Refuse("SOURCE_NEEDS_VERIFICATION",
                    "Expected a report of a trusted source, but this one is verified on site before filing.");
    case Guard::kSourceIsNotTrusted:
      return Refuse("SOURCE_NEEDS_NO_VERIFICATION",
                    "Expected a report that needs verification, but its source is trusted. File it.");
    case Guard::kVerifiedOrTrusted:
      return Refuse("NOT_VERIFIED", "Expected a verified report, but nobody has verified this one on site.");
    case Guard::kNotVerified:
      return Refuse("ALREADY_VERIFIED",
                    "Expected a report that nobody has verified yet, but one has. File it, or decline to file it.");
  }
  CHECK(false);
}

}  // namespace wangge::domain
