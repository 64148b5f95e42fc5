#include "services/grid/cell_questions.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/status/text.h"
#include "geo/build/cell_area.h"
#include "geo/build/drawn_cells.h"
#include "geo/crossed_cells.h"
#include "geo/near_cells.h"
#include "rpc/error.h"
#include "services/grid/point_check.h"
#include "services/ledger/refusal.h"
#include "wire/fault.h"

namespace wangge::grid {
namespace {

constexpr double kCentimetresPerMetre = 100;
constexpr double kE7 = 1e7;
constexpr std::uint32_t kNearestMax = 1'000;

using ledger::FieldInvalid;

absl::Status BatchSize(int size) {
  return rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                        "Expected 1 to 10,000 points, but there are " + std::to_string(size) + ".",
                        {{"size", std::to_string(size)}});
}

class Question {
 public:
  Question(const geo::Layer& layer, const v1::FindCellsRequest& request) : layer_(layer), request_(request) {}

  absl::StatusOr<v1::FindCellsResponse> Answer() {
    wire::Faults faults;
    datum_ = CheckDatum(request_.datum().empty() ? "wgs84" : request_.datum(), "datum", faults);
    WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
    response_.set_layer_version(layer_.version());
    WANGGE_RETURN_IF_ERROR(AnswerKind());
    return std::move(response_);
  }

 private:
  absl::Status AnswerKind() {
    switch (request_.question_case()) {
      case v1::FindCellsRequest::kAt:
        return At();
      case v1::FindCellsRequest::kWithin:
        return Within();
      case v1::FindCellsRequest::kNearest:
        return Nearest();
      case v1::FindCellsRequest::kTrack:
        return Track();
      case v1::FindCellsRequest::kDrawn:
        return Drawn();
      case v1::FindCellsRequest::QUESTION_NOT_SET:
        break;
    }
    return FieldInvalid("question", "Expected one of at, within, nearest, track and drawn, but there is none.");
  }

  absl::StatusOr<Position> PointOf(const v1::Point& given, const std::string& field) const {
    wire::Faults faults;
    const auto point = CheckPoint(given.longitude(), given.latitude(), datum_, field, faults);
    WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
    return *point;
  }

  absl::StatusOr<std::vector<Position>> PointsOf(const v1::PointList& list, const std::string& field) const {
    std::vector<Position> points;
    for (int i = 0; i < list.points_size(); ++i) {
      WANGGE_ASSIGN_OR_RETURN(const Position point,
                              PointOf(list.points(i), field + ".points[" + std::to_string(i) + "]"));
      points.push_back(point);
    }
    return points;
  }

  absl::Status At() {
    WANGGE_ASSIGN_OR_RETURN(const Position point, PointOf(request_.at(), "at"));
    for (const std::string_view code : layer_.CodesAt(point)) Add(code);
    return absl::OkStatus();
  }

  absl::Status Within() {
    WANGGE_ASSIGN_OR_RETURN(const Position point, PointOf(request_.within().point(), "within.point"));
    const double cm = std::round(request_.within().metres() * kCentimetresPerMetre);
    if (!(cm >= 0 && cm <= static_cast<double>(geo::kNearCmMax))) {
      return FieldInvalid("within.metres", "Expected 0 to 50,000 metres, but got something else.");
    }
    for (const geo::NearCell& cell : geo::CellsWithin(layer_, point, static_cast<std::int64_t>(cm))) Add(cell);
    return absl::OkStatus();
  }

  absl::Status Nearest() {
    WANGGE_ASSIGN_OR_RETURN(const Position point, PointOf(request_.nearest().point(), "nearest.point"));
    const std::uint32_t count = request_.nearest().count();
    if (count < 1 || count > kNearestMax) {
      return FieldInvalid("nearest.count", "Expected 1 to 1,000 cells, but got " + std::to_string(count) + ".");
    }
    for (const geo::NearCell& cell : geo::NearestCells(layer_, point, count)) Add(cell);
    return absl::OkStatus();
  }

  absl::Status Track() {
    const int size = request_.track().points_size();
    if (size < 1 || size > static_cast<int>(limits::kLocatePointsMax)) return BatchSize(size);
    WANGGE_ASSIGN_OR_RETURN(const std::vector<Position> points, PointsOf(request_.track(), "track"));
    for (const std::string_view code : geo::CellsCrossed(layer_, points)) Add(code);
    return absl::OkStatus();
  }

  absl::Status Drawn() {
    int size = 0;
    for (const v1::PointList& ring : request_.drawn().rings()) size += ring.points_size();
    if (size < 1 || size > static_cast<int>(limits::kLocatePointsMax)) return BatchSize(size);
    std::vector<geo::Ring> rings;
    for (int i = 0; i < request_.drawn().rings_size(); ++i) {
      WANGGE_ASSIGN_OR_RETURN(const std::vector<Position> points,
                              PointsOf(request_.drawn().rings(i), "drawn.rings[" + std::to_string(i) + "]"));
      geo::Ring& ring = rings.emplace_back();
      for (const Position point : points) ring.push_back({.lon = point.lon_e7 / kE7, .lat = point.lat_e7 / kE7});
    }
    const auto drawn = geo::CellsDrawn(layer_, rings);
    if (absl::IsInvalidArgument(drawn.status())) {
      return rpc::MakeError(absl::StatusCode::kInvalidArgument, "POLYGON_INVALID", ToStd(drawn.status().message()));
    }
    WANGGE_RETURN_IF_ERROR(drawn.status());
    for (const std::string_view code : drawn->inside) Add(code);
    for (const std::string_view code : drawn->crossing) Add(code).set_crossing(true);
    std::ranges::sort(*response_.mutable_cells(), {}, [](const v1::FoundCell& cell) { return cell.code(); });
    return absl::OkStatus();
  }

  v1::FoundCell& Add(std::string_view code) {
    v1::FoundCell& cell = *response_.add_cells();
    cell.set_code(std::string(code));
    return cell;
  }
  void Add(const geo::NearCell& near) {
    Add(near.code).set_distance_m(static_cast<double>(near.cm) / kCentimetresPerMetre);
  }

  const geo::Layer& layer_;
  const v1::FindCellsRequest& request_;
  std::optional<geo::Datum> datum_;
  v1::FindCellsResponse response_;
};

// Finest first.
std::vector<const geo::Layer*> CoarserThan(const Layers& layers, const geo::Layer& layer) {
  std::vector<const geo::Layer*> coarser;
  for (const auto& [name, booked] : layers) {
    if (booked.layer->codes().size() < layer.codes().size()) coarser.push_back(booked.layer.get());
  }
  std::ranges::stable_sort(coarser, std::greater{}, [](const geo::Layer* other) { return other->codes().size(); });
  return coarser;
}

}  // namespace

absl::StatusOr<const BookedLayer*> FindLayer(const Layers& layers, const std::string& id) {
  if (id.empty() || id.size() > limits::kIdBytesMax) {
    return FieldInvalid("layer", "Expected the id of a layer, 1 to 64 bytes, but it is " +
                                     std::string(id.empty() ? "empty." : "longer."));
  }
  const auto found = layers.find(id);
  if (found != layers.end()) return &found->second;
  return rpc::MakeError(absl::StatusCode::kNotFound, "LAYER_NOT_FOUND",
                        "Expected the id of a layer in force, but \"" + id + "\" is none.", {{"layer", id}});
}

absl::StatusOr<v1::FindCellsResponse> FindCells(const Layers& layers, const v1::FindCellsRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const BookedLayer* const booked, FindLayer(layers, request.layer()));
  return Question(*booked->layer, request).Answer();
}

absl::StatusOr<v1::GetCellResponse> GetCell(const Layers& layers, const v1::GetCellRequest& request) {
  WANGGE_ASSIGN_OR_RETURN(const BookedLayer* const booked, FindLayer(layers, request.layer()));
  const geo::Layer& layer = *booked->layer;
  if (request.code().empty() || request.code().size() > limits::kIdBytesMax) {
    return FieldInvalid("code", "Expected the code of a cell, 1 to 64 bytes, but it is empty or longer.");
  }
  const auto found = std::ranges::lower_bound(layer.codes(), request.code());
  if (found == layer.codes().end() || *found != request.code()) {
    return rpc::MakeError(absl::StatusCode::kNotFound, "CELL_NOT_FOUND",
                          "Expected the code of a cell of layer \"" + layer.name() + "\", but \"" + request.code() +
                              "\" is none in the version in force.",
                          {{"layer", layer.name()}, {"code", request.code()}});
  }
  v1::GetCellResponse response;
  response.set_code(request.code());
  response.set_layer_version(layer.version());
  WANGGE_ASSIGN_OR_RETURN(const auto inside,
                          geo::PointInside(layer, static_cast<std::uint32_t>(found - layer.codes().begin())));
  if (!inside) return response;
  response.mutable_inside()->set_longitude(inside->lon_e7 / kE7);
  response.mutable_inside()->set_latitude(inside->lat_e7 / kE7);
  for (const geo::Layer* other : CoarserThan(layers, layer)) {
    const geo::Location location = other->Locate(*inside, {});
    if (location.code.empty()) continue;
    auto& parent = *response.add_parents();
    parent.set_layer(other->name());
    parent.set_code(std::string(location.code));
    parent.set_version(other->version());
  }
  return response;
}

}  // namespace wangge::grid
