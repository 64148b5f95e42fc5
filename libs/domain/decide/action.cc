#include <algorithm>
#include <utility>

#include "domain/decide/clocks.h"
#include "domain/decide/decide.h"
#include "domain/guards.h"
#include "domain/scope.h"

namespace wangge::domain {
namespace {

// The editions that the case is pinned to.
struct Pinned {
  const System* system;
  const Procedure* procedure;
  const Catalogue* catalogue;
};

Pinned PinnedBy(const Editions& editions, const Case& c) {
  return {editions.systems.Find(c.system), editions.procedures.Find(c.procedure),
          editions.catalogues.Find(c.catalogue)};
}

bool StandsIn(const Action& action, StageIndex stage) {
  return std::ranges::find(action.from, stage) != action.from.end();
}

Rejection NotAllowed(const Procedure& procedure, const Case& c, const Action& action) {
  const std::string& stage = procedure.stages[c.stage].id;
  return {
      .kind = RefusalKind::kPrecondition,
      .reason = "ACTION_NOT_ALLOWED",
      .text = "Expected a case in a stage from which \"" + action.id + "\" leads on, but it is in \"" + stage + "\".",
      .details = {{"action", action.id}, {"stage", stage}}};
}

Rejection Required(const Action& action, std::string field) {
  return {.kind = RefusalKind::kInvalid,
          .reason = "FIELD_REQUIRED",
          .text = "Expected the field \"" + field + "\" with action \"" + action.id + "\", but it is missing.",
          .details = {{"field", field}, {"action", action.id}}};
}

// Role, stage and guards: what decides whether the action is offered at all.
std::optional<Rejection> RefuseActor(const Context& context, const Pinned& pinned, const Case& c,
                                     const Action& action) {
  if (!HasAnyRole(*context.actor, action.roles)) return RoleNotAllowed(action.id, *context.actor);
  if (!StandsIn(action, c.stage)) return NotAllowed(*pinned.procedure, c, action);
  for (const Guard guard : action.guards) {
    if (!Holds(guard, c, *context.actor, *pinned.system)) return RefusalOf(guard);
  }
  return std::nullopt;
}

// Under what a case is filed: a condition of its category that holds on the local day.
std::optional<Rejection> RefuseCondition(const Context& context, const Pinned& pinned, const Case& c,
                                         const std::string& id) {
  const Condition* condition = pinned.catalogue->FindCondition(id);
  if (condition == nullptr || condition->category != c.category) {
    return Rejection{
        .kind = RefusalKind::kInvalid,
        .reason = "UNKNOWN_CONDITION",
        .text = "Expected a filing condition of category \"" + c.category + "\", but \"" + id + "\" is none.",
        .details = {{"condition", id}, {"category", c.category}}};
  }
  const Day today = LocalDay(context.now, pinned.system->local_days.utc_offset());
  if (condition->IsValidOn(today)) return std::nullopt;
  const auto day_or_open = [](std::optional<Day> day) { return day ? FormatDay(*day) : std::string("open"); };
  return Rejection{.kind = RefusalKind::kInvalid,
                   .reason = "UNKNOWN_CONDITION",
                   .text = "Expected a filing condition that is valid on " + FormatDay(today) + ", but \"" + id +
                           "\" is so from " + day_or_open(condition->valid_from) + " to " +
                           day_or_open(condition->valid_to) + ".",
                   .details = {{"condition", id}, {"category", c.category}}};
}

// What handling shows: as many photos as the condition of the case asks for.
std::optional<Rejection> RefuseEvidence(const Pinned& pinned, const Case& c, const Action& action,
                                        const PerformAction& command) {
  const Condition* condition = pinned.catalogue->FindCondition(c.condition);
  if (condition == nullptr || std::cmp_greater_equal(command.attachments, condition->photos)) return std::nullopt;
  Rejection refusal = Required(action, "attachments");
  refusal.text = "Expected at least " + std::to_string(condition->photos) + " photos with action \"" + action.id +
                 "\", because condition \"" + condition->id + "\" asks for them, but there are " +
                 std::to_string(command.attachments) + ".";
  return refusal;
}

std::optional<Rejection> RefuseInputs(const Context& context, const Pinned& pinned, const Case& c, const Action& action,
                                      const PerformAction& command) {
  if (action.Asks(Input::kUnit) && command.unit.empty()) return Required(action, "unit");
  if (action.Asks(Input::kCondition) && command.condition.empty()) return Required(action, "condition");
  if (action.Asks(Input::kInspector) && command.inspector.empty()) return Required(action, "inspector");
  if (action.Asks(Input::kNote) && !command.has_note) return Required(action, "note");
  if (action.Asks(Input::kAttachment) && command.attachments == 0) return Required(action, "attachments");
  if (action.Has(ActionEffect::kDispatch)) {
    const auto unit = context.editions->organisations->find(command.unit);
    if (unit == context.editions->organisations->end() || unit->second.kind != OrganisationKind::kUnit) {
      return Rejection{
          .kind = RefusalKind::kInvalid,
          .reason = "UNKNOWN_UNIT",
          .text = "Expected the code of a unit that can be responsible, but \"" + command.unit + "\" is none.",
          .details = {{"unit", command.unit}}};
    }
  }
  if (action.Has(ActionEffect::kFile)) return RefuseCondition(context, pinned, c, command.condition);
  if (action.milestone == Milestone::kHandled) return RefuseEvidence(pinned, c, action, command);
  return std::nullopt;
}

void AppendEffects(const Case& c, const Action& action, const PerformAction& command, std::vector<Event>& events) {
  if (action.Has(ActionEffect::kFile)) events.push_back(Filed{command.condition});
  if (action.Has(ActionEffect::kDispatch)) events.push_back(Dispatched{command.unit, c.round + 1});
  if (action.Has(ActionEffect::kRelease)) events.push_back(Released{c.unit});
  if (action.Has(ActionEffect::kRework)) events.push_back(Reworked{c.round + 1});
  if (action.Has(ActionEffect::kTask)) events.push_back(Tasked{command.inspector});
  if (action.Has(ActionEffect::kEndTask) && !c.inspector.empty()) events.push_back(Tasked{});
}

std::optional<Limit> ConditionLimit(const Catalogue& catalogue, const std::string& id) {
  const Condition* condition = catalogue.FindCondition(id);
  return condition == nullptr ? std::nullopt : condition->limit;
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
  for (const ClockIndex clock : action.stops) StopClock(*c, clock, context.now, events);
  events.push_back(ActionPerformed{.action = *index,
                                   .from = c->stage,
                                   .to = action.to,
                                   .outcome = pinned.procedure->stages[action.to].outcome,
                                   .milestone = action.milestone,
                                   .part = action.part,
                                   .actor = context.actor->id,
                                   .at = context.now,
                                   .inferred = command.inferred});
  AppendEffects(*c, action, command, events);
  const std::string& condition = action.Has(ActionEffect::kFile) ? command.condition : c->condition;
  const auto calendar = CalendarOf(*context.editions, *pinned.system);
  if (calendar.body == nullptr) return CalendarMissing(*pinned.system);
  const ClockStart start{.at = context.now,
                         .calendar = calendar,
                         .condition_limit = ConditionLimit(*pinned.catalogue, condition),
                         .recorded_due = command.recorded_due};
  auto generations = static_cast<std::uint32_t>(c->clocks.size());
  for (const ClockIndex clock : action.starts) {
    if (auto refusal = StartClock(*pinned.procedure, clock, start, generations, events)) return *std::move(refusal);
  }
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
