#include "catalog/ways.h"

#include <algorithm>
#include <map>

#include "domain/decide/clock_list.h"

namespace wangge::catalog {
namespace {

using domain::Action;
using domain::ActionEffect;
using domain::ClockIndex;
using domain::ClocksNamed;
using domain::Guard;
using domain::Move;
using domain::Outcome;
using domain::Procedure;
using domain::RequestStep;

// A clock that takes its limit from elsewhere may find none and not start.
bool AlwaysStarts(const domain::ClockRule& rule) { return rule.limit.has_value(); }

bool OffersStep(const Procedure& procedure, const Action& action, const WayState& state) {
  switch (action.step) {
    case RequestStep::kNone:
      return true;
    case RequestStep::kAsk:
      return !state.request;
    case RequestStep::kReject:
      return state.request == action.request;
    case RequestStep::kEndorse:
      return state.request == action.request && state.endorsements + 1 < procedure.requests[*action.request].approvals;
    case RequestStep::kGrant:
      return state.request == action.request && state.endorsements + 1 == procedure.requests[*action.request].approvals;
  }
  return false;
}

bool FirstStepIsOpen(const Procedure& procedure, const WayState& state) {
  for (std::size_t i = 0; i < procedure.clocks.size(); ++i) {
    const domain::ClockRule& rule = procedure.clocks[i];
    if (rule.limit || rule.span != domain::Span::kSecure) continue;
    if (state.clocks[i] == ClockMode::kRunning || state.clocks[i] == ClockMode::kPaused) return true;
  }
  return false;
}

// Of the guards, those that a state can answer.
bool GuardsHold(const Procedure& procedure, const Action& action, const WayState& state) {
  const bool runs = state.clocks[procedure.disposal_clock] == ClockMode::kRunning;
  if (action.Needs(Guard::kBeforeDeadline) && !runs) return false;
  if (action.Needs(Guard::kWasReturned) && !state.returned) return false;
  if (action.Needs(Guard::kWasNotReturned) && state.returned) return false;
  return !action.Needs(Guard::kFirstStepOpen) || FirstStepIsOpen(procedure, state);
}

// What the engine alone performs needs the clock whose deadline passes. What follows another action is possible
// wherever it begins: more ways than a case can take.
bool IsDue(const Procedure& procedure, const Action& action, const WayState& state) {
  for (std::size_t i = 0; i < procedure.clocks.size(); ++i) {
    const auto& expiry = procedure.clocks[i].on_expiry;
    const bool performs = expiry && &procedure.actions[*expiry] == &action;
    if (performs && state.clocks[i] == ClockMode::kRunning) return true;
  }
  return std::ranges::any_of(procedure.actions, [&](const Action& before) {
    return before.then && &procedure.actions[*before.then] == &action;
  });
}

void Step(const Action& action, WayState& state) {
  if (action.lapses) state.request.reset();
  switch (action.step) {
    case RequestStep::kNone:
      break;
    case RequestStep::kAsk:
      state.request = action.request;
      break;
    case RequestStep::kEndorse:
      ++state.endorsements;
      break;
    case RequestStep::kGrant:
    case RequestStep::kReject:
      state.request.reset();
      break;
  }
  if (!state.request) state.endorsements = 0;
}

void Go(const Action& action, WayState& state) {
  if (action.Has(ActionEffect::kLink)) state.linked_from = state.stage;
  if (action.move == Move::kTo) state.stage = action.to;
  if (action.move == Move::kBack && state.linked_from) state.stage = *state.linked_from;
  if (action.Has(ActionEffect::kUnlink)) state.linked_from.reset();
}

// The states after the starts: a clock that may find no limit makes two of each.
std::vector<WayState> Started(const Procedure& procedure, const std::vector<ClockIndex>& starts, WayState state) {
  std::vector<WayState> states{std::move(state)};
  for (const ClockIndex clock : starts) {
    const std::size_t before = states.size();
    for (std::size_t i = 0; i < before; ++i) {
      if (states[i].clocks[clock] != ClockMode::kOff) continue;
      if (!AlwaysStarts(procedure.clocks[clock])) states.push_back(states[i]);
      states[i].clocks[clock] = ClockMode::kRunning;
    }
  }
  return states;
}

std::vector<WayState> After(const Procedure& procedure, const Action& action, WayState state) {
  for (const ClockIndex clock : ClocksNamed(procedure, action.stops, action.stops_all)) {
    ClockMode& mode = state.clocks[clock];
    if (mode == ClockMode::kOff || mode == ClockMode::kSpent) continue;
    mode = procedure.clocks[clock].once ? ClockMode::kSpent : ClockMode::kOff;
  }
  Step(action, state);
  Go(action, state);
  if (action.Has(ActionEffect::kRelease)) state.returned = true;
  if (action.Has(ActionEffect::kDispatch) || action.Has(ActionEffect::kReopen)) state.returned = false;
  for (const ClockIndex clock : ClocksNamed(procedure, action.pauses, action.pauses_all)) {
    if (state.clocks[clock] == ClockMode::kRunning) state.clocks[clock] = ClockMode::kPaused;
  }
  for (const ClockIndex clock : ClocksNamed(procedure, action.resumes, action.resumes_all)) {
    if (state.clocks[clock] == ClockMode::kPaused) state.clocks[clock] = ClockMode::kRunning;
  }
  return Started(procedure, action.starts, std::move(state));
}

class Explorer {
 public:
  explicit Explorer(const Procedure& procedure) : procedure_(procedure) {}

  Ways Follow() && {
    Begin(procedure_.first_stage, procedure_.report_starts);
    for (const domain::Entry& entry : procedure_.entries) Begin(entry.stage, entry.starts);
    for (std::size_t at = 0; at < ways_.states.size() && ways_.complete; ++at) {
      for (std::size_t i = 0; i < procedure_.actions.size(); ++i) {
        const WayState state = ways_.states[at];  // a copy: the list grows
        if (!CanTake(procedure_, procedure_.actions[i], state)) continue;
        for (WayState& next : After(procedure_, procedure_.actions[i], state)) {
          Reach(std::move(next), {at, static_cast<domain::ActionIndex>(i)});
        }
      }
    }
    return std::move(ways_);
  }

 private:
  void Begin(domain::StageIndex stage, const std::vector<ClockIndex>& starts) {
    WayState state{.stage = stage, .clocks = std::vector<ClockMode>(procedure_.clocks.size())};
    for (WayState& first : Started(procedure_, starts, std::move(state))) Reach(std::move(first), {});
  }

  void Reach(WayState state, const WayStep& step) {
    const auto [found, is_new] = seen_.emplace(state, ways_.states.size());
    if (is_new) {
      if (ways_.states.size() == Ways::kStatesMax) {
        ways_.complete = false;
        return;
      }
      ways_.states.push_back(std::move(state));
      ways_.reached_by.push_back(step);
      ways_.steps.emplace_back();
    }
    if (step.action) ways_.steps[found->second].push_back(step);
  }

  const Procedure& procedure_;
  std::map<WayState, std::size_t> seen_;
  Ways ways_;
};

}  // namespace

std::vector<ClockIndex> ClocksOfRequest(const Procedure& procedure, domain::RequestIndex request) {
  std::vector<ClockIndex> clocks;
  for (const Action& action : procedure.actions) {
    if (action.request != request || action.step != RequestStep::kAsk) continue;
    clocks.insert(clocks.end(), action.starts.begin(), action.starts.end());
  }
  return clocks;
}

bool CanTake(const Procedure& procedure, const Action& action, const WayState& state) {
  if (std::ranges::find(action.from, state.stage) == action.from.end()) return false;
  if (!GuardsHold(procedure, action, state)) return false;
  if (action.roles.empty() && !IsDue(procedure, action, state)) return false;
  return OffersStep(procedure, action, state);
}

std::string Ways::PathTo(const Procedure& procedure, std::size_t state) const {
  std::string path;
  std::size_t at = state;
  for (; reached_by[at].action; at = reached_by[at].from) {
    path.insert(0, ", " + procedure.actions[*reached_by[at].action].id);
  }
  return "report" + path;
}

Ways FollowWays(const Procedure& procedure) { return Explorer(procedure).Follow(); }

}  // namespace wangge::catalog
