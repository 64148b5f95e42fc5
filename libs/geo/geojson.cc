#include "geo/geojson.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/container/flat_hash_map.h"
#include "base/json_place.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "geo/geojson_feature.h"

namespace wangge::geo {
namespace {

using Json = nlohmann::json;

// Takes each feature as soon as it is parsed and lets the parser forget it, so that the whole text never stands in
// memory as a tree of nodes.
class FeatureCollector {
 public:
  explicit FeatureCollector(std::string_view key) : key_(key) {}

  // What the parser asks after each part: whether to keep it. Depth 0 is the root, 2 are the elements of its members.
  bool Keep(int depth, Json::parse_event_t event, Json& parsed) {
    if (depth == 1 && event == Json::parse_event_t::key) in_features_ = parsed == "features";
    const bool complete = event == Json::parse_event_t::object_end || event == Json::parse_event_t::array_end ||
                          event == Json::parse_event_t::value;
    if (depth != 2 || !in_features_ || !complete) return true;
    if (status_.ok()) {
      status_ = Take(parsed);
      if (!status_.ok()) refused_ = count_;
    }
    ++count_;
    return false;
  }

  const absl::Status& status() const { return status_; }
  std::size_t refused() const { return refused_; }  // the feature that `status` is about
  LayerSource Result() && { return std::move(source_); }

 private:
  absl::Status Take(const Json& parsed) {
    WANGGE_ASSIGN_OR_RETURN(Feature feature, ParseFeature(parsed, key_, count_));
    for (Finding& finding : feature.findings) source_.findings.push_back(std::move(finding));
    if (feature.polygons.empty()) return absl::OkStatus();
    const auto [known, is_new] = cell_of_.try_emplace(feature.code, source_.cells.size());
    if (is_new) {
      if (source_.cells.size() == limits::kLayerCellsMax) return TooMany();
      source_.cells.push_back({.code = std::move(feature.code), .polygons = std::move(feature.polygons)});
      return absl::OkStatus();
    }
    SourceCell& cell = source_.cells[known->second];
    source_.findings.push_back(
        {.feature = count_,
         .code = cell.code,
         .ring = std::nullopt,
         .reason = "feature " + std::to_string(cell.polygons.front().feature) + " has this code too",
         .action = "merged"});
    for (SourcePolygon& polygon : feature.polygons) cell.polygons.push_back(std::move(polygon));
    return absl::OkStatus();
  }

  static absl::Status TooMany() {
    return InvalidArgument("Expected at most " + std::to_string(limits::kLayerCellsMax) +
                           " cells in a layer, but there are more");
  }

  std::string_view key_;
  LayerSource source_;
  absl::flat_hash_map<std::string, std::size_t> cell_of_;
  std::size_t count_ = 0;
  std::size_t refused_ = 0;
  bool in_features_ = false;
  absl::Status status_;
};

absl::Status Refuse(std::string_view file_name, const TextPlace& place, const absl::Status& status) {
  return file_name.empty() ? status : WithContext(NameOf(file_name, place), status);
}

// Whether coordinates under this `crs` member are degrees of WGS 84 or CGCS2000, longitude first. GeoJSON of 2008 has
// {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}; null says nothing about it.
absl::Status CheckCrs(const Json& root) {
  const auto crs = root.find("crs");
  if (crs == root.end() || crs->is_null()) return absl::OkStatus();
  std::string name;
  if (crs->is_object() && crs->contains("properties") && (*crs)["properties"].is_object()) {
    const auto value = (*crs)["properties"].find("name");
    if (value != (*crs)["properties"].end() && value->is_string()) name = value->get<std::string>();
  }
  const std::string last = name.substr(name.find_last_of(":/") + 1);  // npos + 1 is 0: the whole name
  const bool is_epsg = name.find("EPSG") != std::string::npos || name.find("epsg") != std::string::npos;
  if (last == "CRS84" || last == "WGS84" || (is_epsg && (last == "4326" || last == "4490"))) return absl::OkStatus();
  return InvalidArgument(
      "Expected longitude and latitude of WGS 84 (CRS84, EPSG:4326) or CGCS2000 (EPSG:4490), but `crs` is " +
      (name.empty() ? "without a name" : "\"" + name + "\"") + "; convert the file first");
}

absl::Status CheckRoot(const Json& root) {
  if (!root.is_object() || !root.contains("type") || root["type"] != "FeatureCollection") {
    return InvalidArgument("Expected a FeatureCollection, but the text is another JSON value");
  }
  if (!root.contains("features") || !root["features"].is_array()) {
    return InvalidArgument("Expected an array `features`, but the FeatureCollection has none");
  }
  return CheckCrs(root);
}

}  // namespace

absl::StatusOr<LayerSource> ParseGeoJson(std::string_view text, std::string_view key, std::string_view file_name) {
  FeatureCollector collector(key);
  Json root;
  try {
    root = Json::parse(text, [&collector](int depth, Json::parse_event_t event, Json& parsed) {
      return collector.Keep(depth, event, parsed);
    });
  } catch (const Json::parse_error& error) {
    const JsonFault fault = NotJson(text, error.byte, error.what());
    return Refuse(file_name, fault.place, InvalidArgument(fault.text));
  } catch (const Json::exception& error) {  // a number beyond the range of double, which it quotes
    const std::string_view said = error.what();
    const std::size_t open = said.find('\''), close = said.rfind('\'');
    const std::string number(open < close ? said.substr(open + 1, close - open - 1) : std::string_view());
    const TextPlace place = PlaceAt(text, std::min(text.find(number), text.size()));
    return Refuse(file_name, place,
                  InvalidArgument("Expected numbers of degrees, but \"" + number + "\" is beyond every number"));
  }
  // What the text as a whole claims comes first: projected coordinates are better explained by `crs` than by a point.
  WANGGE_RETURN_IF_ERROR(Refuse(file_name, {}, CheckRoot(root)));
  if (!collector.status().ok()) {
    if (file_name.empty()) return collector.status();
    return Refuse(file_name, PlaceOfJson(text, {"features", collector.refused()}), collector.status());
  }
  return std::move(collector).Result();
}

}  // namespace wangge::geo
