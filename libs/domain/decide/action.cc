#include <algorithm>

#include "domain/decide/decide.h"
#include "domain/decide/inputs.h"
#include "domain/decide/perform.h"
#include "domain/scope.h"

namespace wangge::domain {
namespace {

// Role and state: what decides whether the action is offered at all.
std::optional<Rejection> RefuseActor(const Context& context, const Pinned& pinned, const Case& c,
                                     const Action& action) {
  if (!HasAnyRole(*context.actor, action.roles)) {
    return RoleNotAllowed("perform \"" + action.id + "\"", *context.actor, action.roles);
  }
  const bool is_recused = std::ranges::any_of(c.parts, [&context](const PartTaken& taken) {
    return taken.part == Part::kRecused && taken.actor == context.actor->id;
  });
  if (is_recused) {
    return Rejection{.kind = RefusalKind::kForbidden,
                     .reason = "ACTOR_IS_RECUSED",
                     .text =
                         "Expected somebody without an interest in the case, but the caller has withdrawn from it. "
                         "Let another act."};
  }
  return RefuseState(context, pinned, c, action);
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
  if (auto refusal = RefuseInputs(context, pinned, *c, action, command)) return *std::move(refusal);
  std::vector<Event> events;
  if (auto refusal = AppendAction(context, pinned, *c, *index, command, events)) return *std::move(refusal);
  return events;
}

std::vector<ActionIndex> AllowedActions(const Context& context, const Case& c) {
  const Pinned pinned = PinnedBy(*context.editions, c);
  std::vector<ActionIndex> allowed;
  if (!Sees(ViewOf(*context.actor, *context.editions->roles), c, pinned.system->area_root)) return allowed;
  for (std::size_t i = 0; i < pinned.procedure->actions.size(); ++i) {
    if (!RefuseActor(context, pinned, c, pinned.procedure->actions[i])) allowed.push_back(static_cast<ActionIndex>(i));
  }
  return allowed;
}

}  // namespace wangge::domain
