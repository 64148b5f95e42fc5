// `cells`: which cells lie near a point, along a track, in a drawing; one cell by its code. Of a server's layer, or of
// a file.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/strings/numbers.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "services/grid/cell_questions.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/commands/server_options.h"
#include "services/wangge/usage_error.h"
#include "wangge/grid/v1/grid.grpc.pb.h"

namespace wangge::commands {
namespace {

namespace v1 = grid::v1;
using Json = nlohmann::ordered_json;
using Service = v1::GridService;

constexpr char kFileLayer[] = "file";

struct Options {
  std::shared_ptr<client::Access> access{};
  std::string layer{};
  std::string layer_file{};
  std::string key{};
  std::string datum = "wgs84";
  std::string at{};
  std::string near{};
  double within = -1;
  std::uint32_t count = 0;
  std::string track{};
  std::string polygon{};
  std::string code{};
  bool json = false;
};

absl::Status SetPoint(const std::string& text, const std::string& place, v1::Point& point) {
  const std::size_t comma = text.find(',');
  double longitude = 0;
  double latitude = 0;
  if (comma == std::string::npos || !absl::SimpleAtod(text.substr(0, comma), &longitude) ||
      !absl::SimpleAtod(text.substr(comma + 1), &latitude)) {
    return InvalidArgument(place + ": Expected LON,LAT in degrees, but got \"" + text + "\".");
  }
  point.set_longitude(longitude);
  point.set_latitude(latitude);
  return absl::OkStatus();
}

// A file of LON,LAT a line; an empty line begins the next list.
absl::StatusOr<std::vector<v1::PointList>> ReadPoints(const std::string& file) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(file, limits::kConfigBodyBytesMax));
  std::vector<v1::PointList> lists(1);
  std::istringstream in(text);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) {
      const std::string place = file + ":" + std::to_string(number) + ":1";
      WANGGE_RETURN_IF_ERROR(SetPoint(line, place, *lists.back().add_points()));
    } else if (lists.back().points_size() > 0) {
      lists.emplace_back();
    }
  }
  if (lists.back().points_size() == 0) lists.pop_back();
  return lists;
}

absl::StatusOr<v1::FindCellsRequest> QuestionOf(const Options& options) {
  v1::FindCellsRequest request;
  request.set_layer(options.access->server.empty() ? kFileLayer : options.layer);
  request.set_datum(options.datum);
  if (!options.at.empty()) {
    WANGGE_RETURN_IF_ERROR(SetPoint(options.at, "--at", *request.mutable_at()));
  } else if (!options.near.empty() && options.count > 0) {
    WANGGE_RETURN_IF_ERROR(SetPoint(options.near, "--near", *request.mutable_nearest()->mutable_point()));
    request.mutable_nearest()->set_count(options.count);
  } else if (!options.near.empty() && options.within >= 0) {
    WANGGE_RETURN_IF_ERROR(SetPoint(options.near, "--near", *request.mutable_within()->mutable_point()));
    request.mutable_within()->set_metres(options.within);
  } else if (!options.track.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const auto lists, ReadPoints(options.track));
    if (lists.size() != 1) return InvalidArgument(options.track + ": Expected one track, without an empty line in it.");
    *request.mutable_track() = lists.front();
  } else if (!options.polygon.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const auto lists, ReadPoints(options.polygon));
    for (const v1::PointList& ring : lists) *request.mutable_drawn()->add_rings() = ring;
  } else {
    return UsageError("Expected --at, --near with --within or --count, --track, --polygon or --code.");
  }
  return request;
}

absl::StatusOr<grid::Layers> LayersOfFile(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(options.layer_file, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(auto source, geo::ParseGeoJson(text, options.key, options.layer_file));
  auto layer = geo::BuildLayer({.name = kFileLayer, .version = 0, .key = options.key}, std::move(source));
  if (!layer.ok()) return WithContext(options.layer_file, layer.status());
  grid::Layers layers;
  layers[kFileLayer].layer = *std::move(layer);
  return layers;
}

void Print(const v1::FoundCell& cell, bool json) {
  if (!json) {
    std::printf("%s", cell.code().c_str());
    if (cell.has_distance_m()) std::printf("  %.2f m", cell.distance_m());
    std::printf("%s\n", cell.crossing() ? "  crossing" : "");
    return;
  }
  Json line{{"code", cell.code()}};
  if (cell.has_distance_m()) line["distance_m"] = cell.distance_m();
  if (cell.crossing()) line["crossing"] = true;
  std::printf("%s\n", line.dump().c_str());
}

absl::Status Find(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const v1::FindCellsRequest request, QuestionOf(options));
  v1::FindCellsResponse found;
  if (options.access->server.empty()) {
    WANGGE_ASSIGN_OR_RETURN(const grid::Layers layers, LayersOfFile(options));
    WANGGE_ASSIGN_OR_RETURN(found, grid::FindCells(layers, request));
  } else {
    WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
    WANGGE_ASSIGN_OR_RETURN(found, connection.Call(*connection.StubOf<Service>(), &Service::Stub::FindCells, request));
  }
  for (const v1::FoundCell& cell : found.cells()) Print(cell, options.json);
  return absl::OkStatus();
}

absl::Status Show(const Options& options) {
  v1::GetCellRequest request;
  request.set_code(options.code);
  v1::GetCellResponse cell;
  if (options.access->server.empty()) {
    request.set_layer(kFileLayer);
    WANGGE_ASSIGN_OR_RETURN(const grid::Layers layers, LayersOfFile(options));
    WANGGE_ASSIGN_OR_RETURN(cell, grid::GetCell(layers, request));
  } else {
    request.set_layer(options.layer);
    WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(*options.access));
    WANGGE_ASSIGN_OR_RETURN(cell, connection.Call(*connection.StubOf<Service>(), &Service::Stub::GetCell, request));
  }
  Json parents = Json::array();
  std::string text = cell.code();
  for (const auto& parent : cell.parents()) {
    parents.push_back({{"layer", parent.layer()}, {"code", parent.code()}, {"version", parent.version()}});
    text += "  in " + parent.layer() + " " + parent.code();
  }
  const Json line{{"code", cell.code()}, {"version", cell.layer_version()}, {"parents", parents}};
  std::printf("%s\n", options.json ? line.dump().c_str() : text.c_str());
  return absl::OkStatus();
}

}  // namespace

void AddCells(CLI::App& app) {
  CLI::App* command = app.add_subcommand("cells", "Cells near a point, along a track or in a drawing; a cell by code");
  const auto options = std::make_shared<Options>();
  CLI::Option* file = command->add_option("--layer-file", options->layer_file, "GeoJSON of the layer, also gzip");
  CLI::Option* key = command->add_option("--key", options->key, "Attribute of a feature that holds its code");
  CLI::Option* layer = command->add_option("--layer", options->layer, "Name of a layer of the server");
  command->add_option("--datum", options->datum, "Of the points: wgs84, cgcs2000, gcj02 or bd09")
      ->capture_default_str();
  command->add_option("--at", options->at, "LON,LAT: every cell that holds it, several where cells overlap");
  CLI::Option* near = command->add_option("--near", options->near, "LON,LAT: with --within or --count");
  command->add_option("--within", options->within, "Metres, at most 50,000")->needs(near);
  command->add_option("--count", options->count, "How many of the nearest, at most 1,000")->needs(near);
  command->add_option("--track", options->track, "A file of LON,LAT a line: the cells that it touches, in order");
  command->add_option("--polygon", options->polygon,
                      "A file of LON,LAT a line, closed; after an empty line, a hole: the cells inside and crossing");
  command->add_option("--code", options->code, "A cell, with the cells of coarser layers that hold it");
  command->add_flag("--json", options->json, "One line of JSON a cell");
  options->access = AddServerOptions(*command, {"--layer-file"});
  CLI::Option* server = command->get_option("--server");
  file->needs(key);
  key->needs(file);
  layer->needs(server);
  server->needs(layer);
  OnRun(*command, [options] { return options->code.empty() ? Find(*options) : Show(*options); });
}

}  // namespace wangge::commands
