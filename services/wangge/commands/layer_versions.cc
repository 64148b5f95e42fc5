#include "services/wangge/commands/layer_versions.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "services/wangge/client/read_edition.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/state_files.h"
#include "storage/activation_record.h"
#include "storage/keys.h"
#include "wire/time.h"

namespace wangge::commands {

absl::StatusOr<LayerVersions> VersionsInState(const std::string& state, const std::string& layer) {
  WANGGE_ASSIGN_OR_RETURN(OpenState opened, OpenStateFiles(state, OpenFor::kExisting));
  const auto files = std::make_shared<OpenState>(std::move(opened));
  const std::shared_ptr<const storage::Snapshot> snapshot = files->committer->Published();
  LayerVersions found{.layer = layer, .place = state};
  const auto cursor = snapshot->ScanPrefix(storage::Family::kConfig, storage::ActivationPrefix({}));
  for (; cursor->Valid(); cursor->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeActivation(cursor->Value()));
    if (record.event.kind != domain::EditionKind::kLayer || record.event.name != layer) continue;
    found.versions.push_back({.number = record.event.version,
                              .sha256 = std::string(record.event.hash.data(), record.event.hash.size()),
                              .active_from = record.at});
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  found.read = [files, snapshot, layer](const grid::LayerVersion& version) -> absl::StatusOr<std::string> {
    domain::ContentHash hash{};
    std::ranges::copy(version.sha256, hash.begin());
    WANGGE_ASSIGN_OR_RETURN(
        auto body, snapshot->Get(storage::Family::kConfig, storage::BodyKey(domain::EditionKind::kLayer, hash)));
    if (body) return *std::move(body);
    return DataLoss("Expected the body of version " + std::to_string(version.number) + " of the layer \"" + layer +
                    "\", but it is missing. Run `wangge verify`.");
  };
  return found;
}

absl::StatusOr<LayerVersions> VersionsOnServer(const client::Access& access, const std::string& layer) {
  WANGGE_ASSIGN_OR_RETURN(client::Connection opened, client::Connection::Open(access));
  const auto connection = std::make_shared<const client::Connection>(std::move(opened));
  const std::string kind(NameOf(domain::EditionKind::kLayer));
  LayerVersions found{.layer = layer, .place = access.server};
  WANGGE_ASSIGN_OR_RETURN(const auto editions, client::EditionsOf(*connection, kind, layer));
  for (const auto& edition : editions) {
    found.versions.push_back({.number = edition.number(),
                              .sha256 = edition.sha256(),
                              .active_from = wire::FromProto(edition.activated_at()).value_or(Timestamp{})});
  }
  found.read = [connection, kind, layer](const grid::LayerVersion& version) {
    ledger::v1::Edition edition;
    edition.set_kind(kind);
    edition.set_name(layer);
    edition.set_sha256(version.sha256);
    return client::ReadEdition(*connection, edition);
  };
  return found;
}

absl::StatusOr<geo::LayerSource> ReadLayerVersion(const LayerVersions& versions, std::uint64_t number) {
  const std::string asked = "version " + std::to_string(number) + " of the layer \"" + versions.layer + "\"";
  const auto found = std::ranges::find(versions.versions, number, &grid::LayerVersion::number);
  if (found == versions.versions.end()) {
    std::string others;
    for (const grid::LayerVersion& other : versions.versions) {
      others += (others.empty() ? "" : ", ") + std::to_string(other.number);
    }
    return NotFound("Expected " + asked + " in " + versions.place + ", but it has " +
                    (others.empty() ? "no such layer" : "only " + others));
  }
  WANGGE_ASSIGN_OR_RETURN(const std::string body, versions.read(*found));
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody layer, catalog::DecodeLayerBody(body));
  if (const absl::Status datum = geo::CheckDatum(layer.datum); !datum.ok()) return WithContext(asked, datum);
  return geo::ParseGeoJson(layer.geojson, layer.key, versions.layer + " version " + std::to_string(number));
}

}  // namespace wangge::commands
