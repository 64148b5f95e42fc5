// What is proved of a procedure before it may come into force. Every fault is found, not only the first. Pure;
// thread-safe. O(actions · stages · clocks).
//
//  1. ids are well formed and stand once; labels are complete in zh and en; every index is one of the table
//  2. the first stage is not final; every stage can be reached from it; every stage that is not final has an action
//     that leads out of it, and some way to a final stage; no action begins in a final stage
//  3. every clock is started by something; one that runs is not started again unless it is stopped first; one that is
//     stopped can be running; on every way to a final stage each clock that was started has been stopped
//  4. who handles never judges: no role that may handle may check or close, and actions that check or close refuse
//     whoever handled the case (guard ACTOR_IS_NOT_HANDLER)
//  5. an action asks for what its effects need, and for nothing that no effect takes
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "domain/procedure.h"

namespace wangge::catalog {

struct Fault {
  enum class Element { kProcedure, kStage, kAction, kClock };
  Element element = Element::kProcedure;
  std::size_t index = 0;  // of the stage, action or clock
  std::string text{};     // names the id
};

std::vector<Fault> Prove(const domain::Procedure& procedure);

// The single proofs, which take a procedure whose indexes are all of the table.
using Faults = std::vector<Fault>;
bool ProveIndexes(const domain::Procedure& procedure, Faults& faults);  // false: nothing else can be proved
void ProveNames(const domain::Procedure& procedure, Faults& faults);
void ProveStages(const domain::Procedure& procedure, Faults& faults);
void ProveClocks(const domain::Procedure& procedure, Faults& faults);
void ProveParts(const domain::Procedure& procedure, Faults& faults);
void ProveInputs(const domain::Procedure& procedure, Faults& faults);

}  // namespace wangge::catalog
