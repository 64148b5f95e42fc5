// Which units the responsibility rules name for a case. Rules are compiled once an edition. The state outlives it.
// Thread-safe; may touch the disk.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "catalog/responsibilities.h"
#include "domain/case.h"
#include "domain/command.h"
#include "domain/editions.h"
#include "engine/state.h"
#include "services/ledger/compiled_bodies.h"

namespace wangge::ledger {

struct Candidate {
  std::string unit{};
  domain::Label label{};
  std::uint32_t rank = 0;            // 1 is best
  std::vector<std::string> rules{};  // "<edition>/<category prefix or *>/<area prefix or *>", then "/<kind>" where the
                                     // unit does not maintain but owns ...; of the case's component "maintains
                                     // component <id>", "owns ..."; the deciding one first
  std::uint32_t open_cases = 0;      // the unit is responsible for now
};

class Candidates {
 public:
  explicit Candidates(const engine::State& state);

  // By rank, then by id; each unit once, organisations that cannot be responsible left out. The bodies of the case's
  // component come before all rules, in the order of BodyKind. Of rules the kind of body decides, then a longer
  // category prefix, then a longer area prefix, as catalog::Responsibilities::Find does. DATA_LOSS when a body is
  // damaged.
  absl::StatusOr<std::vector<Candidate>> Of(const domain::Case& c, const domain::Editions& editions);

  // Whom the rules make responsible: the unit of the best rule, or why it is nobody. A rule that names no unit in force
  // is not passed over for the next. Errors as Of.
  absl::StatusOr<domain::RoutingAnswer> Route(const domain::Case& c, const domain::Editions& editions);

 private:
  std::uint32_t OpenCasesOf(const std::string& unit) const;

  const engine::State& state_;
  CompiledBodies<catalog::Responsibilities> rules_;
};

}  // namespace wangge::ledger
