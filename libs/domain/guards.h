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

bool Holds(Guard guard, const Asked& asked);

// The refusal of a guard that does not hold. Each guard has a reason of its own.
Rejection RefusalOf(Guard guard);

}  // namespace wangge::domain
