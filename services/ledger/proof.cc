#include "services/ledger/proof.h"

#include <cstdint>

#include "geo/metres.h"
#include "services/ledger/given_point.h"
#include "services/ledger/refusal.h"
#include "wire/time.h"

namespace wangge::ledger {

absl::StatusOr<domain::Proof> ProofOf(const cases::v1::ProofOfPresence& given, const domain::Case& c) {
  const auto captured = given.has_captured_at() ? wire::FromProto(given.captured_at()) : std::nullopt;
  if (!captured) {
    return FieldInvalid("input.proof.captured_at",
                        "Expected when the proof was taken, in the years 1 to 9999, but it is missing or none.");
  }
  domain::Proof proof{.captured_at = *captured, .distance_cm = std::nullopt};
  if (!c.location.position) return proof;
  const auto stood = PointOf(given.position());
  if (!stood) {
    return FieldInvalid("input.proof.position",
                        "Expected where the proof was taken, as longitude and latitude in a datum that is known, "
                        "because the case has a place, but it is missing or none.");
  }
  // Half the globe round are 2,003,750,834 cm.
  proof.distance_cm = static_cast<std::uint32_t>(geo::DistanceCm(*stood, *c.location.position));
  return proof;
}

}  // namespace wangge::ledger
