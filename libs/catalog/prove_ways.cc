// The proofs that follow the ways a case can take. A fault that a way leads to names the shortest one.
#include <algorithm>
#include <string_view>

#include "catalog/prove.h"
#include "catalog/prove_words.h"
#include "catalog/ways.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ActionEffect;
using domain::ClockIndex;
using domain::Move;
using domain::Outcome;
using domain::Procedure;
using domain::RequestStep;
using domain::StageIndex;

using Element = Fault::Element;

bool IsFinal(const Procedure& procedure, StageIndex stage) { return procedure.stages[stage].outcome != Outcome::kOpen; }

// What may still be done about a case that has ended.
bool MayBeginAtTheEnd(const Action& action) {
  const bool undoes_the_end = action.Has(ActionEffect::kReopen) || action.Has(ActionEffect::kUnlink);
  return undoes_the_end || (action.step != RequestStep::kNone && action.move == Move::kStay);
}

// States from which some end can be reached.
std::vector<bool> Ending(const Procedure& procedure, const Ways& ways) {
  std::vector<bool> ending(ways.states.size());
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < ways.states.size(); ++i) {
    if (!IsFinal(procedure, ways.states[i].stage)) continue;
    ending[i] = true;
    open.push_back(i);
  }
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    for (const WayStep& step : ways.steps[at]) {
      if (ending[step.from]) continue;
      ending[step.from] = true;
      open.push_back(step.from);
    }
  }
  return ending;
}

bool MayRunAtTheEnd(const Procedure& procedure, const WayState& state, ClockIndex clock) {
  return state.request && Contains(ClocksOfRequest(procedure, *state.request), clock);
}

class ClockProof {
 public:
  ClockProof(const Procedure& procedure, const Ways& ways, Faults& faults)
      : procedure_(procedure), ways_(ways), faults_(faults) {}

  void Prove(ClockIndex clock) const {
    const std::string id = Quoted(procedure_.clocks[clock].id);
    if (std::ranges::none_of(ways_.states, [&](const WayState& s) { return s.clocks[clock] == ClockMode::kRunning; })) {
      faults_.push_back(
          {Element::kClock, clock, "Expected something to start every clock, but nothing starts clock " + id + "."});
    }
    std::vector<bool> named(procedure_.stages.size());
    for (std::size_t i = 0; i < ways_.states.size(); ++i) {
      const WayState& state = ways_.states[i];
      const bool runs_on = state.clocks[clock] == ClockMode::kRunning && IsFinal(procedure_, state.stage);
      if (!runs_on || named[state.stage] || MayRunAtTheEnd(procedure_, state, clock)) continue;
      named[state.stage] = true;
      faults_.push_back({Element::kClock, clock,
                         "Expected every clock to be stopped before the end, but clock " + id +
                             " may still run in the final stage " + Quoted(procedure_.stages[state.stage].id) + ".",
                         ways_.PathTo(procedure_, i)});
    }
    for (std::size_t i = 0; i < procedure_.actions.size(); ++i) ProveAction(i, clock);
  }

 private:
  // The first state in which the action can be taken and the clock is as given.
  std::optional<std::size_t> Find(const Action& action, ClockIndex clock, ClockMode mode) const {
    for (std::size_t i = 0; i < ways_.states.size(); ++i) {
      if (ways_.states[i].clocks[clock] == mode && CanTake(procedure_, action, ways_.states[i])) return i;
    }
    return std::nullopt;
  }

  void ProveAction(std::size_t index, ClockIndex clock) const {
    const Action& action = procedure_.actions[index];
    const std::string& id = procedure_.clocks[clock].id;
    const auto never = [&](std::string_view verb, std::string_view what) {
      faults_.push_back({Element::kAction, index,
                         "Expected a clock that can be " + std::string(what) + ", but action " + Quoted(action.id) +
                             " " + std::string(verb) + " clock " + Quoted(id) + ", which never " +
                             (what == "running" ? "runs" : "stands still") + " there."});
    };
    const bool stops = Contains(action.stops, clock);
    const auto running = Find(action, clock, ClockMode::kRunning);
    const auto paused = Find(action, clock, ClockMode::kPaused);
    if (stops && !running && !paused) never("stops", "running");
    if (Contains(action.pauses, clock) && !running) never("pauses", "running");
    if (Contains(action.extends, clock) && !running) never("extends", "running");
    if (Contains(action.resumes, clock) && !paused) never("resumes", "paused");
    const bool starts = Contains(action.starts, clock) && !procedure_.clocks[clock].once;
    const auto busy = running ? running : paused;
    if (!starts || stops || action.stops_all || !busy) return;
    faults_.push_back({Element::kAction, index,
                       "Expected a clock that does not run, but action " + Quoted(action.id) + " starts clock " +
                           Quoted(id) + ", which may be running there.",
                       ways_.PathTo(procedure_, *busy) + ", " + action.id});
  }

  const Procedure& procedure_;
  const Ways& ways_;
  Faults& faults_;
};

void ProveBeginnings(const Procedure& procedure, Faults& faults) {
  if (IsFinal(procedure, procedure.first_stage)) {
    faults.push_back({Element::kStage, procedure.first_stage,
                      "Expected a first stage that is not final, but stage " +
                          Quoted(procedure.stages[procedure.first_stage].id) + " is."});
  }
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    for (const StageIndex from : procedure.actions[i].from) {
      if (!IsFinal(procedure, from) || MayBeginAtTheEnd(procedure.actions[i])) continue;
      faults.push_back({Element::kAction, i,
                        "Expected nothing after the end, but action " + Quoted(procedure.actions[i].id) +
                            " begins in the final stage " + Quoted(procedure.stages[from].id) + "."});
    }
  }
}

}  // namespace

void ProveStages(const Procedure& procedure, const Ways& ways, Faults& faults) {
  ProveBeginnings(procedure, faults);
  const std::vector<bool> ending = Ending(procedure, ways);
  std::vector<std::optional<std::size_t>> reached(procedure.stages.size());
  std::vector<std::optional<std::size_t>> stuck(procedure.stages.size());
  for (std::size_t i = 0; i < ways.states.size(); ++i) {
    const StageIndex stage = ways.states[i].stage;
    if (!reached[stage]) reached[stage] = i;
    if (!ending[i] && !stuck[stage]) stuck[stage] = i;
  }
  for (std::size_t i = 0; i < procedure.stages.size(); ++i) {
    const std::string id = Quoted(procedure.stages[i].id);
    if (!reached[i]) {
      faults.push_back(
          {Element::kStage, i, "Expected every stage to be reachable, but no way leads to stage " + id + "."});
    }
    if (stuck[i]) {
      faults.push_back(
          {Element::kStage, i,
           "Expected an exit from every stage that is not final, but no way leads from stage " + id + " to an end.",
           ways.PathTo(procedure, *stuck[i])});
    }
  }
}

void ProveClocks(const Procedure& procedure, const Ways& ways, Faults& faults) {
  const ClockProof proof(procedure, ways, faults);
  for (std::size_t i = 0; i < procedure.clocks.size(); ++i) proof.Prove(static_cast<ClockIndex>(i));
}

void ProveRequests(const Procedure& procedure, const Ways& ways, Faults& faults) {
  for (std::size_t r = 0; r < procedure.requests.size(); ++r) {
    const auto request = static_cast<domain::RequestIndex>(r);
    const std::string id = Quoted(procedure.requests[r].id);
    bool asks = false;
    bool grants = false;
    bool refuses = false;
    std::vector<std::string> applicants;
    for (const Action& action : procedure.actions) {
      if (action.request != request) continue;
      asks |= action.step == RequestStep::kAsk;
      grants |= action.step == RequestStep::kGrant;
      refuses |= action.step == RequestStep::kReject;
      if (action.step == RequestStep::kAsk) {
        applicants.insert(applicants.end(), action.roles.begin(), action.roles.end());
      }
    }
    if (!asks || !grants || !refuses) {
      faults.push_back(
          {Element::kRequest, r,
           "Expected actions that ask for, grant and refuse every request, but request " + id + " lacks one."});
    }
    for (std::size_t a = 0; a < procedure.actions.size(); ++a) {
      const Action& action = procedure.actions[a];
      if (action.request != request || action.step != RequestStep::kGrant) continue;
      for (const std::string& role : action.roles) {
        if (!Contains(applicants, role)) continue;
        faults.push_back({Element::kAction, a,
                          "Expected who asks never to grant, but role " + Quoted(role) + " may ask for request " + id +
                              " and may " + Quoted(action.id) + "."});
      }
    }
    for (std::size_t i = 0; i < ways.states.size(); ++i) {
      const WayState& state = ways.states[i];
      const bool can_be_decided = std::ranges::any_of(procedure.actions, [&](const Action& action) {
        return (action.request == request || action.lapses) && action.step != RequestStep::kAsk &&
               CanTake(procedure, action, state);
      });
      if (state.request != request || can_be_decided) continue;
      faults.push_back({Element::kRequest, r,
                        "Expected a decision to be possible wherever a request waits, but none is on request " + id +
                            " in stage " + Quoted(procedure.stages[state.stage].id) + ".",
                        ways.PathTo(procedure, i)});
      break;
    }
  }
}

}  // namespace wangge::catalog
