#include "catalog/prove.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "catalog/names.h"
#include "catalog/prove_words.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ActionEffect;
using domain::Guard;
using domain::Input;
using domain::Outcome;
using domain::Part;
using domain::Procedure;

using Element = Fault::Element;

template <typename Value>
bool StandsTwice(std::vector<Value> values) {
  std::ranges::sort(values);
  return std::ranges::adjacent_find(values) != values.end();
}

bool IsComplete(const domain::Label& label) { return !label.zh.empty() && !label.en.empty(); }

template <typename Entry>
void ProveEntries(const std::vector<Entry>& entries, Element element, std::string_view kind, Faults& faults) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string name = std::string(kind) + " " + Quoted(entries[i].id);
    if (!IsId(entries[i].id)) {
      faults.push_back({element, i, "Expected an id of the form [a-z][a-z0-9_]*, but got " + name + "."});
    }
    if (!seen.insert(entries[i].id).second) {
      faults.push_back({element, i, "Expected each id once, but " + name + " stands twice."});
    }
    if (!IsComplete(entries[i].label)) {
      faults.push_back({element, i, "Expected a label in zh and en, but " + name + " lacks one."});
    }
  }
}

bool Closes(const Procedure& procedure, const Action& action) {
  const Outcome outcome = procedure.stages[action.to].outcome;
  return action.move == domain::Move::kTo && (outcome == Outcome::kClosed || outcome == Outcome::kForceClosed);
}

struct Need {
  ActionEffect effect;
  Input input;
  bool must_ask;  // the effect cannot do without
  const char* what;
};
constexpr Need kNeeds[] = {
    {ActionEffect::kFile, Input::kCondition, true, "a filing condition"},
    {ActionEffect::kDispatch, Input::kUnit, true, "a unit"},
    {ActionEffect::kTask, Input::kInspector, false, "an inspector"},
    {ActionEffect::kDispatch, Input::kCoUnits, false, "co-units"},
    {ActionEffect::kAssign, Input::kHandler, true, "a handler"},
    {ActionEffect::kLink, Input::kMaster, true, "the case that it repeats"},
    {ActionEffect::kRelocate, Input::kPosition, true, "a position"},
};

// Where nothing else says how a fault of an action comes about, the way to the first state in which it can be taken.
void AddWays(const Procedure& procedure, const Ways& ways, Faults& faults) {
  for (Fault& fault : faults) {
    if (fault.element != Element::kAction || !fault.way.empty()) continue;
    const Action& action = procedure.actions[fault.index];
    for (std::size_t i = 0; i < ways.states.size(); ++i) {
      if (!CanTake(procedure, action, ways.states[i])) continue;
      fault.way = ways.PathTo(procedure, i) + ", " + action.id;
      break;
    }
  }
}

}  // namespace

std::string ToText(const Fault& fault) {
  return fault.way.empty() ? fault.text : fault.text + " Way: " + fault.way + ".";
}

std::vector<Fault> Prove(const Procedure& procedure) {
  Faults faults;
  ProveNames(procedure, faults);
  if (!ProveIndexes(procedure, faults)) return faults;
  const Ways ways = FollowWays(procedure);
  if (!ways.complete) {
    faults.push_back({Element::kProcedure, 0,
                      "Expected at most " + std::to_string(Ways::kStatesMax) + " states of a case, but procedure " +
                          Quoted(procedure.id) + " has more. Make fewer clocks run at once."});
    return faults;
  }
  ProveStages(procedure, ways, faults);
  ProveClocks(procedure, ways, faults);
  ProveRequests(procedure, ways, faults);
  ProveProhibitions(procedure, ways, faults);
  ProveAssignments(procedure, faults);
  ProveParts(procedure, faults);
  ProveInputs(procedure, faults);
  ProveFollowing(procedure, faults);
  AddWays(procedure, ways, faults);
  return faults;
}

bool ProveIndexes(const Procedure& procedure, Faults& faults) {
  const std::size_t stages = procedure.stages.size();
  const std::size_t clocks = procedure.clocks.size();
  const auto are_clocks = [clocks](const std::vector<domain::ClockIndex>& indexes) {
    return std::ranges::all_of(indexes, [clocks](domain::ClockIndex index) { return index < clocks; });
  };
  const std::size_t before = faults.size();
  if (procedure.first_stage >= stages || procedure.disposal_clock >= clocks || !are_clocks(procedure.report_starts)) {
    faults.push_back({Element::kProcedure, 0,
                      "Expected a first stage, a disposal clock and clocks that a report starts "
                      "of procedure " +
                          Quoted(procedure.id) + ", but one is none of its own."});
  }
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    const Action& action = procedure.actions[i];
    const bool are_stages = action.to < stages && std::ranges::all_of(action.from, [stages](domain::StageIndex index) {
                              return index < stages;
                            });
    const bool has_own_clocks = are_clocks(action.starts) && are_clocks(action.stops) && are_clocks(action.pauses) &&
                                are_clocks(action.resumes) && are_clocks(action.extends);
    const bool has_own_rest =
        (!action.request || *action.request < procedure.requests.size()) &&
        (!action.then || *action.then < procedure.actions.size()) &&
        std::ranges::all_of(action.counts, [&](auto counter) { return counter < procedure.counters.size(); });
    if (!are_stages || !has_own_clocks || !has_own_rest) {
      faults.push_back({Element::kAction, i,
                        "Expected stages, clocks, requests, counters and actions of the procedure, but action " +
                            Quoted(action.id) + " names others."});
    }
  }
  const bool have_own_entries = std::ranges::all_of(
      procedure.entries, [&](const domain::Entry& entry) { return entry.stage < stages && are_clocks(entry.starts); });
  const bool have_own_expiries = std::ranges::all_of(procedure.clocks, [&](const domain::ClockRule& clock) {
    return !clock.on_expiry || *clock.on_expiry < procedure.actions.size();
  });
  const auto are_actions = [&](const std::vector<domain::ActionIndex>& indexes) {
    return std::ranges::all_of(indexes, [&](auto action) { return action < procedure.actions.size(); });
  };
  for (std::size_t i = 0; i < procedure.prohibitions.size(); ++i) {
    const domain::Prohibition& rule = procedure.prohibitions[i];
    if (are_actions(rule.after) && are_actions(rule.until) && are_actions(rule.never)) continue;
    faults.push_back({Element::kProhibition, i,
                      "Expected actions of the procedure, but prohibition " + Quoted(rule.id) + " names others."});
  }
  if (!have_own_entries || !have_own_expiries) {
    faults.push_back({Element::kProcedure, 0,
                      "Expected entries and on_expiry of procedure " + Quoted(procedure.id) +
                          " to name its stages, clocks and actions, but one names others."});
  }
  return faults.size() == before;
}

void ProveNames(const Procedure& procedure, Faults& faults) {
  if (!IsId(procedure.id) || !IsComplete(procedure.label)) {
    faults.push_back({Element::kProcedure, 0,
                      "Expected an id of the form [a-z][a-z0-9_]* and a label in zh and en, but "
                      "procedure " +
                          Quoted(procedure.id) + " lacks one."});
  }
  if (procedure.report_roles.empty() || StandsTwice(procedure.report_roles)) {
    faults.push_back({Element::kProcedure, 0,
                      "Expected roles that may report, each once, but procedure " + Quoted(procedure.id) +
                          " names none or one twice."});
  }
  ProveEntries(procedure.stages, Element::kStage, "stage", faults);
  ProveEntries(procedure.clocks, Element::kClock, "clock", faults);
  ProveEntries(procedure.actions, Element::kAction, "action", faults);
  ProveEntries(procedure.requests, Element::kRequest, "request", faults);
  ProveEntries(procedure.counters, Element::kCounter, "counter", faults);
  ProveEntries(procedure.prohibitions, Element::kProhibition, "prohibition", faults);
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    const Action& action = procedure.actions[i];
    const auto need = [&](bool holds, std::string_view what) {
      if (holds) return;
      faults.push_back({Element::kAction, i,
                        "Expected " + std::string(what) + ", but action " + Quoted(action.id) + " has it otherwise."});
    };
    need(!action.from.empty() && !StandsTwice(action.from), "stages to begin in, each once");
    const bool is_expiry = std::ranges::any_of(
        procedure.clocks, [i](const domain::ClockRule& clock) { return clock.on_expiry && *clock.on_expiry == i; });
    const bool follows =
        std::ranges::any_of(procedure.actions, [i](const Action& before) { return before.then && *before.then == i; });
    need((is_expiry || follows || !action.roles.empty()) && !StandsTwice(action.roles), "roles that may, each once");
    need(!StandsTwice(action.starts) && !StandsTwice(action.stops), "each clock once");
    need(!StandsTwice(action.guards) && !StandsTwice(action.inputs), "each guard and input once");
    need(!StandsTwice(action.effects), "each effect once");
    need(action.desk != domain::Desk::kReport, "a desk that performs actions");
  }
}

void ProveParts(const Procedure& procedure, Faults& faults) {
  std::set<std::string> handlers;
  for (const Action& action : procedure.actions) {
    if (action.part == Part::kHandler) handlers.insert(action.roles.begin(), action.roles.end());
  }
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    const Action& action = procedure.actions[i];
    if (action.part != Part::kChecker && !Closes(procedure, action)) continue;
    for (const std::string& role : action.roles) {
      if (handlers.contains(role)) {
        faults.push_back({Element::kAction, i,
                          "Expected who handles never to check or close, but role " + Quoted(role) +
                              " may handle and may " + Quoted(action.id) + "."});
      }
    }
    if (!Contains(action.guards, Guard::kActorIsNotHandler)) {
      faults.push_back({Element::kAction, i,
                        "Expected the guard ACTOR_IS_NOT_HANDLER, but action " + Quoted(action.id) +
                            " checks or closes without it."});
    }
  }
}

void ProveAssignments(const Procedure& procedure, Faults& faults) {
  const bool dispatches =
      std::ranges::any_of(procedure.actions, [](const Action& action) { return action.Has(ActionEffect::kDispatch); });
  if (!dispatches) return;
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    const Action& action = procedure.actions[i];
    const bool stops = action.stops_all || Contains(action.stops, procedure.disposal_clock);
    const bool says_how =
        action.Has(ActionEffect::kSettle) || action.Has(ActionEffect::kRelease) || action.Has(ActionEffect::kWithdraw);
    if (!stops || says_how) continue;
    faults.push_back({Element::kAction, i,
                      "Expected SETTLE, RELEASE or WITHDRAW where the disposal clock is stopped, but "
                      "action " +
                          Quoted(action.id) + " has it otherwise."});
  }
}

void ProveFollowing(const Procedure& procedure, Faults& faults) {
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    const Action& before = procedure.actions[i];
    if (!before.then) continue;
    const Action& action = procedure.actions[*before.then];
    const auto need = [&](bool holds, std::string_view what) {
      if (holds) return;
      faults.push_back({Element::kAction, i,
                        "Expected " + std::string(what) + ", but action " + Quoted(before.id) + " is followed by " +
                            Quoted(action.id) + "."});
    };
    const bool asks_for_more =
        std::ranges::any_of(action.inputs, [](Input input) { return input != Input::kUnit; });
    need(action.Has(ActionEffect::kDispatch) && action.roles.empty(),
         "an action that dispatches and that nobody but the engine performs");
    need(action.step == domain::RequestStep::kNone && !action.then, "no step of a request and nothing that follows");
    need(!asks_for_more, "no input but the unit, which the rules name");
    need(before.move == domain::Move::kTo && Contains(action.from, before.to),
         "an action that begins where the one before it has led");
    const bool has_person = std::ranges::any_of(procedure.actions, [&](const Action& other) {
      return other.Has(ActionEffect::kDispatch) && !other.roles.empty() && Contains(other.from, before.to);
    });
    need(has_person, "an action by which a person dispatches where the rules decide nothing");
  }
}

void ProveInputs(const Procedure& procedure, Faults& faults) {
  for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
    const Action& action = procedure.actions[i];
    for (const Need& need : kNeeds) {
      const bool has = action.Has(need.effect);
      const bool asks = action.Asks(need.input);
      if (has && need.must_ask && !asks) {
        faults.push_back({Element::kAction, i,
                          "Expected the input of " + std::string(need.what) + ", but action " + Quoted(action.id) +
                              " does not ask for what its effect needs."});
      }
      if (asks && !has) {
        faults.push_back({Element::kAction, i,
                          "Expected an effect that takes " + std::string(need.what) + ", but action " +
                              Quoted(action.id) + " has none."});
      }
    }
    const auto need = [&](bool holds, std::string_view what) {
      if (holds) return;
      faults.push_back({Element::kAction, i,
                        "Expected " + std::string(what) + ", but action " + Quoted(action.id) + " has it otherwise."});
    };
    need(!action.Asks(Input::kUntil) || action.step == domain::RequestStep::kAsk,
         "the end asked for only where a request is asked for");
    need(!action.Has(ActionEffect::kExempt) || action.step == domain::RequestStep::kGrant,
         "an exemption only where a request is granted");
    need((action.move == domain::Move::kBack) == action.Has(ActionEffect::kUnlink),
         "the way back where a link is undone, and there alone");
    if (action.Has(ActionEffect::kTask) && action.Has(ActionEffect::kEndTask)) {
      faults.push_back(
          {Element::kAction, i, "Expected a task to begin or to end, but action " + Quoted(action.id) + " does both."});
    }
  }
}

}  // namespace wangge::catalog
