#include <algorithm>

#include "domain/decide/decide.h"
#include "domain/decide/inputs.h"
#include "domain/decide/perform.h"
#include "domain/decide/routing_fault.h"
#include "domain/guards.h"
#include "domain/scope.h"

namespace wangge::domain {
namespace {

// Role and state: what decides whether the action is offered at all.
std::optional<Rejection> RefuseActor(const Context& context, const Pinned& pinned, const Case& c,
                                     const Action& action) {
  // A role that does not see the case allows nothing to it, whatever another role of the same post lets one see.
  if (!HasRoleThatSees(*context.actor, action.roles, *context.editions->roles, c, pinned.system->area_root)) {
    return RoleNotAllowed("perform \"" + action.id + "\" in this case", *context.actor, action.roles);
  }
  const bool is_recused = std::ranges::any_of(c.parts, [&](const PartTaken& taken) {
    return taken.part == Part::kRecused && CountAsOne(c, *context.actor, taken.actor);
  });
  if (is_recused) {
    return Rejection{.kind = RefusalKind::kForbidden,
                     .reason = "ACTOR_IS_RECUSED",
                     .text =
                         "Expected somebody without an interest in the case, but the caller, or somebody for whom the "
                         "caller stands in or who has stood in for the caller, has withdrawn from it. Let another "
                         "act."};
  }
  // Who judged that a matter is to be filed has no hand in its handling.
  const bool is_filer = action.part == Part::kHandler && std::ranges::any_of(c.parts, [&](const PartTaken& taken) {
                          return taken.part == Part::kFiler && CountAsOne(c, *context.actor, taken.actor);
                        });
  if (is_filer) {
    return Rejection{.kind = RefusalKind::kForbidden,
                     .reason = "ACTOR_IS_FILER",
                     .text =
                         "Expected somebody who has not filed the case to handle it, but the caller, or somebody for "
                         "whom the caller stands in or who has stood in for the caller, has filed it. Let another "
                         "act."};
  }
  return RefuseState(context, pinned, c, action);
}

Decision Perform(const Context& context, const Pinned& pinned, const Case& c, ActionIndex index,
                 const PerformAction& command) {
  const Action& action = pinned.procedure->actions[index];
  if (auto refusal = RefuseInputs(context, pinned, c, action, command)) return *std::move(refusal);
  std::vector<Event> events;
  if (auto refusal = AppendAction(context, pinned, c, index, command, events)) return *std::move(refusal);
  return events;
}

Rejection NotByRules(const Action& action) {
  return {.kind = RefusalKind::kInvalid,
          .reason = "NOT_BY_RULES",
          .text = "Expected an action that dispatches, without a unit, where the rules are to name one, but \"" +
                  action.id + "\" is none or names one. Name the unit, or let the rules.",
          .details = {{"action", action.id}}};
}

}  // namespace

Decision DecideAction(const Context& context, const Case* c, const PerformAction& command) {
  if (c == nullptr) return CaseNotFound();
  const Pinned pinned = PinnedBy(*context.editions, *c);
  const View view = ViewOf(*context.actor, *context.editions->roles);
  if (!Sees(view, *c, pinned.system->area_root)) return CaseNotFound();
  const auto index = pinned.procedure->FindAction(command.action);
  if (!index) {
    return Rejection{.kind = RefusalKind::kInvalid,
                     .reason = "UNKNOWN_ACTION",
                     .text = "Expected an action of procedure \"" + pinned.procedure->id + "\", but \"" +
                             command.action + "\" is none.",
                     .details = {{"action", command.action}}};
  }
  const Action& action = pinned.procedure->actions[*index];
  if (action.desk != command.desk) {
    return Rejection{.kind = RefusalKind::kPrecondition,
                     .reason = "WRONG_DESK",
                     .text = "Expected \"" + action.id +
                             "\" at its own desk, but it was asked of another service. "
                             "Dispatching goes to the dispatch service, all else to the resolution service.",
                     .details = {{"action", action.id}}};
  }
  if (command.etag && *command.etag != c->last) {
    return Rejection{.kind = RefusalKind::kConflict,
                     .reason = "STALE_ETAG",
                     .text = "Expected the etag of the case as it stands, but it has changed since. Read it again."};
  }
  if (auto refusal = RefuseActor(context, pinned, *c, action)) return *std::move(refusal);
  if (!command.routing) return Perform(context, pinned, *c, *index, command);
  if (!action.Has(ActionEffect::kDispatch) || !command.unit.empty()) return NotByRules(action);
  if (command.routing->fault != RoutingFault::kNone) return RecordFault(context, *c, *command.routing);
  PerformAction routed = command;
  routed.unit = command.routing->unit;
  Decision decision = Perform(context, pinned, *c, *index, routed);
  if (auto* events = std::get_if<std::vector<Event>>(&decision)) events->push_back(Routed{command.routing->rule});
  return decision;
}

std::vector<ActionIndex> AllowedActions(const Context& context, const Case& c) {
  const Pinned pinned = PinnedBy(*context.editions, c);
  std::vector<ActionIndex> allowed;
  const auto acting = ActingAs(*context.actor, *context.editions->absences, context.now);
  const Actor* actor = std::get_if<Actor>(&acting);
  if (actor == nullptr || !Sees(ViewOf(*actor, *context.editions->roles), c, pinned.system->area_root)) return allowed;
  Context as_post = context;
  as_post.actor = actor;
  for (std::size_t i = 0; i < pinned.procedure->actions.size(); ++i) {
    if (!RefuseActor(as_post, pinned, c, pinned.procedure->actions[i])) allowed.push_back(static_cast<ActionIndex>(i));
  }
  return allowed;
}

}  // namespace wangge::domain
