#include "services/ledger/refusal.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/status/text.h"
#include "domain/scope.h"
#include "rpc/error.h"

namespace wangge::ledger {
namespace {

using absl::StatusCode;

StatusCode CodeOf(domain::RefusalKind kind) {
  switch (kind) {
    case domain::RefusalKind::kInvalid:
      return StatusCode::kInvalidArgument;
    case domain::RefusalKind::kNotFound:
      return StatusCode::kNotFound;
    case domain::RefusalKind::kForbidden:
      return StatusCode::kPermissionDenied;
    case domain::RefusalKind::kPrecondition:
      return StatusCode::kFailedPrecondition;
    case domain::RefusalKind::kConflict:
      return StatusCode::kAborted;
    case domain::RefusalKind::kExists:
      return StatusCode::kAlreadyExists;
  }
  CHECK(false);
}

// Where the callers of the contract wrote what is wrong, by the core's reason: paths from ReportService's and
// PerformAction's requests. A `*` is the detail "field".
struct BlamedField {
  std::string_view core;
  std::string_view field;
};
constexpr auto kFields = std::to_array<BlamedField>({
    {"UNKNOWN_CATEGORY", "report.category"},
    {"UNKNOWN_SOURCE", "report.source"},
    {"POSITION_OUT_OF_RANGE", "report.position"},
    {"SOURCE_NOT_ALLOWED", "report.source"},
    {"OCCURRED_IN_FUTURE", "report.occurred_at"},
    {"CAPTURED_IN_FUTURE", "report.captured_at"},
    {"UNKNOWN_ACTION", "action"},
    {"UNKNOWN_UNIT", "input.unit"},
    {"UNKNOWN_CONDITION", "input.condition"},
    {"FIELD_REQUIRED", "input.*"},
    {"ATTACHMENTS_REQUIRED", "report.attachments"},
    {"UNTIL_NOT_AHEAD", "input.until"},
    {"UNTIL_TOO_FAR", "input.until"},
    {"PROOF_TOO_FAR", "input.proof"},
    {"PROOF_TOO_OLD", "input.proof"},
    {"PROOF_IN_FUTURE", "input.proof"},
    {"MASTER_IS_ITSELF", "input.master"},
    {"COMPONENT_REQUIRED", "report.component"},
    {"COMPONENT_NOT_EXPECTED", "report.component"},
    {"COMPONENT_REASON_UNKNOWN", "report.no_component"},
    {"COMPONENT_UNKNOWN", "report.component"},
    {"COMPONENT_CATEGORY_DIFFERS", "report.component"},
});

std::vector<rpc::FieldViolation> ViolationsOf(const domain::Rejection& rejection) {
  const auto* known = std::ranges::find(kFields, rejection.reason, &BlamedField::core);
  if (known == kFields.end()) return {};
  std::string field(known->field);
  if (field.back() == '*') {
    const auto named = rejection.details.find("field");
    field.pop_back();
    if (named != rejection.details.end()) field += named->second;
  }
  return {{field, rejection.text}};
}

// The contract's word where the core's is another. A guard is told as one reason and named in the metadata, so that
// callers need not know each.
struct ContractReason {
  std::string_view core;
  std::string_view contract;
  std::optional<StatusCode> code = std::nullopt;
  bool is_guard = false;
};

constexpr std::string_view kNotAllowed = "ACTION_NOT_ALLOWED";
constexpr auto kReasons = std::to_array<ContractReason>({
    {"UNKNOWN_CATEGORY", "CATEGORY_UNKNOWN"},
    {"UNKNOWN_SOURCE", "SOURCE_UNKNOWN"},
    {"UNKNOWN_ACTION", "ACTION_UNKNOWN"},
    {"UNKNOWN_UNIT", "UNIT_UNKNOWN"},
    {"UNKNOWN_CONDITION", "CONDITION_UNKNOWN"},
    {"FIELD_REQUIRED", "INPUT_MISSING"},
    {"LAYER_VERSION_CHANGED", "LAYER_VERSION_OLD", StatusCode::kFailedPrecondition},
    {"COMPONENT_VERSION_CHANGED", "COMPONENT_VERSION_OLD", StatusCode::kFailedPrecondition},
    {"ACTOR_IS_HANDLER", kNotAllowed, std::nullopt, true},
    {"NOT_THE_RESPONSIBLE_UNIT", kNotAllowed, std::nullopt, true},
    {"NOT_THE_TASKED_INSPECTOR", kNotAllowed, std::nullopt, true},
    {"SOURCE_NEEDS_VERIFICATION", kNotAllowed, std::nullopt, true},
    {"SOURCE_NEEDS_NO_VERIFICATION", kNotAllowed, std::nullopt, true},
    {"NOT_VERIFIED", kNotAllowed, std::nullopt, true},
    {"ALREADY_VERIFIED", kNotAllowed, std::nullopt, true},
    {"NOT_THE_ASSIGNED_HANDLER", kNotAllowed, std::nullopt, true},
    {"HANDLER_ASSIGNED", kNotAllowed, std::nullopt, true},
    {"DEADLINE_PASSED", kNotAllowed, std::nullopt, true},
    {"NOT_A_CO_UNIT", kNotAllowed, std::nullopt, true},
    {"CO_UNITS_NOT_DONE", kNotAllowed, std::nullopt, true},
    {"NOT_LATE", kNotAllowed, std::nullopt, true},
    {"NOT_RETURNED", kNotAllowed, std::nullopt, true},
    {"WAS_RETURNED", kNotAllowed, std::nullopt, true},
    {"ACTOR_IS_REPORTER", kNotAllowed, std::nullopt, true},
    {"NO_FIRST_STEP_OPEN", kNotAllowed, std::nullopt, true},
});

}  // namespace

absl::Status StatusOf(const domain::Rejection& rejection) {
  StatusCode code = CodeOf(rejection.kind);
  std::string_view reason = rejection.reason;
  rpc::ErrorMetadata metadata = rejection.details;
  const auto* known = std::ranges::find(kReasons, rejection.reason, &ContractReason::core);
  if (known != kReasons.end()) {
    code = known->code.value_or(code);
    reason = known->contract;
    if (known->is_guard) metadata["guard"] = rejection.reason;
  }
  return rpc::WithFields(rpc::MakeError(code, reason, rejection.text, metadata), ViolationsOf(rejection));
}

absl::Status StatusOf(const absl::Status& engine_error) {
  if (!rpc::ReasonOf(engine_error).empty()) return engine_error;
  const std::string_view text = ToStd(engine_error.message());
  switch (engine_error.code()) {
    case StatusCode::kResourceExhausted:
      return rpc::WithRetryAfter(rpc::MakeError(engine_error.code(), "QUEUE_FULL", text), Seconds(1));
    case StatusCode::kUnavailable:
      return rpc::MakeError(engine_error.code(), "STATE_STOPPED", text);
    case StatusCode::kDeadlineExceeded:
      return rpc::MakeError(engine_error.code(), "DEADLINE_PASSED", text);
    default:
      return engine_error;
  }
}

absl::Status StatusOf(const engine::Answer& answer) {
  if (const auto* rejection = std::get_if<domain::Rejection>(&answer)) return StatusOf(*rejection);
  if (const auto* error = std::get_if<absl::Status>(&answer)) return StatusOf(*error);
  return absl::OkStatus();
}

absl::Status StatusOf(const wire::Faults& faults) {
  if (faults.empty()) return absl::OkStatus();
  std::vector<rpc::FieldViolation> violations;
  for (const wire::Fault& fault : faults) violations.push_back({fault.field, fault.text});
  return rpc::InvalidFields(violations, faults.front().reason);
}

absl::Status CaseNotFound() { return StatusOf(domain::CaseNotFound()); }

absl::Status FieldInvalid(std::string_view field, std::string_view text) {
  return rpc::InvalidFields({{std::string(field), std::string(text)}});
}

}  // namespace wangge::ledger
