// What an action asks its caller for, and what may be given.
#pragma once

#include <optional>

#include "domain/case.h"
#include "domain/command.h"
#include "domain/context.h"
#include "domain/decide/pinned.h"
#include "domain/rejection.h"

namespace wangge::domain {

// FIELD_REQUIRED, UNKNOWN_UNIT, UNKNOWN_CONDITION, UNTIL_NOT_AHEAD, UNTIL_TOO_FAR, PROOF_TOO_FAR, PROOF_TOO_OLD,
// PROOF_IN_FUTURE, MASTER_IS_ITSELF, MASTER_IS_DUPLICATE. A step that a record lacks (`inferred`) needs no proof.
std::optional<Rejection> RefuseInputs(const Context& context, const Pinned& pinned, const Case& c, const Action& action,
                                      const PerformAction& command);

}  // namespace wangge::domain
