#include "services/wangge/commands/layer_reading.h"

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "catalog/layer_rules.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "services/wangge/commands/edition_version.h"

namespace wangge::commands {
namespace {

absl::StatusOr<geo::LayerSource> Parse(const catalog::LayerBody& layer, const std::string& file) {
  if (const absl::Status datum = geo::CheckDatum(layer.datum); !datum.ok()) return WithContext(file, datum);
  return geo::ParseGeoJson(layer.geojson, layer.key, file);
}

}  // namespace

absl::StatusOr<geo::LayerSource> ReadLayer(const LayerInput& layer) {
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerFile file, geo::ReadLayerFile(layer.file, layer.reading));
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, geo::ParseGeoJson(file.geojson, layer.reading.key, layer.file));
  source.findings.insert(source.findings.begin(), file.findings.begin(), file.findings.end());
  return source;
}

absl::StatusOr<geo::LayerSource> ReadLayerVersion(const std::string& state, const std::string& name,
                                                  std::uint64_t version) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body,
                          ReadEditionVersion(state, domain::EditionKind::kLayer, name, version));
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody layer, catalog::DecodeLayerBody(body));
  return Parse(layer, name + " version " + std::to_string(version));
}

absl::StatusOr<geo::LayerRule> ReadLayerRule(const std::string& file, const std::string& layer) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(file, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerRules rules, catalog::LoadLayerRules(body, file));
  if (layer.empty() && rules.size() == 1) return rules.begin()->second;
  if (const auto found = rules.find(layer); found != rules.end()) return found->second;
  std::string known;
  for (const auto& [name, rule] : rules) known += (known.empty() ? "" : ", ") + name;
  return InvalidArgument("Expected --name to be a layer of " + file + ", but it is " +
                         (layer.empty() ? "not given" : "\"" + layer + "\"") + ". It has rules for: " + known + ".");
}

}  // namespace wangge::commands
