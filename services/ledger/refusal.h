// The one place where refusals of the core and errors of the engine become what callers get: a status with a stable
// reason of the contract. Pure; thread-safe.
#pragma once

#include "absl/status/status.h"
#include "domain/rejection.h"
#include "engine/envelope.h"
#include "wire/fault.h"

namespace wangge::ledger {

absl::Status StatusOf(const domain::Rejection& rejection);

// Gives the engine's own errors their reasons: QUEUE_FULL (with RetryInfo), STATE_STOPPED, DEADLINE_PASSED. Others
// stay.
absl::Status StatusOf(const absl::Status& engine_error);

// OK for an accepted command.
absl::Status StatusOf(const engine::Answer& answer);

// INVALID_ARGUMENT with every fault, under the first one's reason. OK without any.
absl::Status StatusOf(const wire::Faults& faults);

// NOT_FOUND CASE_NOT_FOUND, the same for a case that is missing and one that is not for the caller.
absl::Status CaseNotFound();

// INVALID_ARGUMENT FIELD_INVALID for one field.
absl::Status FieldInvalid(std::string_view field, std::string_view text);

}  // namespace wangge::ledger
