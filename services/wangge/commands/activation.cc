#include "services/wangge/commands/activation.h"

#include "base/status/text.h"
#include "catalog/edition_set.h"
#include "catalog/layer_body.h"
#include "engine/shard.h"
#include "geo/build/build_layer.h"
#include "geo/geojson.h"
#include "rpc/error.h"
#include "services/ledger/editions_in_force.h"
#include "services/wangge/activate_edition.h"
#include "services/wangge/client/apply_edition.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/state_files.h"
#include "storage/keys.h"

namespace wangge::commands {
namespace {

constexpr std::string_view kReferenceUnknown = "EDITION_REFERENCE_UNKNOWN";

// A layer must build before it may be in force.
absl::Status CheckLayer(const catalog::ConfigEdition& edition, std::vector<std::string>& findings) {
  // The key and the datum stand in the city file, the cells in a file of their own: both places are told.
  const auto told = [&edition](const absl::Status& status) {
    return edition.place.empty() ? status : WithContext(edition.place, status);
  };
  WANGGE_ASSIGN_OR_RETURN(const catalog::LayerBody body, catalog::DecodeLayerBody(edition.body));
  auto source = geo::ParseGeoJson(body.geojson, body.key, edition.file);
  if (!source.ok()) return told(source.status());
  auto layer =
      geo::BuildLayer({.name = edition.name, .version = 0, .key = body.key, .datum = body.datum}, *std::move(source));
  if (!layer.ok()) return told(WithContext(edition.file, layer.status()));
  for (const geo::Finding& finding : (*layer)->findings()) findings.push_back(geo::ToText(finding));
  return absl::OkStatus();
}

absl::Status Check(std::vector<Activated>& activated) {
  for (Activated& one : activated) {
    const catalog::ConfigEdition& edition = one.edition;
    WANGGE_RETURN_IF_ERROR(catalog::CheckBody(edition.kind, edition.name, edition.body, edition.file));
    if (edition.kind == domain::EditionKind::kLayer) WANGGE_RETURN_IF_ERROR(CheckLayer(edition, one.findings));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Activated>> ActivateOffline(const std::string& state,
                                                       const std::vector<catalog::ConfigEdition>& editions,
                                                       Timestamp at) {
  std::vector<Activated> activated;
  for (const catalog::ConfigEdition& edition : editions) {
    activated.push_back({.edition = edition, .findings = edition.findings});
  }
  WANGGE_RETURN_IF_ERROR(Check(activated));

  WANGGE_ASSIGN_OR_RETURN(const OpenState files, OpenStateFiles(state, OpenFor::kEither, {.inline_mode = true}));
  WANGGE_ASSIGN_OR_RETURN(const auto shard, engine::Shard::Open(*files.committer, {}, CatalogLoader(), nullptr));
  const auto body_of = [snapshot = files.committer->Published()](domain::EditionKind kind,
                                                                 const domain::ContentHash& hash) {
    return snapshot->Get(storage::Family::kConfig, storage::BodyKey(kind, hash));
  };
  WANGGE_ASSIGN_OR_RETURN(const auto in_force, ledger::EditionsInForce(*shard->editions(), body_of));
  WANGGE_RETURN_IF_ERROR(catalog::CheckReferences(editions, in_force));
  for (const catalog::ConfigEdition& edition : editions) {
    if (edition.kind != domain::EditionKind::kLayer) continue;
    WANGGE_RETURN_IF_ERROR(ledger::CheckNotExchanged(edition, *shard->editions(), body_of));
  }
  for (Activated& one : activated) {
    WANGGE_ASSIGN_OR_RETURN(const bool changed, ActivateEdition(*shard, one.edition, OwnerOf(*shard->editions()), at));
    one.unchanged = !changed;
    one.version = shard->editions()->activations.at({one.edition.kind, one.edition.name}).version;
  }
  return activated;
}

absl::StatusOr<std::vector<Activated>> ActivateOnServer(const client::Access& access,
                                                        const std::vector<catalog::ConfigEdition>& editions) {
  WANGGE_ASSIGN_OR_RETURN(const client::Connection connection, client::Connection::Open(access));
  std::vector<Activated> activated;
  // The server takes one at a time, and each must fit beside those in force: one that refers to what comes later, e.g.
  // a procedure to a new role, is tried again after the others.
  std::vector<const catalog::ConfigEdition*> left;
  for (const catalog::ConfigEdition& edition : editions) left.push_back(&edition);
  while (!left.empty()) {
    std::vector<const catalog::ConfigEdition*> deferred;
    absl::Status refusal;
    for (const catalog::ConfigEdition* edition : left) {
      auto answer = client::ApplyEdition(connection, NameOf(edition->kind), *edition);
      if (rpc::ReasonOf(answer.status()) == kReferenceUnknown) {
        deferred.push_back(edition);
        if (refusal.ok()) refusal = answer.status();
        continue;
      }
      if (!answer.ok()) return answer.status();
      activated.push_back({.edition = *edition,
                           .version = answer->edition().number(),
                           .unchanged = answer->unchanged(),
                           .findings = edition->findings});
      std::vector<std::string>& findings = activated.back().findings;
      findings.insert(findings.end(), answer->warnings().begin(), answer->warnings().end());
    }
    if (deferred.size() == left.size()) return refusal;
    left = std::move(deferred);
  }
  return activated;
}

std::string_view NameOf(domain::EditionKind kind) {
  switch (kind) {
    case domain::EditionKind::kSystem:
      return "system";
    case domain::EditionKind::kProcedure:
      return "procedure";
    case domain::EditionKind::kCatalogue:
      return "catalogue";
    case domain::EditionKind::kOrganisations:
      return "organisations";
    case domain::EditionKind::kRoles:
      return "roles";
    case domain::EditionKind::kLayer:
      return "layer";
    case domain::EditionKind::kResponsibilities:
      return "responsibilities";
    case domain::EditionKind::kCalendar:
      return "calendar";
    case domain::EditionKind::kAbsences:
      return "absences";
    case domain::EditionKind::kCampaign:
      return "campaign";
    case domain::EditionKind::kComponents:
      return "components";
  }
  return "unknown";
}

}  // namespace wangge::commands
