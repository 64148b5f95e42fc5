// The closed lists of a procedure: what the schema calls each value of the core. Includes protobuf: for sources of this
// library.
#pragma once

#include <string>
#include <string_view>

#include "base/check.h"
#include "catalog/text_fields.h"
#include "domain/procedure.h"
#include "wangge/config/v1/procedure.pb.h"

namespace wangge::catalog {

namespace v1 = wangge::config::v1;

inline constexpr Pair<v1::Outcome, domain::Outcome> kOutcomes[] = {
    {v1::OUTCOME_CLOSED, domain::Outcome::kClosed},
    {v1::OUTCOME_NOT_ACCEPTED, domain::Outcome::kNotAccepted},
    {v1::OUTCOME_VOIDED, domain::Outcome::kVoided},
    {v1::OUTCOME_SELF_HANDLED, domain::Outcome::kSelfHandled},
    {v1::OUTCOME_FORCE_CLOSED, domain::Outcome::kForceClosed},
    {v1::OUTCOME_MERGED, domain::Outcome::kMerged},
};
inline constexpr Pair<v1::Desk, domain::Desk> kDesks[] = {
    {v1::DESK_DISPATCH, domain::Desk::kDispatch},
    {v1::DESK_RESOLUTION, domain::Desk::kResolution},
};
inline constexpr Pair<v1::ReworkLimit, domain::ReworkLimit> kReworkLimits[] = {
    {v1::REWORK_LIMIT_FULL, domain::ReworkLimit::kFull},
    {v1::REWORK_LIMIT_REMAINING, domain::ReworkLimit::kRemaining},
};
inline constexpr Pair<v1::RequestStep, domain::RequestStep> kRequestSteps[] = {
    {v1::REQUEST_STEP_ASK, domain::RequestStep::kAsk},
    {v1::REQUEST_STEP_ENDORSE, domain::RequestStep::kEndorse},
    {v1::REQUEST_STEP_GRANT, domain::RequestStep::kGrant},
    {v1::REQUEST_STEP_REJECT, domain::RequestStep::kReject},
};
inline constexpr Pair<v1::Guard, domain::Guard> kGuards[] = {
    {v1::GUARD_ACTOR_IS_NOT_HANDLER, domain::Guard::kActorIsNotHandler},
    {v1::GUARD_ACTOR_IS_OF_UNIT, domain::Guard::kActorIsOfUnit},
    {v1::GUARD_ACTOR_IS_TASKED, domain::Guard::kActorIsTasked},
    {v1::GUARD_SOURCE_IS_TRUSTED, domain::Guard::kSourceIsTrusted},
    {v1::GUARD_SOURCE_IS_NOT_TRUSTED, domain::Guard::kSourceIsNotTrusted},
    {v1::GUARD_VERIFIED_OR_TRUSTED, domain::Guard::kVerifiedOrTrusted},
    {v1::GUARD_NOT_VERIFIED, domain::Guard::kNotVerified},
    {v1::GUARD_ACTOR_IS_ASSIGNED, domain::Guard::kActorIsAssigned},
    {v1::GUARD_NO_HANDLER_ASSIGNED, domain::Guard::kNoHandlerAssigned},
    {v1::GUARD_BEFORE_DEADLINE, domain::Guard::kBeforeDeadline},
    {v1::GUARD_ACTOR_IS_OF_CO_UNIT, domain::Guard::kActorIsOfCoUnit},
    {v1::GUARD_CO_UNITS_DONE, domain::Guard::kCoUnitsDone},
    {v1::GUARD_ACTOR_IS_OF_LATE_UNIT, domain::Guard::kActorIsOfLateUnit},
    {v1::GUARD_WAS_RETURNED, domain::Guard::kWasReturned},
    {v1::GUARD_WAS_NOT_RETURNED, domain::Guard::kWasNotReturned},
    {v1::GUARD_ACTOR_IS_NOT_REPORTER, domain::Guard::kActorIsNotReporter},
    {v1::GUARD_FIRST_STEP_OPEN, domain::Guard::kFirstStepOpen},
};
inline constexpr Pair<v1::Input, domain::Input> kInputs[] = {
    {v1::INPUT_UNIT, domain::Input::kUnit},
    {v1::INPUT_CONDITION, domain::Input::kCondition},
    {v1::INPUT_INSPECTOR, domain::Input::kInspector},
    {v1::INPUT_NOTE, domain::Input::kNote},
    {v1::INPUT_ATTACHMENT, domain::Input::kAttachment},
    {v1::INPUT_CO_UNITS, domain::Input::kCoUnits},
    {v1::INPUT_HANDLER, domain::Input::kHandler},
    {v1::INPUT_UNTIL, domain::Input::kUntil},
    {v1::INPUT_PROOF, domain::Input::kProof},
    {v1::INPUT_MASTER, domain::Input::kMaster},
    {v1::INPUT_POSITION, domain::Input::kPosition},
};
inline constexpr Pair<v1::Effect, domain::ActionEffect> kEffects[] = {
    {v1::EFFECT_FILE, domain::ActionEffect::kFile},         {v1::EFFECT_DISPATCH, domain::ActionEffect::kDispatch},
    {v1::EFFECT_RELEASE, domain::ActionEffect::kRelease},   {v1::EFFECT_TASK, domain::ActionEffect::kTask},
    {v1::EFFECT_REWORK, domain::ActionEffect::kRework},     {v1::EFFECT_END_TASK, domain::ActionEffect::kEndTask},
    {v1::EFFECT_ASSIGN, domain::ActionEffect::kAssign},     {v1::EFFECT_UNASSIGN, domain::ActionEffect::kUnassign},
    {v1::EFFECT_CO_DONE, domain::ActionEffect::kCoDone},    {v1::EFFECT_SETTLE, domain::ActionEffect::kSettle},
    {v1::EFFECT_WITHDRAW, domain::ActionEffect::kWithdraw}, {v1::EFFECT_EXEMPT, domain::ActionEffect::kExempt},
    {v1::EFFECT_REOPEN, domain::ActionEffect::kReopen},     {v1::EFFECT_LINK, domain::ActionEffect::kLink},
    {v1::EFFECT_UNLINK, domain::ActionEffect::kUnlink},     {v1::EFFECT_RELOCATE, domain::ActionEffect::kRelocate},
};
inline constexpr Pair<v1::Milestone, domain::Milestone> kMilestones[] = {
    {v1::MILESTONE_ACCEPTED, domain::Milestone::kAccepted},     {v1::MILESTONE_FILED, domain::Milestone::kFiled},
    {v1::MILESTONE_DISPATCHED, domain::Milestone::kDispatched}, {v1::MILESTONE_HANDLED, domain::Milestone::kHandled},
    {v1::MILESTONE_CONFIRMED, domain::Milestone::kConfirmed},   {v1::MILESTONE_CHECKED, domain::Milestone::kChecked},
    {v1::MILESTONE_ENDED, domain::Milestone::kEnded},
};
inline constexpr Pair<v1::Part, domain::Part> kParts[] = {
    {v1::PART_HANDLER, domain::Part::kHandler}, {v1::PART_CHECKER, domain::Part::kChecker},
    {v1::PART_FILER, domain::Part::kFiler},     {v1::PART_VERIFIER, domain::Part::kVerifier},
    {v1::PART_RECUSED, domain::Part::kRecused},
};

// The enumerator without its prefix, e.g. "ACTOR_IS_OF_UNIT"; empty for a value that the schema leaves out.
template <typename Proto, typename Value, std::size_t n>
std::string NameIn(Value value, const Pair<Proto, Value> (&pairs)[n], std::string_view prefix) {
  for (const auto& pair : pairs) {
    if (pair.value == value)
      return google::protobuf::GetEnumDescriptor<Proto>()->FindValueByNumber(pair.proto)->name().substr(prefix.size());
  }
  return {};
}

}  // namespace wangge::catalog
