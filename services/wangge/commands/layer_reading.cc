#include "services/wangge/commands/layer_reading.h"

#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "catalog/layer_rules.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "services/wangge/state_files.h"
#include "storage/activation_record.h"
#include "storage/keys.h"

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
  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(state, OpenFor::kExisting));
  const auto snapshot = files.committer->Published();
  std::string others;
  std::optional<domain::ContentHash> hash;
  const auto cursor = snapshot->ScanPrefix(storage::Family::kConfig, storage::ActivationPrefix({}));
  for (; cursor->Valid(); cursor->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeActivation(cursor->Value()));
    if (record.event.kind != domain::EditionKind::kLayer || record.event.name != name) continue;
    others += (others.empty() ? "" : ", ") + std::to_string(record.event.version);
    if (record.event.version == version) hash = record.event.hash;
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  const std::string asked = "version " + std::to_string(version) + " of the layer \"" + name + "\"";
  if (!hash.has_value()) {
    return NotFound("Expected " + asked + " in " + state + ", but it has " +
                    (others.empty() ? "no such layer" : "only " + others));
  }
  WANGGE_ASSIGN_OR_RETURN(
      const auto body, snapshot->Get(storage::Family::kConfig, storage::BodyKey(domain::EditionKind::kLayer, *hash)));
  if (!body) return DataLoss("Expected the body of " + asked + ", but it is missing. Run `wangge verify`.");
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody layer, catalog::DecodeLayerBody(*body));
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
