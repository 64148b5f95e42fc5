#include "services/resolution/similar_cases.h"

#include <algorithm>
#include <tuple>

#include "base/limits.h"
#include "base/status/text.h"
#include "geo/metres.h"
#include "rpc/error.h"
#include "services/ledger/given_point.h"
#include "services/ledger/refusal.h"
#include "services/resolution/case_filter.h"
#include "wire/fault.h"

namespace wangge::resolution {
namespace {

constexpr std::int64_t kCentimetresPerMetre = 100;

absl::Status Check(const v1::FindSimilarCasesRequest& in) {
  wire::Faults faults;
  if (in.like_case() == v1::FindSimilarCasesRequest::LIKE_NOT_SET) {
    wire::AddFault(faults, "like", "Expected a case or a spot, but there is neither.");
  }
  if (in.has_spot()) {
    if (!ledger::PointOf(in.spot().position())) {
      wire::AddFault(faults, "spot.position",
                     "Expected longitude and latitude in a datum that is known, but they are missing or none.");
    }
    if (in.spot().category().empty()) {
      wire::AddFault(faults, "spot.category", "Expected the id of a category, but it is empty.");
    }
    CheckId("spot.category", in.spot().category(), faults);
  }
  CheckId("condition", in.condition(), faults);
  if (in.within_m() > limits::kSimilarMetresMax) {
    wire::AddFault(faults, "within_m", "Expected at most 1,000 metres, but got " + std::to_string(in.within_m()) + ".");
  }
  if (in.hours() > limits::kSimilarHoursMax) {
    wire::AddFault(faults, "hours", "Expected at most 720, but got " + std::to_string(in.hours()) + ".");
  }
  return ledger::StatusOf(faults);
}

}  // namespace

absl::StatusOr<SimilarAsk> SimilarAskOf(const v1::FindSimilarCasesRequest& in, Timestamp now, const FindNamed& find) {
  WANGGE_RETURN_IF_ERROR(Check(in));
  const std::uint32_t metres = in.within_m() == 0 ? limits::kSimilarMetresDefault : in.within_m();
  const std::uint32_t hours = in.hours() == 0 ? limits::kSimilarHoursDefault : in.hours();
  SimilarAsk ask{.condition = in.condition(),
                 .within_cm = std::int64_t{metres} * kCentimetresPerMetre,
                 .received_from = now - Hours(hours)};
  if (in.has_spot()) {
    ask.place = *ledger::PointOf(in.spot().position());
    ask.category = in.spot().category();
    return ask;
  }
  WANGGE_ASSIGN_OR_RETURN(const auto like, find(in.case_()));
  if (!like->location.position) {
    return rpc::MakeError(absl::StatusCode::kFailedPrecondition, "CASE_HAS_NO_POSITION",
                          "Expected a case with a position, but this one has none. Ask with a place and a category.");
  }
  ask.place = *like->location.position;
  ask.category = like->category;
  ask.but = like->id;
  return ask;
}

std::vector<SimilarFound> FindSimilar(const engine::Directory& directory, engine::CaseQuery scope,
                                      const SimilarAsk& ask) {
  const geo::Reach reach = geo::ReachOf(ask.place, ask.within_cm);
  scope.open = true;
  scope.category = ask.category;
  scope.condition = ask.condition;
  scope.received_from = ask.received_from;
  scope.around = {.centre = ask.place, .lon_e7 = reach.lon_e7, .lat_e7 = reach.lat_e7};
  scope.order = engine::CaseOrder::kNewestFirst;
  scope.page_size = directory.size();  // which of them are nearest is known when all are
  std::vector<SimilarFound> similar;
  for (const engine::CaseEntry& entry : directory.List(scope).entries) {
    const std::int64_t distance = geo::DistanceCm(ask.place, *entry.place);
    if (distance <= ask.within_cm && entry.id != ask.but) similar.push_back({entry.id, distance});
  }
  std::ranges::sort(similar, [](const SimilarFound& a, const SimilarFound& b) {
    return std::tie(a.distance_cm, a.id) < std::tie(b.distance_cm, b.id);
  });
  return similar;
}

}  // namespace wangge::resolution
