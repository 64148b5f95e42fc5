#include "domain/plain_path.h"

#include <deque>
#include <optional>

namespace wangge::domain {
namespace {

bool OnlyForUntrusted(const Action& action) {
  return std::ranges::find(action.guards, Guard::kSourceIsNotTrusted) != action.guards.end();
}

// Not by the engine itself, by a request, or after the end.
bool LeadsFrom(const Action& action, StageIndex stage) {
  if (action.roles.empty() || action.step != RequestStep::kNone || action.Has(ActionEffect::kReopen)) return false;
  return action.move == Move::kTo && action.to != stage && std::ranges::find(action.from, stage) != action.from.end() &&
         !OnlyForUntrusted(action);
}

}  // namespace

std::vector<ActionIndex> PlainPath(const Procedure& procedure) {
  // Breadth first; `reached_by` is the action that first led to a stage.
  struct Step {
    ActionIndex action;
    StageIndex from;
  };
  std::vector<std::optional<Step>> reached_by(procedure.stages.size());
  std::deque<StageIndex> frontier{procedure.first_stage};
  while (!frontier.empty()) {
    const StageIndex stage = frontier.front();
    frontier.pop_front();
    if (procedure.stages[stage].outcome == Outcome::kClosed) {
      std::vector<ActionIndex> path;
      for (StageIndex at = stage; at != procedure.first_stage; at = reached_by[at]->from) {
        path.insert(path.begin(), reached_by[at]->action);
      }
      return path;
    }
    for (std::size_t i = 0; i < procedure.actions.size(); ++i) {
      const Action& action = procedure.actions[i];
      if (!LeadsFrom(action, stage) || reached_by[action.to] || action.to == procedure.first_stage) continue;
      reached_by[action.to] = Step{static_cast<ActionIndex>(i), stage};
      frontier.push_back(action.to);
    }
  }
  return {};
}

}  // namespace wangge::domain
