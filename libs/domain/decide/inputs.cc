#include "domain/decide/inputs.h"

#include <set>
#include <utility>

#include "base/limits.h"
#include "domain/calendar/day.h"
#include "domain/decide/clockwork.h"
#include "domain/decide/evidence.h"

namespace wangge::domain {
namespace {

Rejection Required(const Action& action, std::string field) {
  return {.kind = RefusalKind::kInvalid,
          .reason = "FIELD_REQUIRED",
          .text = "Expected the field \"" + field + "\" with action \"" + action.id + "\", but it is missing.",
          .details = {{"field", field}, {"action", action.id}}};
}

// The first field that is asked for and missing.
std::optional<Rejection> RefuseMissing(const Action& action, const PerformAction& command) {
  struct Field {
    Input input;
    const char* name;
    bool given;
  };
  const Field fields[] = {
      {Input::kUnit, "unit", !command.unit.empty()},
      {Input::kCondition, "condition", !command.condition.empty()},
      {Input::kInspector, "inspector", !command.inspector.empty()},
      {Input::kNote, "note", command.has_note},
      {Input::kAttachment, "attachments", command.attachments > 0},
      {Input::kCoUnits, "co_units", !command.co_units.empty()},
      {Input::kHandler, "handler", !command.handler.empty()},
      {Input::kUntil, "until", command.until.has_value()},
      {Input::kProof, "proof", command.proof.has_value() || command.inferred},
      {Input::kMaster, "master", command.master.value != 0},
      {Input::kPosition, "position", command.location && command.location->position},
  };
  for (const Field& field : fields) {
    if (action.Asks(field.input) && !field.given) return Required(action, field.name);
  }
  return std::nullopt;
}

std::optional<Rejection> RefuseUnits(const Organisations& organisations, const PerformAction& command) {
  std::vector<std::string> units{command.unit};
  units.insert(units.end(), command.co_units.begin(), command.co_units.end());
  std::set<std::string> seen;
  for (const std::string& unit : units) {
    const auto found = organisations.find(unit);
    const bool is_unit = found != organisations.end() && found->second.kind == OrganisationKind::kUnit;
    if (is_unit && seen.insert(unit).second) continue;
    return Rejection{.kind = RefusalKind::kInvalid,
                     .reason = "UNKNOWN_UNIT",
                     .text = "Expected codes of units that can be responsible, each once, but \"" + unit +
                             "\" is none or stands twice.",
                     .details = {{"unit", unit}}};
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

std::optional<Rejection> RefuseUntil(const Context& context, const Pinned& pinned, const Case& c, const Action& action,
                                     Timestamp until) {
  if (until <= context.now) {
    return Rejection{.kind = RefusalKind::kInvalid,
                     .reason = "UNTIL_NOT_AHEAD",
                     .text = "Expected an instant that is still to come in \"until\", but it has passed."};
  }
  const auto& max = pinned.procedure->requests[*action.request].until_max;
  if (!max) return std::nullopt;
  const auto calendar = CalendarOf(*context.editions, *pinned.system, c.area, c.unit);
  if (calendar.body == nullptr) return CalendarMissing(*pinned.system, c.area, c.unit);
  const DeadlineOrNot last = DeadlineOf(*calendar.body, context.now, *max);
  const auto* deadline = std::get_if<Deadline>(&last);
  if (deadline != nullptr && until <= deadline->at) return std::nullopt;
  return Rejection{.kind = RefusalKind::kInvalid,
                   .reason = "UNTIL_TOO_FAR",
                   .text = "Expected an instant at most " + FormatLimit(*max) + " ahead in \"until\", but it is later.",
                   .details = {{"limit", FormatLimit(*max)}}};
}

std::optional<Rejection> RefuseProof(const Context& context, const Procedure& procedure, const Case& c,
                                     const Proof& proof) {
  const auto refuse = [](std::string reason, std::string text) {
    return Rejection{.kind = RefusalKind::kPrecondition, .reason = std::move(reason), .text = std::move(text)};
  };
  if (proof.captured_at > context.now + limits::kOccurredAheadMax) {
    return refuse("PROOF_IN_FUTURE",
                  "Expected a proof taken at most five minutes ahead of the server's clock, but it is later. Set the "
                  "device's clock.");
  }
  const auto& confirmed = c.milestones[static_cast<std::size_t>(Milestone::kConfirmed)].at;
  if (confirmed && proof.captured_at + limits::kOccurredAheadMax < *confirmed) {
    return refuse("PROOF_TOO_OLD",
                  "Expected a proof taken after the unit had confirmed the result, but it is older. Go to the place.");
  }
  const auto& max = procedure.proof_distance_max_cm;
  if (!max || !proof.distance_cm || *proof.distance_cm <= *max) return std::nullopt;
  return Rejection{.kind = RefusalKind::kPrecondition,
                   .reason = "PROOF_TOO_FAR",
                   .text = "Expected a proof taken at most " + std::to_string(*max) +
                           " cm from the case's place, but " + "it was taken " + std::to_string(*proof.distance_cm) +
                           " cm away. Go to the place.",
                   .details = {{"distance_cm", std::to_string(*proof.distance_cm)}, {"max_cm", std::to_string(*max)}}};
}

}  // namespace

std::optional<Rejection> RefuseInputs(const Context& context, const Pinned& pinned, const Case& c, const Action& action,
                                      const PerformAction& command) {
  if (auto refusal = RefuseMissing(action, command)) return refusal;
  if (action.Has(ActionEffect::kDispatch)) {
    if (auto refusal = RefuseUnits(*context.editions->organisations, command)) return refusal;
  }
  if (action.Has(ActionEffect::kFile)) {
    if (auto refusal = RefuseCondition(context, pinned, c, command.condition)) return refusal;
  }
  if (action.milestone == Milestone::kHandled && !command.inferred) {
    if (auto refusal = RefuseEvidence(pinned, c, action, command)) return refusal;
  }
  if (action.step == RequestStep::kAsk && command.until) {
    if (auto refusal = RefuseUntil(context, pinned, c, action, *command.until)) return refusal;
  }
  if (action.Asks(Input::kProof) && command.proof) {
    if (auto refusal = RefuseProof(context, *pinned.procedure, c, *command.proof)) return refusal;
  }
  if (action.Has(ActionEffect::kRelocate)) {
    if (auto refusal = RefuseOffEarth(*command.location)) return refusal;
    if (auto refusal = RefuseOldLayers(*context.editions, *pinned.system, *command.location)) return refusal;
  }
  if (action.Has(ActionEffect::kLink) && command.master == c.id) {
    return Rejection{.kind = RefusalKind::kInvalid,
                     .reason = "MASTER_IS_ITSELF",
                     .text = "Expected another case in \"master\", but it is the same one."};
  }
  // Here and not where the command came in: of two links at once, each to the other's case, the second must see the
  // first, or the two would repeat each other and nobody would handle either.
  if (action.Has(ActionEffect::kLink) && context.master != nullptr && context.master->master.value != 0) {
    const std::string leads_to = "cases/" + std::to_string(context.master->master.value);
    return Rejection{.kind = RefusalKind::kPrecondition,
                     .reason = "MASTER_IS_DUPLICATE",
                     .text = "Expected a case that is no duplicate itself in \"master\", but it repeats " + leads_to +
                             ". Name that one.",
                     .details = {{"master", leads_to}}};
  }
  return std::nullopt;
}

}  // namespace wangge::domain
