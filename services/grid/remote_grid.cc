#include "services/grid/remote_grid.h"

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <chrono>
#include <cmath>
#include <mutex>
#include <utility>

#include "base/limits.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "rpc/channel.h"
#include "rpc/error.h"
#include "rpc/status_map.h"
#include "wangge/grid/v1/grid.grpc.pb.h"
#include "wire/component.h"

namespace wangge::grid {
namespace {

constexpr double kE7 = 1e7;
constexpr double kCentimetresPerMetre = 100;
constexpr Duration kLayersFresh = Seconds(1);
constexpr std::string_view kLayersPrefix = "layers/";

// What the grid service answers to this service is not always what this service's caller may be told.
absl::Status ForCaller(const grpc::Status& answer) {
  absl::Status status = rpc::FromGrpc(answer);
  if (status.ok()) return status;
  if (absl::IsUnavailable(status) && rpc::ReasonOf(status) != "LAYERS_NOT_LOADED") {
    return rpc::WithRetryAfter(
        rpc::MakeError(absl::StatusCode::kUnavailable, "STATE_UNREACHABLE",
                       "Expected the grid service to answer, but it cannot be reached. Send the same request again."),
        Seconds(1));
  }
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsResourceExhausted(status)) {
    return status;
  }
  return Internal("Expected the grid service to locate, but it answered: " + status.ToString());
}

void AddEvidence(const std::string& layer, std::uint64_t version, const v1::Location& found,
                 domain::Location& location) {
  if (found.code().empty()) {
    location.gaps.push_back({layer, version, found.nearest_code(),
                             std::llround((found.has_nearest_m() ? found.nearest_m() : 0) * kCentimetresPerMetre)});
    return;
  }
  location.placements.push_back({layer, version, found.code(), found.matches(), std::nullopt});
}

}  // namespace

struct RemoteGrid::Connection {
  std::unique_ptr<v1::GridService::Stub> stub;
  std::function<std::string()> token;
  std::mutex mutex;
  std::vector<std::string> layers;
  Timestamp layers_read{};

  void Prepare(grpc::ClientContext& context, Timestamp until) const {
    rpc::AddToken(context, token());
    context.set_deadline(std::chrono::system_clock::time_point(std::chrono::microseconds(until.micros)));
  }
  std::optional<std::vector<std::string>> FreshLayers() {
    const std::lock_guard lock(mutex);
    if (SystemClock().Now() - layers_read > kLayersFresh) return std::nullopt;
    return layers;
  }
  void Keep(const std::vector<std::string>& read) {
    const std::lock_guard lock(mutex);
    layers = read;
    layers_read = SystemClock().Now();
  }
};

// One LocateAll under way: kept alive by the callbacks of its calls.
class RemoteGrid::Locating : public std::enable_shared_from_this<Locating> {
 public:
  Locating(std::shared_ptr<Connection> connection, std::vector<Position> points, Timestamp until, Located done)
      : connection_(std::move(connection)), points_(std::move(points)), until_(until), done_(std::move(done)) {}

  void Start() {
    if (auto fresh = connection_->FreshLayers()) return LocateIn(*std::move(fresh));
    connection_->Prepare(list_context_, until_);
    list_request_.set_page_size(static_cast<std::int32_t>(limits::kPageSizeMax));
    connection_->stub->async()->ListLayers(&list_context_, &list_request_, &list_response_,
                                           [self = shared_from_this()](const grpc::Status& s) { self->Listed(s); });
  }

 private:
  struct OneLayer {
    grpc::ClientContext context;
    v1::BatchLocateRequest request;
    v1::BatchLocateResponse response;
  };

  void Listed(const grpc::Status& status) {
    if (!status.ok()) return done_(ForCaller(status));
    std::vector<std::string> names;
    for (const auto& layer : list_response_.layers()) names.push_back(layer.name().substr(kLayersPrefix.size()));
    connection_->Keep(names);
    LocateIn(std::move(names));
  }

  void LocateIn(std::vector<std::string> names) {
    left_ = names.size();
    layers_ = std::vector<OneLayer>(names.size());
    if (layers_.empty()) return Merge();
    v1::BatchLocateRequest request;
    for (const Position& point : points_) {
      auto* added = request.add_points();
      added->set_longitude(point.lon_e7 / kE7);
      added->set_latitude(point.lat_e7 / kE7);
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      layers_[i].request = request;
      layers_[i].request.set_layer(names[i]);
      connection_->Prepare(layers_[i].context, until_);
    }
    const auto self = shared_from_this();  // the last answer may come before the last call is made
    for (OneLayer& layer : layers_) {
      connection_->stub->async()->BatchLocate(&layer.context, &layer.request, &layer.response,
                                              [self](const grpc::Status& status) { self->LayerAnswered(status); });
    }
  }

  void LayerAnswered(const grpc::Status& status) {
    {
      const std::lock_guard lock(mutex_);
      if (!status.ok() && failure_.ok()) failure_ = status;
      if (--left_ > 0) return;
    }
    if (!failure_.ok()) return done_(ForCaller(failure_));
    Merge();
  }

  void Merge() {
    std::vector<domain::Location> locations(points_.size());
    for (std::size_t i = 0; i < points_.size(); ++i) locations[i].position = points_[i];
    for (const OneLayer& layer : layers_) {
      if (layer.response.locations_size() != static_cast<int>(points_.size())) {
        return done_(Internal("Expected a location for each point, but the grid service answered another number"));
      }
      for (std::size_t i = 0; i < points_.size(); ++i) {
        AddEvidence(layer.request.layer(), layer.response.layer_version(),
                    layer.response.locations(static_cast<int>(i)), locations[i]);
      }
    }
    done_(std::move(locations));
  }

  const std::shared_ptr<Connection> connection_;
  const std::vector<Position> points_;
  const Timestamp until_;
  const GridPort::Located done_;
  grpc::ClientContext list_context_;
  v1::ListLayersRequest list_request_;
  v1::ListLayersResponse list_response_;
  std::vector<OneLayer> layers_;
  std::mutex mutex_;
  std::size_t left_ = 0;  // under mutex_
  grpc::Status failure_;  // under mutex_ until left_ is 0
};

// One FindComponents under way: kept alive by the callback of its call.
struct RemoteGrid::Finding {
  grpc::ClientContext context;
  v1::BatchGetComponentsRequest request;
  v1::BatchGetComponentsResponse response;

  absl::StatusOr<ComponentAnswers> Answers() const {
    ComponentAnswers answers(static_cast<std::size_t>(request.ids_size()));
    for (const auto& edition : response.editions()) {
      if (edition.components_size() != request.ids_size()) {
        return Internal("Expected a component for each id, but the grid service answered another number");
      }
      for (int i = 0; i < request.ids_size(); ++i) {
        const v1::Component& component = edition.components(i);
        answers[static_cast<std::size_t>(i)].push_back({.edition = edition.edition(),
                                                        .version = edition.version(),
                                                        .is_known = !component.id().empty(),
                                                        .category = component.category(),
                                                        .bodies = wire::FromProto(component.bodies())});
      }
    }
    return answers;
  }
};

RemoteGrid::RemoteGrid(std::shared_ptr<grpc::Channel> channel, std::function<std::string()> token)
    : connection_(std::make_shared<Connection>()) {
  connection_->stub = v1::GridService::NewStub(channel);
  connection_->token = std::move(token);
}

RemoteGrid::~RemoteGrid() = default;

void RemoteGrid::LocateAll(std::vector<Position> points, Timestamp deadline, Located done) {
  std::make_shared<Locating>(connection_, std::move(points), deadline, std::move(done))->Start();
}

void RemoteGrid::FindComponents(std::vector<std::string> ids, Timestamp deadline, Found done) {
  const auto finding = std::make_shared<Finding>();
  finding->request.mutable_ids()->Add(ids.begin(), ids.end());
  connection_->Prepare(finding->context, deadline);
  connection_->stub->async()->BatchGetComponents(&finding->context, &finding->request, &finding->response,
                                                 [finding, done = std::move(done)](const grpc::Status& status) {
                                                   if (!status.ok()) return done(ForCaller(status));
                                                   done(finding->Answers());
                                                 });
}

}  // namespace wangge::grid
