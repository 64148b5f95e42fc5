#include "wire/place.h"

#include <string>

#include "base/limits.h"
#include "wire/enums.h"

namespace wangge::wire {
namespace {

constexpr double kE7 = 1e7;
constexpr double kCentimetresPerMetre = 100;

bool IsIdSized(const std::string& id) { return !id.empty() && id.size() <= limits::kIdBytesMax; }

std::string Item(std::string_view parent, std::string_view list, int i) {
  return Path(parent, list) + "[" + std::to_string(i) + "]";
}

void CheckCounts(const ledger::v1::LocationEvidence& evidence, std::string_view field, Faults& faults) {
  if (evidence.placements_size() + evidence.gaps_size() <= limits::kLayersMax) return;
  AddFault(faults, Path(field, "placements"),
           "Expected at most " + std::to_string(limits::kLayersMax) + " layers, but there are " +
               std::to_string(evidence.placements_size() + evidence.gaps_size()) + ".");
}

}  // namespace

ledger::v1::LocationEvidence ToEvidence(const domain::Location& location) {
  ledger::v1::LocationEvidence evidence;
  if (location.position) {
    evidence.set_lon_e7(location.position->lon_e7);
    evidence.set_lat_e7(location.position->lat_e7);
  }
  evidence.set_source(ToProto(location.source));
  evidence.set_accuracy_cm(location.accuracy_cm);
  for (const domain::Placement& placement : location.placements) {
    auto* added = evidence.add_placements();
    added->set_layer(placement.layer);
    added->set_version(placement.version);
    added->set_code(placement.code);
    added->set_matches(placement.matches);
    if (placement.edge_cm) added->set_edge_cm(*placement.edge_cm);
  }
  for (const domain::Gap& gap : location.gaps) {
    auto* added = evidence.add_gaps();
    added->set_layer(gap.layer);
    added->set_version(gap.version);
    added->set_nearest(gap.nearest);
    added->set_nearest_cm(gap.nearest_cm);
  }
  return evidence;
}

domain::Location FromEvidence(const ledger::v1::LocationEvidence& evidence, std::string_view field, Faults& faults) {
  domain::Location location;
  CheckCounts(evidence, field, faults);
  const auto source = FromProto(evidence.source());
  if (!source) AddFault(faults, Path(field, "source"), "Expected how the position came to be, but it is not given.");
  location.source = source.value_or(domain::PositionSource::kNone);
  const bool wants_point = location.source != domain::PositionSource::kNone;
  if (evidence.has_lon_e7() != evidence.has_lat_e7() || (source && evidence.has_lon_e7() != wants_point)) {
    AddFault(faults, Path(field, "lon_e7"),
             "Expected longitude and latitude together, and only with a source that has a point, but got otherwise.");
  }
  if (evidence.has_lon_e7()) location.position = Position{evidence.lon_e7(), evidence.lat_e7()};
  location.accuracy_cm = evidence.accuracy_cm();
  for (int i = 0; i < evidence.placements_size(); ++i) {
    const auto& from = evidence.placements(i);
    if (!IsIdSized(from.layer()) || !IsIdSized(from.code()) || from.version() == 0 || from.matches() == 0) {
      AddFault(faults, Item(field, "placements", i),
               "Expected layer, version, code and matches, each given and ids at most 64 bytes, but one is not.");
    }
    location.placements.push_back({from.layer(), from.version(), from.code(), from.matches(), std::nullopt});
    if (from.has_edge_cm()) location.placements.back().edge_cm = from.edge_cm();
  }
  for (int i = 0; i < evidence.gaps_size(); ++i) {
    const auto& from = evidence.gaps(i);
    if (!IsIdSized(from.layer()) || from.nearest().size() > limits::kIdBytesMax || from.version() == 0 ||
        from.nearest_cm() < 0) {
      AddFault(faults, Item(field, "gaps", i),
               "Expected layer and version, ids at most 64 bytes and a distance of at least 0, but one is not.");
    }
    location.gaps.push_back({from.layer(), from.version(), from.nearest(), from.nearest_cm()});
  }
  return location;
}

cases::v1::Position ToPosition(const domain::Location& location) {
  cases::v1::Position position;
  position.set_source(ToProto(location.source));
  if (!location.position) return position;
  position.set_longitude(location.position->lon_e7 / kE7);
  position.set_latitude(location.position->lat_e7 / kE7);
  position.set_datum("wgs84");
  if (location.accuracy_cm != 0) position.set_accuracy_m(location.accuracy_cm / kCentimetresPerMetre);
  return position;
}

cases::v1::GridAssignment ToAssignment(const domain::Placement& placement) {
  cases::v1::GridAssignment assignment;
  assignment.set_layer(placement.layer);
  assignment.set_code(placement.code);
  assignment.set_version(placement.version);
  return assignment;
}

cases::v1::GridGap ToGap(const domain::Gap& gap) {
  cases::v1::GridGap shown;
  shown.set_layer(gap.layer);
  shown.set_version(gap.version);
  shown.set_nearest_code(gap.nearest);
  if (!gap.nearest.empty()) shown.set_distance_m(static_cast<double>(gap.nearest_cm) / kCentimetresPerMetre);
  return shown;
}

}  // namespace wangge::wire
