// The rules of requests: who may ask, who may decide, and how often.
#pragma once

#include <optional>
#include <vector>

#include "domain/case.h"
#include "domain/event.h"
#include "domain/organisation.h"
#include "domain/procedure.h"
#include "domain/rejection.h"

namespace wangge::domain {

// REQUEST_OPEN, QUOTA_USED_UP; REQUEST_NOT_OPEN, ACTOR_IS_APPLICANT, ACTOR_HAS_ENDORSED, APPROVAL_MISSING,
// APPROVAL_COMPLETE. nullopt where the action has nothing to do with requests, or may take its step.
std::optional<Rejection> RefuseRequest(const Procedure& procedure, const Action& action, const Case& c,
                                       const Actor& actor);

// The event of the action's step, or of an open request that lapses.
void AppendRequest(const Action& action, const Case& c, const Actor& actor, Timestamp now,
                   const std::optional<Timestamp>& until, std::vector<Event>& events);

}  // namespace wangge::domain
