#include "services/ledger/proof.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/metres.h"
#include "services/ledger/given_point.h"
#include "services/ledger/refusal.h"
#include "wire/time.h"

namespace wangge::ledger {
namespace {

constexpr double kDegreesPerUnit = 1e-7;
constexpr double kCentimetres = 100;

// Good to a centimetre in the kilometre that matters; far away it only needs to be far.
std::uint32_t DistanceCm(Position from, Position to) {
  const geo::MetreScale scale = geo::MetreScaleAt(to.lat_e7 * kDegreesPerUnit);
  const geo::LonLat place{to.lon_e7 * kDegreesPerUnit, to.lat_e7 * kDegreesPerUnit};
  const geo::LonLat device{from.lon_e7 * kDegreesPerUnit, from.lat_e7 * kDegreesPerUnit};
  const double cm = geo::SegmentMetres(scale, device, place, place) * kCentimetres;
  return static_cast<std::uint32_t>(std::min(cm, double{std::numeric_limits<std::uint32_t>::max()}));
}

}  // namespace

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
  proof.distance_cm = DistanceCm(*stood, *c.location.position);
  return proof;
}

}  // namespace wangge::ledger
