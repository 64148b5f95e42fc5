#include "services/wangge/commands/server_layers.h"

#include <cmath>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "base/status/text.h"
#include "services/wangge/commands/illustrative.h"
#include "services/wangge/commands/message_json.h"
#include "wangge/grid/v1/grid.grpc.pb.h"

namespace wangge::commands {
namespace {

namespace v1 = grid::v1;

constexpr double kE7 = 1e7;
constexpr double kCentimetresPerMetre = 100;

geo::LocatedPoint PointOf(const v1::Location& found, std::uint64_t version) {
  geo::LocatedPoint point;
  point.code = found.code();
  point.version = version;
  point.nearest = found.nearest_code();
  point.looks_swapped = found.looks_swapped();
  if (found.has_edge_m()) point.edge_cm = std::llround(found.edge_m() * kCentimetresPerMetre);
  if (found.has_nearest_m()) point.nearest_cm = std::llround(found.nearest_m() * kCentimetresPerMetre);
  return point;
}

void Print(const v1::Layer& layer, bool json) {
  const std::string name = layer.name().substr(layer.name().find('/') + 1);
  const std::string since = json ? ExactTimeText(layer.active_from()) : TimeText(layer.active_from());
  const std::string hash = ToHex(layer.sha256());
  if (json) {
    const nlohmann::ordered_json line{{"layer", name},          {"version", layer.version()},
                                      {"activated_at", since},  {"sha256", hash},
                                      {"cells", layer.cells()}, {"key", layer.key()},
                                      {"datum", layer.datum()}, {"illustrative", layer.illustrative()}};
    std::printf("%s\n", line.dump().c_str());
    return;
  }
  std::printf("%-24s version %-4llu since %s  %.12s  %u cells%s%s\n", name.c_str(),
              static_cast<unsigned long long>(layer.version()), since.c_str(), hash.c_str(), layer.cells(),
              layer.illustrative() ? "  " : "", layer.illustrative() ? kIllustrative : "");
}

}  // namespace

geo::LocateFunction LocateOnServer(const client::Connection& connection, const std::string& layer,
                                   const std::string& datum) {
  const std::shared_ptr<v1::GridService::Stub> stub = connection.StubOf<v1::GridService>();
  return [&connection, stub, layer,
          datum](std::span<const Position> points) -> absl::StatusOr<std::vector<geo::LocatedPoint>> {
    v1::BatchLocateRequest request;
    request.set_layer(layer);
    request.set_datum(datum);
    request.set_want_edge(true);
    for (const Position& point : points) {
      v1::Point& asked = *request.add_points();
      asked.set_longitude(point.lon_e7 / kE7);
      asked.set_latitude(point.lat_e7 / kE7);
    }
    WANGGE_ASSIGN_OR_RETURN(const auto response, connection.Call(*stub, &v1::GridService::Stub::BatchLocate, request));
    std::vector<geo::LocatedPoint> found;
    for (const v1::Location& one : response.locations()) found.push_back(PointOf(one, response.layer_version()));
    if (found.size() != points.size())
      return Internal("Expected one answer a point, but the server gave another number.");
    return found;
  };
}

absl::Status CheckServerLayer(const client::Connection& connection, const std::string& layer,
                              const std::string& datum) {
  const auto stub = connection.StubOf<v1::GridService>();
  v1::LocateRequest request;
  request.set_layer(layer);
  request.set_datum(datum);
  request.mutable_point();  // any point: its answer is not looked at
  return connection.Call(*stub, &v1::GridService::Stub::Locate, request).status();
}

absl::Status ListServerLayers(const client::Access& access, bool json) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(access));
  const auto stub = connection.StubOf<v1::GridService>();
  v1::ListLayersRequest request;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const auto page, connection.Call(*stub, &v1::GridService::Stub::ListLayers, request));
    for (const v1::Layer& layer : page.layers()) Print(layer, json);
    if (page.next_page_token().empty()) return absl::OkStatus();
    request.set_page_token(page.next_page_token());
  }
}

}  // namespace wangge::commands
