// Whether a case, as it stands, is in a state that a procedure's ways lead through. What the proofs say of a procedure
// (prove.h) holds for such a case and for no other: one that comes from another edition may stand where no way leads
// on, or with a clock that nothing stops. Immutable; thread-safe.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "catalog/ways.h"
#include "domain/case.h"

namespace wangge::catalog {

class CoveredStates {
 public:
  // Follows the procedure's ways: O(states · actions).
  explicit CoveredStates(const domain::Procedure& procedure);

  // `c` is of this procedure. nullopt: covered. Otherwise the stage, clocks and request that no way brings together.
  std::optional<std::string> WhyNot(const domain::Case& c) const;

 private:
  domain::Procedure procedure_;
  std::set<WayState> states_;
};

// The abstract state of a case under its procedure.
WayState StateOf(const domain::Procedure& procedure, const domain::Case& c);

}  // namespace wangge::catalog
