#include "services/wangge/commands/layer_reading.h"

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/layer_rules.h"
#include "geo/geojson.h"

namespace wangge::commands {

absl::StatusOr<geo::LayerSource> ReadLayer(const LayerInput& layer) {
  WANGGE_ASSIGN_OR_RETURN(const geo::LayerFile file, geo::ReadLayerFile(layer.file, layer.reading));
  WANGGE_ASSIGN_OR_RETURN(geo::LayerSource source, geo::ParseGeoJson(file.geojson, layer.reading.key, layer.file));
  source.findings.insert(source.findings.begin(), file.findings.begin(), file.findings.end());
  return source;
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
