// What is proved of a procedure before it may come into force. Every fault is found, not only the first. Pure;
// thread-safe. O(states · actions · clocks) of ways.h.
//
//  1. ids are well formed and stand once; labels are complete in zh and en; every index is one of the table
//  2. the first stage is not final; every stage can be reached; from every state that a case can reach some way leads
//     to an end; nothing begins at an end but what undoes it, and requests that leave the case there
//  3. every clock is started by something; one that runs is not started again unless it is stopped first; one that is
//     stopped, paused, resumed or extended can be running or paused; on every way to an end each clock that was started
//     has been stopped, but that of a request which still waits
//  4. who handles never judges: no role that may handle may check or close, and actions that check or close refuse
//     whoever handled the case (guard ACTOR_IS_NOT_HANDLER)
//  5. an action asks for what its effects need, and for nothing that no effect takes
//  6. every request can be asked for, granted and refused, wherever it waits; who asks never grants
//  7. where units are dispatched to, what stops the disposal clock also says how the unit's assignment ended
//  8. an action without roles is some clock's on_expiry, or follows another action; what follows dispatches, from where
//     the other has led, and a person can do it where the rules decide nothing
//  9. no prohibited move is possible on any way, whoever asks
//
// A fault of an action names the shortest way on which somebody can take it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalog/ways.h"
#include "domain/procedure.h"

namespace wangge::catalog {

struct Fault {
  enum class Element { kProcedure, kStage, kAction, kClock, kRequest, kCounter, kProhibition };
  Element element = Element::kProcedure;
  std::size_t index = 0;  // of the stage, action, clock, request, counter or prohibition
  std::string text{};     // names the id
  std::string way{};      // "report, accept, file": the shortest that leads to it; empty where none does
};

// "<text> Way: <way>."
std::string ToText(const Fault& fault);

std::vector<Fault> Prove(const domain::Procedure& procedure);

// The single proofs, which take a procedure whose indexes are all of the table.
using Faults = std::vector<Fault>;
bool ProveIndexes(const domain::Procedure& procedure, Faults& faults);  // false: nothing else can be proved
void ProveNames(const domain::Procedure& procedure, Faults& faults);
void ProveStages(const domain::Procedure& procedure, const Ways& ways, Faults& faults);
void ProveClocks(const domain::Procedure& procedure, const Ways& ways, Faults& faults);
void ProveRequests(const domain::Procedure& procedure, const Ways& ways, Faults& faults);
void ProveAssignments(const domain::Procedure& procedure, Faults& faults);
void ProveProhibitions(const domain::Procedure& procedure, const Ways& ways, Faults& faults);
void ProveParts(const domain::Procedure& procedure, Faults& faults);
void ProveInputs(const domain::Procedure& procedure, Faults& faults);
void ProveFollowing(const domain::Procedure& procedure, Faults& faults);

}  // namespace wangge::catalog
