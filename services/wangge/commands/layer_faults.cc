#include "services/wangge/commands/layer_faults.h"

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "base/status/text.h"

namespace wangge::commands {
namespace {

using Json = nlohmann::ordered_json;
using geo::Fault;
using geo::FaultKind;
using geo::LayerCheck;
using geo::LayerRule;

constexpr std::size_t kListedMax = 20;  // of each kind, as text; --json and --output have all

struct Tally {
  std::size_t faults = 0;
  std::size_t refused = 0;
  double m2 = 0;
};

std::map<FaultKind, Tally> TalliesOf(const LayerCheck& check, const LayerRule& rule) {
  std::map<FaultKind, Tally> tallies;
  for (const Fault& fault : check.faults) {
    Tally& tally = tallies[fault.kind];
    ++tally.faults;
    if (rule.Refuses(fault)) ++tally.refused;
    if (geo::HasArea(fault.kind)) tally.m2 += fault.m2.value_or(0);
  }
  return tallies;
}

Json ToJson(const Fault& fault, const LayerRule& rule) {
  Json json{{"kind", geo::NameOf(fault.kind)}, {"refused", rule.Refuses(fault)}, {"codes", fault.codes}};
  if (fault.feature.has_value()) json["feature"] = *fault.feature;
  if (fault.ring.has_value()) json["ring"] = *fault.ring;
  if (fault.place.has_value()) {
    json["lon"] = fault.place->lon;
    json["lat"] = fault.place->lat;
  }
  if (fault.m2.has_value()) json["m2"] = *fault.m2;
  if (fault.share.has_value()) json["share"] = *fault.share;
  json["text"] = fault.text;
  return json;
}

Json PolygonsOf(const Fault& fault) {
  Json polygons = Json::array();
  for (const std::vector<geo::Ring>& rings : fault.polygons) {
    Json& polygon = polygons.emplace_back(Json::array());
    for (const geo::Ring& ring : rings) {
      Json& points = polygon.emplace_back(Json::array());
      for (const geo::LonLat& p : ring) points.push_back({p.lon, p.lat});
    }
  }
  return polygons;
}

Json GeometryOf(const Fault& fault) {
  if (!fault.polygons.empty()) return {{"type", "MultiPolygon"}, {"coordinates", PolygonsOf(fault)}};
  if (fault.place.has_value()) {
    return {{"type", "Point"}, {"coordinates", {fault.place->lon, fault.place->lat}}};
  }
  return nullptr;
}

void List(const LayerCheck& check, const LayerRule& rule, bool refused) {
  std::map<FaultKind, std::size_t> listed;
  for (const Fault& fault : check.faults) {
    if (rule.Refuses(fault) != refused || ++listed[fault.kind] > kListedMax) continue;
    std::printf("%-8s%s\n", refused ? "refused" : "borne", TextOf(fault).c_str());
  }
  for (const auto& [kind, count] : listed) {
    if (count <= kListedMax) continue;
    std::printf("%-8s%s: and %zu more, see --json or --output\n", refused ? "refused" : "borne",
                std::string(geo::NameOf(kind)).c_str(), count - kListedMax);
  }
}

}  // namespace

std::string TextOf(const Fault& fault) {
  char number[80];
  std::string text(geo::NameOf(fault.kind));
  if (fault.m2.has_value()) {
    std::snprintf(number, sizeof(number), " %.3f m²", *fault.m2);
    text += number;
  }
  if (fault.share.has_value()) {
    std::snprintf(number, sizeof(number), " (%.2f %%)", *fault.share * 100);
    text += number;
  }
  if (fault.place.has_value()) {
    std::snprintf(number, sizeof(number), " at %.8f,%.8f", fault.place->lon, fault.place->lat);
    text += number;
  }
  for (std::size_t i = 0; i < fault.codes.size(); ++i) text += (i == 0 ? " of \"" : ", \"") + fault.codes[i] + "\"";
  if (fault.feature.has_value()) text += " feature " + std::to_string(*fault.feature);
  if (fault.ring.has_value()) text += " ring " + std::to_string(*fault.ring);
  return text + ": " + fault.text;
}

void PrintFaults(const LayerCheck& check, const LayerRule& rule) {
  if (!check.faults.empty()) std::printf("%-20s%10s%10s%20s\n", "fault", "found", "refused", "m²");
  for (const auto& [kind, tally] : TalliesOf(check, rule)) {
    std::printf("%-20s%10zu%10zu", std::string(geo::NameOf(kind)).c_str(), tally.faults, tally.refused);
    if (geo::HasArea(kind)) std::printf("%19.3f", tally.m2);
    std::printf("\n");
  }
  List(check, rule, true);
  List(check, rule, false);
  std::printf("%zu cells, %.3f km², %zu faults\n", check.cells, check.m2 / 1e6, check.faults.size());
}

void PrintFaultsJson(const LayerCheck& check, const LayerRule& rule) {
  for (const Fault& fault : check.faults) std::printf("%s\n", ToJson(fault, rule).dump().c_str());
  Json kinds = Json::object();
  std::size_t refused = 0;
  for (const auto& [kind, tally] : TalliesOf(check, rule)) {
    Json& one = kinds[std::string(geo::NameOf(kind))] = {{"faults", tally.faults}, {"refused", tally.refused}};
    if (geo::HasArea(kind)) one["m2"] = tally.m2;
    refused += tally.refused;
  }
  const Json summary{{"summary", true},    {"cells", check.cells}, {"m2", check.m2}, {"faults", check.faults.size()},
                     {"refused", refused}, {"kinds", kinds}};
  std::printf("%s\n", summary.dump().c_str());
}

std::string FaultsGeoJson(const LayerCheck& check, const LayerRule& rule) {
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < check.faults.size(); ++i) {
    const Fault& fault = check.faults[i];
    const Json feature{{"type", "Feature"}, {"properties", ToJson(fault, rule)}, {"geometry", GeometryOf(fault)}};
    text += (i == 0 ? "\n" : ",\n") + feature.dump();
  }
  return text + "\n]}\n";
}

absl::Status RefuseFaults(const std::string& file, const std::vector<Fault>& faults, bool is_repaired) {
  if (faults.empty()) return absl::OkStatus();
  std::map<FaultKind, std::size_t> listed;
  std::size_t mended = 0;
  for (const Fault& fault : faults) {
    if (geo::IsMended(fault.kind)) ++mended;
    if (++listed[fault.kind] <= kListedMax) std::fprintf(stderr, "%s\n", TextOf(fault).c_str());
  }
  for (const auto& [kind, count] : listed) {
    if (count <= kListedMax) continue;
    std::fprintf(stderr, "%s: and %zu more\n", std::string(geo::NameOf(kind)).c_str(), count - kListedMax);
  }
  std::string text =
      "Expected " + file + " to have no faults above what the layer bears, but it has " + std::to_string(faults.size());
  if (is_repaired) {
    text += " that no repair mends";
  } else if (mended > 0) {
    text += "; --repair mends " + (mended == faults.size() ? "them" : std::to_string(mended) + " of them");
  }
  return InvalidArgument(text + ". `wangge layer check` tells all, and shows them on a map with --output.");
}

void PrintRepaired(const std::vector<geo::RepairedCell>& cells) {
  for (const geo::RepairedCell& cell : cells) {
    std::printf("repaired \"%s\": %.3f m² -> %.3f m², +%.3f m², -%.3f m²\n", cell.code.c_str(), cell.before_m2,
                cell.after_m2, cell.added_m2, cell.removed_m2);
  }
}

Json ToJson(const std::vector<geo::RepairedCell>& cells) {
  Json list = Json::array();
  for (const geo::RepairedCell& cell : cells) {
    list.push_back({{"code", cell.code},
                    {"reasons", cell.reasons},
                    {"before_m2", cell.before_m2},
                    {"after_m2", cell.after_m2},
                    {"added_m2", cell.added_m2},
                    {"removed_m2", cell.removed_m2}});
  }
  return list;
}

}  // namespace wangge::commands
