// The plain path of a procedure: the fewest actions that lead a trusted report from its first stage to a closed case.
// Replay and simulation walk it; nothing is decided by it. Pure. O(stages * actions).
#pragma once

#include <vector>

#include "domain/procedure.h"

namespace wangge::domain {

// Of several shortest paths the one whose actions stand first in the procedure. Empty when no case can be closed.
std::vector<ActionIndex> PlainPath(const Procedure& procedure);

}  // namespace wangge::domain
