// Proofs of presence: where a device stood, turned at the edge into the one whole number that the rules need.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "domain/case.h"
#include "wangge/cases/v1/action.pb.h"

namespace wangge::ledger {

// The time and the distance to the case's place, as geo::DistanceCm has it; no distance where the case has no place.
// FIELD_INVALID: without a time, or without a point where the case has a place. The position itself is not kept.
absl::StatusOr<domain::Proof> ProofOf(const cases::v1::ProofOfPresence& given, const domain::Case& c);

}  // namespace wangge::ledger
