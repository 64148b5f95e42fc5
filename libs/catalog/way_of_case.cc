#include "catalog/way_of_case.h"

#include <algorithm>

namespace wangge::catalog {
namespace {

ClockMode ModeOf(const domain::ClockRule& rule, const domain::ClockRun* run) {
  if (run == nullptr) return ClockMode::kOff;
  if (run->paused()) return ClockMode::kPaused;
  if (!run->stopped) return ClockMode::kRunning;
  return rule.once ? ClockMode::kSpent : ClockMode::kOff;
}

std::string ClocksIn(const domain::Procedure& procedure, const WayState& state, ClockMode mode) {
  std::string text;
  for (std::size_t i = 0; i < state.clocks.size(); ++i) {
    if (state.clocks[i] == mode) text.append(text.empty() ? "" : ", ").append(procedure.clocks[i].id);
  }
  return text.empty() ? "none" : text;
}

}  // namespace

WayState StateOf(const domain::Procedure& procedure, const domain::Case& c) {
  WayState state{.stage = c.stage, .linked_from = c.stage_before, .returned = c.returned};
  if (const domain::Request* request = domain::OpenRequest(c)) {
    state.request = request->request;
    state.endorsements = static_cast<std::uint16_t>(request->endorsers.size());
  }
  for (std::size_t i = 0; i < procedure.clocks.size(); ++i) {
    const auto* run = domain::LatestRun(c, static_cast<domain::ClockIndex>(i));
    state.clocks.push_back(ModeOf(procedure.clocks[i], run));
  }
  return state;
}

CoveredStates::CoveredStates(const domain::Procedure& procedure) : procedure_(procedure) {
  const Ways ways = FollowWays(procedure_);
  states_.insert(ways.states.begin(), ways.states.end());
}

std::optional<std::string> CoveredStates::WhyNot(const domain::Case& c) const {
  const WayState state = StateOf(procedure_, c);
  if (states_.contains(state)) return std::nullopt;
  const auto& requests = procedure_.requests;
  return "Expected a state that a case of procedure \"" + procedure_.id +
         "\" can reach, but none of its ways leads to " + "stage \"" + procedure_.stages[state.stage].id +
         "\" with clocks running: " + ClocksIn(procedure_, state, ClockMode::kRunning) +
         "; standing still: " + ClocksIn(procedure_, state, ClockMode::kPaused) +
         "; request waiting: " + (state.request ? requests[*state.request].id : std::string("none")) +
         ". Let the case end under its own edition, or go on first.";
}

}  // namespace wangge::catalog
