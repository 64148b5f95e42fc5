#include "domain/decide/decide.h"
#include "domain/decide/inputs.h"
#include "domain/decide/perform.h"
#include "domain/decide/routing_fault.h"

namespace wangge::domain {

std::optional<FollowAction> FollowOf(const Editions& editions, const Case& after, const Command& command) {
  const auto* step = std::get_if<PerformAction>(&command);
  if (step == nullptr || !step->then_routing) return std::nullopt;
  const Procedure* procedure = editions.procedures.Find(after.procedure);
  const auto index = procedure == nullptr ? std::nullopt : procedure->FindAction(step->action);
  if (!index || !procedure->actions[*index].then) return std::nullopt;
  return FollowAction{.case_id = after.id, .action = *procedure->actions[*index].then, .routing = *step->then_routing};
}

// The step before it stands, whatever becomes of this one: what the case does not allow is left to people.
Decision DecideFollowing(const Context& context, const Case* c, const FollowAction& command) {
  std::vector<Event> events;
  if (c == nullptr) return events;
  const Pinned pinned = PinnedBy(*context.editions, *c);
  if (pinned.procedure == nullptr || command.action >= pinned.procedure->actions.size()) return events;
  const Action& action = pinned.procedure->actions[command.action];
  if (!action.roles.empty() || RefuseState(context, pinned, *c, action)) return events;
  if (command.routing.fault != RoutingFault::kNone) return RecordFault(context, *c, command.routing);
  const PerformAction step{
      .case_id = c->id, .action = action.id, .desk = action.desk, .unit = command.routing.unit};
  if (RefuseInputs(context, pinned, *c, action, step)) {
    return RecordFault(context, *c, {.fault = RoutingFault::kInactiveUnit, .rule = command.routing.rule});
  }
  if (AppendAction(context, pinned, *c, command.action, step, events)) return std::vector<Event>{};
  events.push_back(Routed{command.routing.rule});
  return events;
}

}  // namespace wangge::domain
