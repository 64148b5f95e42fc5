#include "services/wangge/commands/edition_versions.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <utility>

#include "base/status/text.h"
#include "catalog/layer_body.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "services/wangge/client/read_edition.h"
#include "services/wangge/commands/activation.h"
#include "services/wangge/state_files.h"
#include "services/wangge/usage_error.h"
#include "storage/activation_record.h"
#include "storage/keys.h"
#include "wire/time.h"

namespace wangge::commands {
namespace {

std::string VersionText(domain::EditionKind kind, const std::string& name, std::uint64_t number) {
  return "version " + std::to_string(number) + " of the " + std::string(NameOf(kind)) + " \"" + name + "\"";
}

}  // namespace

absl::StatusOr<EditionVersions> VersionsInState(const std::string& state, domain::EditionKind kind,
                                                const std::string& name) {
  WANGGE_ASSIGN_OR_RETURN(OpenState opened, OpenStateFiles(state, OpenFor::kExisting));
  const auto files = std::make_shared<OpenState>(std::move(opened));
  const std::shared_ptr<const storage::Snapshot> snapshot = files->committer->Published();
  EditionVersions found{.kind = kind, .name = name, .place = state};
  const auto cursor = snapshot->ScanPrefix(storage::Family::kConfig, storage::ActivationPrefix({}));
  for (; cursor->Valid(); cursor->Next()) {
    WANGGE_ASSIGN_OR_RETURN(const auto record, storage::DecodeActivation(cursor->Value()));
    if (record.event.kind != kind || record.event.name != name) continue;
    found.versions.push_back({.number = record.event.version,
                              .sha256 = std::string(record.event.hash.data(), record.event.hash.size()),
                              .active_from = record.at});
  }
  WANGGE_RETURN_IF_ERROR(cursor->status());
  found.read = [files, snapshot, kind, name](const grid::LayerVersion& version) -> absl::StatusOr<std::string> {
    domain::ContentHash hash{};
    std::ranges::copy(version.sha256, hash.begin());
    WANGGE_ASSIGN_OR_RETURN(auto body, snapshot->Get(storage::Family::kConfig, storage::BodyKey(kind, hash)));
    if (body) return *std::move(body);
    return DataLoss("Expected the body of " + VersionText(kind, name, version.number) +
                    ", but it is missing. Run `wangge verify`.");
  };
  return found;
}

absl::StatusOr<EditionVersions> VersionsOnServer(const client::Access& access, domain::EditionKind kind,
                                                 const std::string& name) {
  WANGGE_ASSIGN_OR_RETURN(client::Connection opened, client::Connection::Open(access));
  const auto connection = std::make_shared<const client::Connection>(std::move(opened));
  const std::string kind_name(NameOf(kind));
  EditionVersions found{.kind = kind, .name = name, .place = access.server};
  WANGGE_ASSIGN_OR_RETURN(const auto editions, client::EditionsOf(*connection, kind_name, name));
  for (const auto& edition : editions) {
    found.versions.push_back({.number = edition.number(),
                              .sha256 = edition.sha256(),
                              .active_from = wire::FromProto(edition.activated_at()).value_or(Timestamp{})});
  }
  found.read = [connection, kind_name, name](const grid::LayerVersion& version) {
    ledger::v1::Edition edition;
    edition.set_kind(kind_name);
    edition.set_name(name);
    edition.set_sha256(version.sha256);
    return client::ReadEdition(*connection, edition);
  };
  return found;
}

absl::StatusOr<std::uint64_t> ParseVersion(const std::string& text) {
  std::uint64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error == std::errc() && end == text.data() + text.size()) return version;
  return UsageError("Expected the number of a version beside --state, but got \"" + text + "\".");
}

absl::StatusOr<std::string> ReadVersion(const EditionVersions& versions, std::uint64_t number) {
  const auto found = std::ranges::find(versions.versions, number, &grid::LayerVersion::number);
  if (found != versions.versions.end()) return versions.read(*found);
  std::string others;
  for (const grid::LayerVersion& other : versions.versions) {
    others += (others.empty() ? "" : ", ") + std::to_string(other.number);
  }
  return NotFound("Expected " + VersionText(versions.kind, versions.name, number) + " in " + versions.place +
                  ", but it has " +
                  (others.empty() ? "no such " + std::string(NameOf(versions.kind)) : "only " + others));
}

absl::StatusOr<geo::LayerSource> ReadLayerVersion(const EditionVersions& versions, std::uint64_t number) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadVersion(versions, number));
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody layer, catalog::DecodeLayerBody(body));
  if (const absl::Status datum = geo::CheckDatum(layer.datum); !datum.ok()) {
    return WithContext(VersionText(versions.kind, versions.name, number), datum);
  }
  return geo::ParseGeoJson(layer.geojson, layer.key, versions.name + " version " + std::to_string(number));
}

}  // namespace wangge::commands
