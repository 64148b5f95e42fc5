#include "domain/decide/inputs.h"

#include <set>

#include "base/limits.h"
#include "domain/decide/clockwork.h"

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

std::optional<Rejection> RefuseCondition(const Catalogue& catalogue, const Case& c, const PerformAction& command) {
  const Condition* condition = catalogue.FindCondition(command.condition);
  if (condition != nullptr && condition->category == c.category) return std::nullopt;
  return Rejection{.kind = RefusalKind::kInvalid,
                   .reason = "UNKNOWN_CONDITION",
                   .text = "Expected a filing condition of category \"" + c.category + "\", but \"" +
                           command.condition + "\" is none.",
                   .details = {{"condition", command.condition}, {"category", c.category}}};
}

std::optional<Rejection> RefuseUntil(const Context& context, const Pinned& pinned, const Action& action,
                                     Timestamp until) {
  if (until <= context.now) {
    return Rejection{.kind = RefusalKind::kInvalid,
                     .reason = "UNTIL_NOT_AHEAD",
                     .text = "Expected an instant that is still to come in \"until\", but it has passed."};
  }
  const auto& max = pinned.procedure->requests[*action.request].until_max;
  if (!max) return std::nullopt;
  const auto calendar = CalendarOf(*context.editions, *pinned.system);
  if (calendar.body == nullptr) return CalendarMissing(*pinned.system);
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
    if (auto refusal = RefuseCondition(*pinned.catalogue, c, command)) return refusal;
  }
  if (action.step == RequestStep::kAsk && command.until) {
    if (auto refusal = RefuseUntil(context, pinned, action, *command.until)) return refusal;
  }
  if (action.Asks(Input::kProof) && command.proof) {
    if (auto refusal = RefuseProof(context, *pinned.procedure, c, *command.proof)) return refusal;
  }
  if (action.Has(ActionEffect::kLink) && command.master == c.id) {
    return Rejection{.kind = RefusalKind::kInvalid,
                     .reason = "MASTER_IS_ITSELF",
                     .text = "Expected another case in \"master\", but it is the same one."};
  }
  return std::nullopt;
}

}  // namespace wangge::domain
