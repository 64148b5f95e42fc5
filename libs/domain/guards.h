// The closed list of guards as predicates. A new one is an enumerator in procedure.h, a case in Holds, a row in the
// table test and a value in proto/wangge/config/v1/procedure.proto. Pure; thread-safe.
#pragma once

#include "domain/case.h"
#include "domain/organisation.h"
#include "domain/procedure.h"
#include "domain/rejection.h"
#include "domain/system.h"

namespace wangge::domain {

// What a guard is asked about.
struct Asked {
  const Case& c;
  const Actor& actor;
  const System& system;
  const Procedure& procedure;
  Timestamp now{};
};

// Whether the actor and `other` count as one in this case where duties are kept apart: they are the same, or one of
// them acts or has acted in it for the other, or both for the same absent person.
bool CountAsOne(const Case& c, const Actor& actor, const std::string& other);

bool Holds(Guard guard, const Asked& asked);

// The refusal of a guard that does not hold. Each guard has a reason of its own.
Rejection RefusalOf(Guard guard);

}  // namespace wangge::domain
