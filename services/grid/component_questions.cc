#include "services/grid/component_questions.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/limits.h"
#include "base/status/text.h"
#include "rpc/error.h"
#include "services/grid/point_check.h"
#include "services/ledger/refusal.h"
#include "wire/component.h"
#include "wire/fault.h"

namespace wangge::grid {
namespace {

constexpr double kCentimetresPerMetre = 100;
constexpr double kE7 = 1e7;
constexpr std::uint32_t kCountDefault = 10;
constexpr double kRadiusMetresDefault = 50;

v1::Component ToProto(const catalog::Component& component) {
  v1::Component shown;
  shown.set_id(std::string(component.id));
  shown.set_category(std::string(component.category));
  shown.set_display_name(std::string(component.name));
  shown.set_state(std::string(component.state));
  shown.set_accuracy(std::string(component.accuracy));
  *shown.mutable_bodies() = wire::ToProto(catalog::BodiesOf(component));
  shown.mutable_point()->set_longitude(component.point.lon_e7 / kE7);
  shown.mutable_point()->set_latitude(component.point.lat_e7 / kE7);
  return shown;
}

}  // namespace

absl::StatusOr<v1::NearestComponentsResponse> NearestComponents(const ComponentBooks& books,
                                                                const v1::NearestComponentsRequest& request) {
  wire::Faults faults;
  const auto datum = CheckDatum(request.datum().empty() ? "wgs84" : request.datum(), "datum", faults);
  if (!request.has_point()) wire::AddFault(faults, "point", "Expected a point, but there is none.");
  const auto point = CheckPoint(request.point().longitude(), request.point().latitude(), datum, "point", faults);
  if (request.count() > limits::kNearComponentsMax) {
    wire::AddFault(faults, "count",
                   "Expected 1 to " + std::to_string(limits::kNearComponentsMax) + ", or 0 for " +
                       std::to_string(kCountDefault) + ", but got " + std::to_string(request.count()) + ".");
  }
  const double radius_m = request.radius_m() == 0 ? kRadiusMetresDefault : request.radius_m();
  // False for what is not a number.
  const bool is_radius = radius_m > 0 && radius_m <= limits::kComponentRadiusMetresMax;
  if (!is_radius) {
    wire::AddFault(faults, "radius_m", "Expected more than 0 and at most 1,000 metres, but it is something else.");
  }
  if (request.category().size() > limits::kIdBytesMax) {
    wire::AddFault(faults, "category", "Expected at most 64 bytes, but there are more.");
  }
  WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));

  const std::size_t count = request.count() == 0 ? kCountDefault : request.count();
  const std::int64_t cm_max = std::llround(radius_m * kCentimetresPerMetre);
  std::vector<v1::NearComponent> found;
  for (const auto& [name, booked] : books) {
    for (const geo::NearPoint& near : booked.components->Nearest(*point, count, cm_max, request.category())) {
      v1::NearComponent& added = found.emplace_back();
      *added.mutable_component() = ToProto(booked.components->At(near.number));
      added.set_distance_m(static_cast<double>(near.cm) / kCentimetresPerMetre);
      added.set_edition(name);
      added.set_version(booked.version);
    }
  }
  std::ranges::sort(found, [](const v1::NearComponent& a, const v1::NearComponent& b) {
    return std::tuple(a.distance_m(), std::string_view(a.component().id()), std::string_view(a.edition())) <
           std::tuple(b.distance_m(), std::string_view(b.component().id()), std::string_view(b.edition()));
  });
  if (found.size() > count) found.resize(count);
  v1::NearestComponentsResponse response;
  for (v1::NearComponent& one : found) *response.add_components() = std::move(one);
  return response;
}

absl::StatusOr<v1::BatchGetComponentsResponse> BatchGetComponents(const ComponentBooks& books,
                                                                  const v1::BatchGetComponentsRequest& request) {
  if (request.ids().empty() || request.ids_size() > static_cast<int>(limits::kBatchReportsMax)) {
    return rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                          "Expected 1 to 1,024 ids, but there are " + std::to_string(request.ids_size()) + ".",
                          {{"size", std::to_string(request.ids_size())}});
  }
  wire::Faults faults;
  for (int i = 0; i < request.ids_size(); ++i) {
    if (!request.ids(i).empty() && request.ids(i).size() <= limits::kIdBytesMax) continue;
    wire::AddFault(faults, "ids[" + std::to_string(i) + "]", "Expected 1 to 64 bytes, but it is empty or longer.");
  }
  WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
  v1::BatchGetComponentsResponse response;
  for (const auto& [name, booked] : books) {
    auto& edition = *response.add_editions();
    edition.set_edition(name);
    edition.set_version(booked.version);
    for (const std::string& id : request.ids()) {
      const auto number = booked.components->Find(id);
      auto& added = *edition.add_components();
      if (number) added = ToProto(booked.components->At(*number));
    }
  }
  return response;
}

}  // namespace wangge::grid
