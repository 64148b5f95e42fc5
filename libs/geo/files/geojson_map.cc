#include "geo/files/geojson_map.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/status/text.h"
#include "geo/geojson_feature.h"

namespace wangge::geo {
namespace {

using Json = nlohmann::json;

// What the parser asks after each part: whether to keep it. Takes each element of `features` as soon as it is whole,
// with how deep the deepest part of the text so far is nested.
template <typename Take>
Json::parser_callback_t EachFeature(Take take) {
  return [take, in_features = false, deepest = 0](int depth, Json::parse_event_t event, Json& parsed) mutable {
    deepest = std::max(deepest, depth);
    if (depth == 1 && event == Json::parse_event_t::key) in_features = parsed == "features";
    const bool is_whole = event == Json::parse_event_t::object_end || event == Json::parse_event_t::array_end ||
                          event == Json::parse_event_t::value;
    if (depth != 2 || !in_features || !is_whole) return true;
    take(parsed, deepest);
    return false;
  };
}

// "EPSG:4549" of the name in one of its forms; empty: none of them.
std::string CodeOf(std::string_view name) {
  std::string upper;
  for (const char c : name) upper.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  const std::string last = upper.substr(upper.find_last_of(":/") + 1);  // npos + 1 is 0: the whole name
  if (last == "CRS84" || last == "WGS84") return "OGC:CRS84";
  return upper.find("EPSG") != std::string::npos && !last.empty() ? "EPSG:" + last : "";
}

MapFeature ToMap(Feature feature, const Json& parsed, std::vector<Finding>& findings) {
  MapFeature map{.properties = parsed["properties"].dump()};
  for (SourcePolygon& polygon : feature.polygons) {
    MapPolygon& added = map.polygons.emplace_back();
    for (const Ring& ring : polygon.rings) {
      MapRing& points = added.emplace_back();
      for (const LonLat& at : ring) points.push_back({.x = at.lon, .y = at.lat});
    }
  }
  const auto geometry = parsed.find("geometry");
  map.has_geometry = geometry != parsed.end() && !geometry->is_null();
  for (Finding& finding : feature.findings) {
    if (finding.ring.has_value()) findings.push_back(std::move(finding));
  }
  return map;
}

}  // namespace

absl::StatusOr<std::optional<DeclaredCrs>> CrsOfGeoJson(std::string_view text) {
  // Only a quoted "crs" can be the member; most texts have none, and are not parsed for it.
  if (text.find("\"crs\"") == std::string_view::npos) return std::nullopt;
  Json root = Json::parse(text, EachFeature([](const Json&, int) {}), false);
  if (!root.is_object() || !root.contains("crs") || root["crs"].is_null()) return std::nullopt;
  const Json name = root["crs"].is_object() ? root["crs"].value("/properties/name"_json_pointer, Json()) : Json();
  std::string said = name.is_string() ? name.get<std::string>() : "";
  DeclaredCrs declared{.code = CodeOf(said), .where = "`crs`"};
  if (!declared.code.empty()) return declared;
  return InvalidArgument(
      "Expected `crs` to name a coordinate system by its code, e.g. urn:ogc:def:crs:EPSG::4549, but " +
      (said.empty() ? "it has no name" : "it is \"" + said.substr(0, 200) + "\""));
}

absl::StatusOr<MapFile> ParseGeoJsonMap(std::string_view text, std::string_view key) {
  MapFile file;
  absl::Status status;
  const auto take = [&](const Json& parsed, int deepest) {
    constexpr int kDepthMax = 64;  // properties are written by a recursive function
    if (!status.ok()) return;
    if (deepest > kDepthMax) {
      status = InvalidArgument("feature " + std::to_string(file.features.size()) + ": Expected JSON of at most " +
                               std::to_string(kDepthMax) + " levels, but it has more");
      return;
    }
    auto feature = ParseFeature(parsed, key, file.features.size(), Coordinates::kOfAMap);
    status = feature.status();
    if (status.ok()) file.features.push_back(ToMap(*std::move(feature), parsed, file.findings));
  };
  try {
    const Json root = Json::parse(text, EachFeature(take));
    if (!root.is_object() || root.value("type", Json()) != "FeatureCollection" || !root.contains("features") ||
        !root["features"].is_array()) {
      return InvalidArgument("Expected a FeatureCollection, but the text is another JSON value");
    }
  } catch (const Json::exception& error) {
    return InvalidArgument("Expected JSON, but the text is not: " + std::string(error.what()));
  }
  if (!status.ok()) return status;
  return file;
}

}  // namespace wangge::geo
