// The proofs that follow the ways a case can take.
#include <algorithm>
#include <string_view>

#include "catalog/prove.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ClockIndex;
using domain::Outcome;
using domain::Procedure;
using domain::StageIndex;

using Element = Fault::Element;
using Marks = std::vector<bool>;  // one a stage

std::string Quoted(std::string_view id) { return std::string(1, '"').append(id).append(1, '"'); }

bool Contains(const std::vector<ClockIndex>& clocks, ClockIndex clock) {
  return std::ranges::find(clocks, clock) != clocks.end();
}

bool IsFinal(const Procedure& procedure, StageIndex stage) { return procedure.stages[stage].outcome != Outcome::kOpen; }

Marks Reachable(const Procedure& procedure) {
  Marks marks(procedure.stages.size());
  marks[procedure.first_stage] = true;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Action& action : procedure.actions) {
      const bool starts = std::ranges::any_of(action.from, [&](StageIndex from) { return marks[from]; });
      if (!starts || marks[action.to]) continue;
      changed = marks[action.to] = true;
    }
  }
  return marks;
}

// Stages from which a final stage can be reached.
Marks Ending(const Procedure& procedure) {
  Marks marks(procedure.stages.size());
  for (std::size_t i = 0; i < marks.size(); ++i) marks[i] = procedure.stages[i].outcome != Outcome::kOpen;
  for (bool changed = true; changed;) {
    changed = false;
    for (const Action& action : procedure.actions) {
      if (!marks[action.to]) continue;
      for (const StageIndex from : action.from) {
        if (marks[from]) continue;
        changed = marks[from] = true;
      }
    }
  }
  return marks;
}

// Stages in which the clock may be running.
Marks Running(const Procedure& procedure, ClockIndex clock) {
  Marks marks(procedure.stages.size());
  marks[procedure.first_stage] = Contains(procedure.report_starts, clock);
  for (bool changed = true; changed;) {
    changed = false;
    for (const Action& action : procedure.actions) {
      const bool runs_on = !Contains(action.stops, clock) &&
                           std::ranges::any_of(action.from, [&](StageIndex from) { return marks[from]; });
      if (marks[action.to] || !(runs_on || Contains(action.starts, clock))) continue;
      changed = marks[action.to] = true;
    }
  }
  return marks;
}

void ProveClockOfAction(const Procedure& procedure, std::size_t index, ClockIndex clock, const Marks& running,
                        Faults& faults) {
  const Action& action = procedure.actions[index];
  const bool may_run = std::ranges::any_of(action.from, [&](StageIndex from) { return running[from]; });
  const bool stops = Contains(action.stops, clock);
  const std::string& id = procedure.clocks[clock].id;
  if (stops && !may_run) {
    faults.push_back({Element::kAction, index,
                      "Expected a clock that can be running, but action " + Quoted(action.id) + " stops clock " +
                          Quoted(id) + ", which never runs there."});
  }
  if (Contains(action.starts, clock) && may_run && !stops) {
    faults.push_back({Element::kAction, index,
                      "Expected a clock that does not run, but action " + Quoted(action.id) + " starts clock " +
                          Quoted(id) + ", which may be running there."});
  }
}

}  // namespace

void ProveStages(const Procedure& procedure, Faults& faults) {
  if (IsFinal(procedure, procedure.first_stage)) {
    faults.push_back({Element::kStage, procedure.first_stage,
                      "Expected a first stage that is not final, but stage " +
                          Quoted(procedure.stages[procedure.first_stage].id) + " is."});
  }
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    for (const StageIndex from : procedure.actions[i].from) {
      if (!IsFinal(procedure, from)) continue;
      faults.push_back({Element::kAction, i,
                        "Expected nothing after the end, but action " + Quoted(procedure.actions[i].id) +
                            " begins in the final stage " + Quoted(procedure.stages[from].id) + "."});
    }
  }
  const Marks reachable = Reachable(procedure);
  const Marks ending = Ending(procedure);
  for (std::size_t i = 0; i < procedure.stages.size(); ++i) {
    const std::string id = Quoted(procedure.stages[i].id);
    if (!reachable[i]) {
      faults.push_back(
          {Element::kStage, i, "Expected every stage to be reachable, but no way leads to stage " + id + "."});
    }
    if (!ending[i]) {
      faults.push_back({Element::kStage, i,
                        "Expected an exit from every stage that is not final, but no way leads from "
                        "stage " +
                            id + " to an end."});
    }
  }
}

void ProveClocks(const Procedure& procedure, Faults& faults) {
  for (std::size_t i = 0; i < procedure.clocks.size(); ++i) {
    const auto clock = static_cast<ClockIndex>(i);
    const Marks running = Running(procedure, clock);
    const std::string id = Quoted(procedure.clocks[i].id);
    if (std::ranges::find(running, true) == running.end()) {
      faults.push_back(
          {Element::kClock, i, "Expected something to start every clock, but nothing starts clock " + id + "."});
    }
    for (std::size_t stage = 0; stage < running.size(); ++stage) {
      if (!running[stage] || !IsFinal(procedure, static_cast<StageIndex>(stage))) continue;
      faults.push_back({Element::kClock, i,
                        "Expected every clock to be stopped before the end, but clock " + id +
                            " may still run in the final stage " + Quoted(procedure.stages[stage].id) + "."});
    }
    for (std::size_t action = 0; action < procedure.actions.size(); ++action) {
      ProveClockOfAction(procedure, action, clock, running, faults);
    }
  }
}

}  // namespace wangge::catalog
