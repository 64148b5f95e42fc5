#include "services/grid/grid_service.h"

#include <future>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/status/text.h"
#include "domain/scope.h"
#include "geo/swap.h"
#include "rpc/error.h"
#include "rpc/handler.h"
#include "services/grid/cell_questions.h"
#include "services/grid/component_questions.h"
#include "services/grid/gap_pages.h"
#include "services/grid/point_check.h"
#include "services/ledger/callers.h"
#include "services/ledger/ledger.h"
#include "services/ledger/reader_pool.h"
#include "services/ledger/refusal.h"
#include "wangge/grid/v1/grid.grpc.pb.h"
#include "wire/enums.h"
#include "wire/time.h"

namespace wangge::grid {
namespace {

constexpr double kCentimetresPerMetre = 100;
constexpr int kPointsInHandler = 256;  // more, and other calls would wait for this one

v1::Location ToProto(const geo::Layer& layer, Position point, const geo::Location& found) {
  v1::Location location;
  location.set_code(std::string(found.code));
  location.set_matches(found.matches);
  if (found.edge_cm) location.set_edge_m(*found.edge_cm / kCentimetresPerMetre);
  location.set_nearest_code(std::string(found.nearest));
  if (found.nearest_cm) location.set_nearest_m(static_cast<double>(*found.nearest_cm) / kCentimetresPerMetre);
  location.set_looks_swapped(found.code.empty() && geo::SuggestsSwap(point, layer.extent()));
  return location;
}

std::string DatumOf(const std::string& given) { return given.empty() ? "wgs84" : given; }

}  // namespace

class GridService::Impl final : public v1::GridService::CallbackService {
 public:
  explicit Impl(const GridParts& parts) : parts_(parts), gap_pages_(parts.gaps, parts.rules, parts.page_tokens) {}

  grpc::ServerUnaryReactor* Locate(grpc::CallbackServerContext* context, const v1::LocateRequest* request,
                                   v1::LocateResponse* response) override {
    return rpc::ServeUnary(
        parts_.environment, context, "wangge.grid.v1.GridService/Locate", request, response,
        [this](const rpc::Call&, const v1::LocateRequest& in, v1::LocateResponse* out) { return LocateOne(in, out); });
  }

  grpc::ServerUnaryReactor* BatchLocate(grpc::CallbackServerContext* context, const v1::BatchLocateRequest* request,
                                        v1::BatchLocateResponse* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.grid.v1.GridService/BatchLocate", request, response,
                           [this](const rpc::Call&, const v1::BatchLocateRequest& in,
                                  const rpc::Reply<v1::BatchLocateResponse>& reply) { StartBatch(in, reply); });
  }

  grpc::ServerUnaryReactor* ListLayers(grpc::CallbackServerContext* context, const v1::ListLayersRequest* request,
                                       v1::ListLayersResponse* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.grid.v1.GridService/ListLayers", request, response,
                           [this](const rpc::Call& call, const v1::ListLayersRequest& in, v1::ListLayersResponse* out) {
                             return PageLayers(call, in, out);
                           });
  }

  grpc::ServerUnaryReactor* FindCells(grpc::CallbackServerContext* context, const v1::FindCellsRequest* request,
                                      v1::FindCellsResponse* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.grid.v1.GridService/FindCells", request, response,
                           [this](const rpc::Call&, const v1::FindCellsRequest& in,
                                  const rpc::Reply<v1::FindCellsResponse>& reply) { Ask(in, reply, grid::FindCells); });
  }

  grpc::ServerUnaryReactor* GetCell(grpc::CallbackServerContext* context, const v1::GetCellRequest* request,
                                    v1::GetCellResponse* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.grid.v1.GridService/GetCell", request, response,
                           [this](const rpc::Call&, const v1::GetCellRequest& in,
                                  const rpc::Reply<v1::GetCellResponse>& reply) { Ask(in, reply, grid::GetCell); });
  }

  grpc::ServerUnaryReactor* ResolveCodes(grpc::CallbackServerContext* context, const v1::ResolveCodesRequest* request,
                                         v1::ResolveCodesResponse* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.grid.v1.GridService/ResolveCodes", request, response,
                           [this](const rpc::Call& call, const v1::ResolveCodesRequest& in,
                                  const rpc::Reply<v1::ResolveCodesResponse>& reply) { Resolve(call, in, reply); });
  }

  grpc::ServerUnaryReactor* NearestComponents(grpc::CallbackServerContext* context,
                                              const v1::NearestComponentsRequest* request,
                                              v1::NearestComponentsResponse* response) override {
    return rpc::ServeUnary(
        parts_.environment, context, "wangge.grid.v1.GridService/NearestComponents", request, response,
        [this](const rpc::Call&, const v1::NearestComponentsRequest& in, v1::NearestComponentsResponse* out) {
          return AskComponents(in, out, grid::NearestComponents);
        });
  }

  grpc::ServerUnaryReactor* BatchGetComponents(grpc::CallbackServerContext* context,
                                               const v1::BatchGetComponentsRequest* request,
                                               v1::BatchGetComponentsResponse* response) override {
    return rpc::ServeUnary(
        parts_.environment, context, "wangge.grid.v1.GridService/BatchGetComponents", request, response,
        [this](const rpc::Call&, const v1::BatchGetComponentsRequest& in, v1::BatchGetComponentsResponse* out) {
          return AskComponents(in, out, grid::BatchGetComponents);
        });
  }

  grpc::ServerUnaryReactor* ListGaps(grpc::CallbackServerContext* context, const v1::ListGapsRequest* request,
                                     v1::ListGapsResponse* response) override {
    return rpc::ServeUnary(parts_.environment, context, "wangge.grid.v1.GridService/ListGaps", request, response,
                           [this](const rpc::Call& call, const v1::ListGapsRequest& in,
                                  const rpc::Reply<v1::ListGapsResponse>& reply) { StartGaps(call, in, reply); });
  }

 private:
  absl::Status LocateOne(const v1::LocateRequest& in, v1::LocateResponse* out) {
    WANGGE_ASSIGN_OR_RETURN(const auto layers, parts_.book.Read());
    wire::Faults faults;
    const auto datum = CheckDatum(DatumOf(in.datum()), "datum", faults);
    if (!in.has_point()) wire::AddFault(faults, "point", "Expected a point, but there is none.");
    const auto point = CheckPoint(in.point().longitude(), in.point().latitude(), datum, "point", faults);
    WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
    WANGGE_ASSIGN_OR_RETURN(const BookedLayer* const booked, FindLayer(*layers, in.layer()));
    const geo::Layer& layer = *booked->layer;
    *out->mutable_location() = ToProto(layer, *point, layer.Locate(*point, {.edge = in.want_edge(), .nearest = true}));
    out->set_layer_version(booked->layer->version());
    return absl::OkStatus();
  }

  void StartBatch(const v1::BatchLocateRequest& in, const rpc::Reply<v1::BatchLocateResponse>& reply) {
    if (in.points_size() <= kPointsInHandler) return reply.Finish(LocateMany(in, reply.message()));
    const auto kept = std::make_shared<const v1::BatchLocateRequest>(in);
    const absl::Status taken = pool_.TryRun(
        [this, kept, reply] { rpc::RunGuarded(reply, [&] { reply.Finish(LocateMany(*kept, reply.message())); }); });
    if (!taken.ok()) reply.Finish(taken);
  }

  absl::Status LocateMany(const v1::BatchLocateRequest& in, v1::BatchLocateResponse& out) {
    WANGGE_ASSIGN_OR_RETURN(const auto layers, parts_.book.Read());
    if (in.points().empty() || in.points_size() > static_cast<int>(limits::kLocatePointsMax)) {
      return rpc::MakeError(absl::StatusCode::kInvalidArgument, "BATCH_SIZE",
                            "Expected 1 to 10,000 points, but there are " + std::to_string(in.points_size()) + ".",
                            {{"size", std::to_string(in.points_size())}});
    }
    wire::Faults faults;
    const auto datum = CheckDatum(DatumOf(in.datum()), "datum", faults);
    std::vector<Position> points;
    points.reserve(static_cast<std::size_t>(in.points_size()));
    for (int i = 0; i < in.points_size(); ++i) {
      const std::string field = "points[" + std::to_string(i) + "]";
      points.push_back(
          CheckPoint(in.points(i).longitude(), in.points(i).latitude(), datum, field, faults).value_or(Position{}));
    }
    WANGGE_RETURN_IF_ERROR(ledger::StatusOf(faults));
    WANGGE_ASSIGN_OR_RETURN(const BookedLayer* const booked, FindLayer(*layers, in.layer()));
    const auto found = booked->layer->LocateBatch(points, {.edge = in.want_edge(), .nearest = true});
    for (std::size_t i = 0; i < found.size(); ++i) {
      *out.add_locations() = ToProto(*booked->layer, points[i], found[i]);
    }
    out.set_layer_version(booked->layer->version());
    return absl::OkStatus();
  }

  // On the pool: other calls would wait for a large drawing.
  template <typename Request, typename Response>
  void Ask(const Request& in, const rpc::Reply<Response>& reply,
           absl::StatusOr<Response> (*answer)(const Layers&, const Request&)) {
    const auto kept = std::make_shared<const Request>(in);
    const absl::Status taken = pool_.TryRun([this, kept, reply, answer] {
      rpc::RunGuarded(reply, [&] {
        const auto layers = parts_.book.Read();
        if (!layers.ok()) return reply.Finish(layers.status());
        auto answered = answer(**layers, *kept);
        if (!answered.ok()) return reply.Finish(answered.status());
        reply.message() = *std::move(answered);
        reply.Finish(absl::OkStatus());
      });
    });
    if (!taken.ok()) reply.Finish(taken);
  }

  // On a pool of its own: it waits for bodies, and takes seconds for a large layer.
  void Resolve(const rpc::Call& call, const v1::ResolveCodesRequest& in,
               const rpc::Reply<v1::ResolveCodesResponse>& reply) {
    if (const auto layers = parts_.book.Read(); !layers.ok()) return reply.Finish(layers.status());
    const auto kept = std::make_shared<const v1::ResolveCodesRequest>(in);
    const absl::Status taken = versions_pool_.TryRun([this, kept, reply, until = call.deadline] {
      rpc::RunGuarded(reply, [&] {
        const auto read = [&](const LayerVersion& version) { return ReadBody(kept->layer(), version, until); };
        auto resolved = grid::ResolveCodes(parts_.versions.Of(kept->layer()), *kept, read);
        if (!resolved.ok()) return reply.Finish(resolved.status());
        reply.message() = *std::move(resolved);
        reply.Finish(absl::OkStatus());
      });
    });
    if (!taken.ok()) reply.Finish(taken);
  }

  absl::StatusOr<std::string> ReadBody(const std::string& layer, const LayerVersion& version, Timestamp until) {
    ledger::v1::ReadEditionRequest request;
    request.set_kind(std::string(wire::KindName(domain::EditionKind::kLayer)));
    request.set_name(layer);
    request.set_sha256(version.sha256);
    using Text = absl::StatusOr<ledger::LedgerPort::EditionText>;
    const auto answer = std::make_shared<std::promise<Text>>();
    parts_.ledger.ReadEdition(std::move(request), until, [answer](Text text) { answer->set_value(std::move(text)); });
    WANGGE_ASSIGN_OR_RETURN(auto text, answer->get_future().get());
    return std::move(text.body);
  }

  template <typename Request, typename Response>
  absl::Status AskComponents(const Request& in, Response* out,
                             absl::StatusOr<Response> (*answer)(const ComponentBooks&, const Request&)) {
    WANGGE_ASSIGN_OR_RETURN(const auto books, parts_.components.Read());
    WANGGE_ASSIGN_OR_RETURN(*out, answer(*books, in));
    return absl::OkStatus();
  }

  absl::Status PageLayers(const rpc::Call& call, const v1::ListLayersRequest& in, v1::ListLayersResponse* out) {
    WANGGE_ASSIGN_OR_RETURN(const auto layers, parts_.book.Read());
    WANGGE_ASSIGN_OR_RETURN(const std::size_t size, ledger::PageSize(in.page_size()));
    const std::string list = ledger::ListKey({call.method, call.caller->actor});
    std::string after;
    if (!in.page_token().empty()) {
      WANGGE_ASSIGN_OR_RETURN(after, parts_.page_tokens.Open(list, in.page_token()));
    }
    for (auto it = layers->upper_bound(after); it != layers->end(); ++it) {
      if (out->layers_size() == static_cast<int>(size)) {
        out->set_next_page_token(parts_.page_tokens.Make(list, std::prev(it)->first));
        break;
      }
      Show(it->second, *out->add_layers());
    }
    return absl::OkStatus();
  }

  static void Show(const BookedLayer& booked, v1::Layer& shown) {
    shown.set_name("layers/" + booked.layer->name());
    shown.set_version(booked.layer->version());
    shown.set_sha256(booked.sha256);
    shown.set_cells(static_cast<std::uint32_t>(booked.layer->codes().size()));
    shown.set_key(booked.layer->key());
    shown.set_datum(booked.layer->datum());
    *shown.mutable_active_from() = wire::ToProto(booked.active_from);
    shown.set_illustrative(booked.illustrative);
  }

  static void MarkSwapped(const Layers& layers, v1::ListGapsResponse& page) {
    for (v1::GapEntry& entry : *page.mutable_gaps()) {
      const auto booked = layers.find(entry.gap().layer());
      if (booked == layers.end()) continue;
      const geo::LonLat at{.lon = entry.position().longitude(), .lat = entry.position().latitude()};
      entry.set_looks_swapped(geo::SuggestsSwap(at, booked->second.layer->extent()));
    }
  }

  void StartGaps(const rpc::Call& call, const v1::ListGapsRequest& in, const rpc::Reply<v1::ListGapsResponse>& reply) {
    if (absl::Status own = ledger::RequireOwnName(*call.caller); !own.ok()) return reply.Finish(own);
    const auto layers = parts_.book.Read();
    if (!layers.ok()) return reply.Finish(layers.status());
    if (!in.layer().empty()) {
      const auto layer = FindLayer(**layers, in.layer());
      if (!layer.ok()) return reply.Finish(layer.status());
    }
    const auto position = GapPages::PositionOf(in);
    if (!position.ok()) return reply.Finish(position.status());
    const auto kept = std::make_shared<const v1::ListGapsRequest>(in);
    const domain::Actor actor = ledger::ActorOf(*call.caller);
    const auto answer = [this, actor, kept, reply, in_force = *layers](bool reached) {
      if (!reached) return reply.Finish(follow::PositionNotReached());
      const absl::Status filled = gap_pages_.Fill(actor, *kept, reply.message());
      MarkSwapped(*in_force, reply.message());
      reply.Finish(filled);
    };
    parts_.progress.WhenReached(*position, call.deadline - call.arrived, answer);
  }

  const GridParts parts_;
  const GapPages gap_pages_;
  ledger::ReaderPool pool_{1};  // for large batches; last: its thread ends before what it uses
  ledger::ReaderPool versions_pool_{1};
};

GridService::GridService(const GridParts& parts) : impl_(std::make_unique<Impl>(parts)) {}
GridService::~GridService() = default;
rpc::ServedService GridService::served() { return {v1::GridService::service_full_name(), impl_.get()}; }

}  // namespace wangge::grid
