#include "domain/decide/perform.h"

#include <algorithm>

#include "domain/decide/clock_list.h"
#include "domain/decide/clockwork.h"
#include "domain/decide/evidence.h"
#include "domain/decide/requests.h"
#include "domain/guards.h"

namespace wangge::domain {
namespace {

Rejection NotAllowed(const Procedure& procedure, const Case& c, const Action& action) {
  const std::string& stage = procedure.stages[c.stage].id;
  return {
      .kind = RefusalKind::kPrecondition,
      .reason = "ACTION_NOT_ALLOWED",
      .text = "Expected a case in a stage from which \"" + action.id + "\" leads on, but it is in \"" + stage + "\".",
      .details = {{"action", action.id}, {"stage", stage}}};
}

StageIndex Target(const Action& action, const Case& c) {
  switch (action.move) {
    case Move::kTo:
      return action.to;
    case Move::kStay:
      return c.stage;
    case Move::kBack:
      return c.stage_before.value_or(action.to);
  }
  return action.to;
}

class Effects {
 public:
  Effects(const Context& context, const Pinned& pinned, const Case& c, const Action& action,
          const PerformAction& command, std::vector<Event>& events)
      : context_(context), pinned_(pinned), c_(c), action_(action), command_(command), events_(events) {}

  void Append() const {
    for (const ActionEffect effect : action_.effects) AppendOne(effect);
    if (action_.Asks(Input::kProof) && command_.proof) events_.push_back(ProofGiven{*command_.proof});
  }

 private:
  void AppendOne(ActionEffect effect) const {
    switch (effect) {
      case ActionEffect::kFile:
        return events_.push_back(Filed{command_.condition});
      case ActionEffect::kDispatch:
        return Dispatch();
      case ActionEffect::kRelease:
        Return();
        return events_.push_back(Released{c_.unit});
      case ActionEffect::kTask:
        return events_.push_back(Tasked{command_.inspector});
      case ActionEffect::kEndTask:
        if (!c_.inspector.empty()) events_.push_back(Tasked{});
        return;
      case ActionEffect::kRework:
        events_.push_back(Reworked{c_.round + 1});
        return Begin(c_.unit, true, true);
      case ActionEffect::kAssign:
        return events_.push_back(HandlerNamed{command_.handler});
      case ActionEffect::kUnassign:
        return events_.push_back(HandlerNamed{});
      case ActionEffect::kCoDone:
        return EndOne(context_.actor->organisation, AssignmentEnd::kConfirmed);
      case ActionEffect::kSettle:
        return EndOne(c_.unit, AssignmentEnd::kConfirmed);
      case ActionEffect::kWithdraw:
        return End(AssignmentEnd::kWithdrawn);
      case ActionEffect::kExempt:
        return events_.push_back(AssignmentsExempted{OpenRequest(c_)->unit});
      case ActionEffect::kReopen:
        return events_.push_back(Reopened{});
      case ActionEffect::kLink:
        return events_.push_back(Linked{.master = command_.master, .stage_before = c_.stage});
      case ActionEffect::kUnlink:
        return events_.push_back(Unlinked{});
      case ActionEffect::kRelocate:
        return events_.push_back(Relocated{
            .at = context_.now, .location = *command_.location, .area = AreaOf(*pinned_.system, *command_.location)});
    }
  }

  void Dispatch() const {
    events_.push_back(Dispatched{command_.unit, c_.round + 1});
    Begin(command_.unit, true, false);
    for (const std::string& unit : command_.co_units) Begin(unit, false, false);
  }

  void Begin(const std::string& unit, bool lead, bool again) const {
    events_.push_back(
        AssignmentBegun{.unit = unit, .round = c_.round + 1, .lead = lead, .again = again, .at = context_.now});
  }

  void EndOne(const std::string& unit, AssignmentEnd end) const {
    AssignmentEnded ended{.unit = unit, .round = c_.round, .end = end, .at = context_.now};
    const ClockRun* run = LatestRun(c_, pinned_.procedure->disposal_clock);
    if (end == AssignmentEnd::kConfirmed && run != nullptr && !run->stopped) {
      ended.due = run->due;
      ended.late = run->running() && context_.now > run->due;
    }
    events_.push_back(ended);
  }

  // The unit that is responsible gives the case back. Those that help it give nothing back: it is taken from them.
  void Return() const {
    for (const Assignment& assignment : c_.assignments) {
      if (assignment.end != AssignmentEnd::kOpen) continue;
      EndOne(assignment.unit, assignment.lead ? AssignmentEnd::kReturned : AssignmentEnd::kWithdrawn);
    }
  }

  // Every assignment of the round that is open.
  void End(AssignmentEnd end) const {
    for (const Assignment& assignment : c_.assignments) {
      if (assignment.end == AssignmentEnd::kOpen) EndOne(assignment.unit, end);
    }
  }

  const Context& context_;
  const Pinned& pinned_;
  const Case& c_;
  const Action& action_;
  const PerformAction& command_;
  std::vector<Event>& events_;
};

}  // namespace

std::optional<Rejection> RefuseState(const Context& context, const Pinned& pinned, const Case& c,
                                     const Action& action) {
  if (std::ranges::find(action.from, c.stage) == action.from.end()) return NotAllowed(*pinned.procedure, c, action);
  if (auto refusal = RefuseRequest(*pinned.procedure, action, c, *context.actor)) return refusal;
  const Asked asked{c, *context.actor, *pinned.system, *pinned.procedure, context.now};
  for (const Guard guard : action.guards) {
    if (!Holds(guard, asked)) return RefusalOf(guard);
  }
  return std::nullopt;
}

std::optional<Rejection> AppendAction(const Context& context, const Pinned& pinned, const Case& c, ActionIndex index,
                                      const PerformAction& command, std::vector<Event>& events,
                                      std::optional<Timestamp> expired) {
  const Procedure& procedure = *pinned.procedure;
  const Action& action = procedure.actions[index];
  const std::string& unit = action.Has(ActionEffect::kDispatch) ? command.unit : c.unit;
  const auto calendar = CalendarOf(*context.editions, *pinned.system, c.area, unit);
  if (calendar.body == nullptr) return CalendarMissing(*pinned.system, c.area, unit);
  Clockwork clockwork(*context.editions, *pinned.system, procedure, calendar, &c, context.now, context.actor->id,
                      events);

  const bool is_faultless = action.Has(ActionEffect::kRelease) || action.Has(ActionEffect::kWithdraw);
  for (const ClockIndex clock : ClocksNamed(procedure, action.stops, action.stops_all)) {
    if (is_faultless && clock == procedure.disposal_clock) {
      clockwork.Release(clock);
    } else {
      clockwork.Stop(clock);
    }
  }
  const StageIndex to = Target(action, c);
  events.push_back(ActionPerformed{.action = index,
                                   .from = c.stage,
                                   .to = to,
                                   .outcome = procedure.stages[to].outcome,
                                   .milestone = action.milestone,
                                   .part = action.part,
                                   .actor = context.actor->id,
                                   .at = context.now,
                                   .inferred = command.inferred});
  Effects(context, pinned, c, action, command, events).Append();
  AppendRequest(action, c, *context.actor, context.now, command.until, events);

  for (const ClockIndex clock : ClocksNamed(procedure, action.pauses, action.pauses_all)) clockwork.Pause(clock);
  for (const ClockIndex clock : ClocksNamed(procedure, action.resumes, action.resumes_all)) {
    if (auto refusal = clockwork.Resume(clock, expired.value_or(context.now))) return refusal;
  }
  for (const ClockIndex clock : action.extends) {
    if (auto refusal = clockwork.Extend(clock)) return refusal;
  }
  const Request* request = OpenRequest(c);
  const ClockSources sources{
      .condition = pinned.catalogue->FindCondition(action.Has(ActionEffect::kFile) ? command.condition : c.condition),
      .recorded_due = command.recorded_due,
      .until = request == nullptr ? std::nullopt : request->until};
  for (const ClockIndex clock : action.starts) {
    const bool is_remaining = action.Has(ActionEffect::kRework) && clock == procedure.disposal_clock &&
                              procedure.rework_limit == ReworkLimit::kRemaining;
    auto refusal = is_remaining ? clockwork.StartRemaining(clock, sources) : clockwork.Start(clock, sources);
    if (refusal) return refusal;
  }
  // What a unit gave back or lost by the same step is counted of the case, not against the unit.
  const bool is_against_unit = !c.unit.empty() && !is_faultless;
  for (const CounterIndex counter : action.counts) {
    events.push_back(Counted{counter});
    if (is_against_unit) events.push_back(AssignmentCounted{c.unit, c.round, procedure.counters[counter].id});
  }
  return std::nullopt;
}

}  // namespace wangge::domain
