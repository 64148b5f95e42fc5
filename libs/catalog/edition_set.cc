#include "catalog/edition_set.h"

#include <memory>
#include <utility>

#include "base/check.h"
#include "base/digest/sha256.h"
#include "base/status/text.h"
#include "catalog/campaign.h"
#include "catalog/layer_body.h"
#include "catalog/load.h"
#include "catalog/names.h"

namespace wangge::catalog {
namespace {

using domain::EditionKind;

template <typename Value>
std::shared_ptr<const Value> Shared(Value value) {
  return std::make_shared<const Value>(std::move(value));
}

absl::Status Compile(domain::Editions& editions, EditionKind kind, const std::string& name, domain::EditionId id,
                     const std::string& body) {
  switch (kind) {
    case EditionKind::kSystem: {
      WANGGE_ASSIGN_OR_RETURN(domain::System system, LoadSystem(body, name));
      editions.systems.Activate(name, id, Shared(std::move(system)));
      return absl::OkStatus();
    }
    case EditionKind::kProcedure: {
      WANGGE_ASSIGN_OR_RETURN(domain::Procedure procedure, CompileProcedure(body, name));
      editions.procedures.Activate(name, id, Shared(std::move(procedure)));
      return absl::OkStatus();
    }
    case EditionKind::kCatalogue: {
      WANGGE_ASSIGN_OR_RETURN(domain::Catalogue catalogue, LoadCatalogue(body, name));
      editions.catalogues.Activate(name, id, Shared(std::move(catalogue)));
      return absl::OkStatus();
    }
    case EditionKind::kOrganisations: {
      WANGGE_ASSIGN_OR_RETURN(domain::Organisations organisations, LoadOrganisations(body, name));
      editions.organisations = Shared(std::move(organisations));
      return absl::OkStatus();
    }
    case EditionKind::kRoles: {
      WANGGE_ASSIGN_OR_RETURN(domain::Roles roles, CompileRoles(body, name));
      editions.roles = Shared(std::move(roles));
      return absl::OkStatus();
    }
    case EditionKind::kCalendar: {
      WANGGE_ASSIGN_OR_RETURN(domain::Calendar calendar, LoadCalendar(body, name));
      editions.calendars.Activate(name, id, Shared(std::move(calendar)));
      return absl::OkStatus();
    }
    case EditionKind::kAbsences: {
      WANGGE_ASSIGN_OR_RETURN(domain::Absences absences, LoadAbsences(body, name));
      editions.absences = Shared(std::move(absences));
      return absl::OkStatus();
    }
    case EditionKind::kLayer:
    case EditionKind::kResponsibilities:
    case EditionKind::kCampaign:
    case EditionKind::kComponents:
      return absl::OkStatus();
  }
  return DataLoss("Expected an edition of a known kind, but \"" + name + "\" is of none.");
}

const std::string& IdOf(const domain::System& system) { return system.id; }
const std::string& IdOf(const domain::Procedure& procedure) { return procedure.id; }
const std::string& IdOf(const Campaign& campaign) { return campaign.id; }
const std::string& IdOf(const domain::Calendar& calendar) { return calendar.id(); }

template <typename Loaded>
absl::Status CheckName(const absl::StatusOr<Loaded>& loaded, std::string_view name, std::string_view file_name) {
  if (!loaded.ok()) return loaded.status();
  const std::string& id = IdOf(*loaded);
  if (id == name) return absl::OkStatus();
  return InvalidArgument(std::string(file_name) + ":1:1: Expected the id \"" + std::string(name) +
                         "\", the name of the edition, but it is \"" + id + "\".");
}

}  // namespace

absl::Status Activate(domain::Editions& editions, const domain::EditionActivated& activated, domain::EditionId id,
                      Timestamp at, const std::string& body) {
  if (Sha256::Of(body) != activated.hash) {
    return DataLoss("Expected the body of edition \"" + activated.name +
                    "\" to have the hash that was activated, but it "
                    "has another.");
  }
  const absl::Status compiled = Compile(editions, activated.kind, activated.name, id, body);
  if (!compiled.ok()) return DataLoss(ToStd(compiled.message()));
  editions.activations[{activated.kind, activated.name}] = {
      .id = id, .hash = activated.hash, .version = activated.version, .at = at};
  return absl::OkStatus();
}

absl::Status CheckBody(EditionKind kind, std::string_view name, const std::string& body, std::string_view file_name) {
  if (!IsId(name)) {
    return InvalidArgument(
        "Expected the name of an edition as lower case ASCII letters, digits and _, beginning with a "
        "letter, but got \"" +
        std::string(name) + "\".");
  }
  switch (kind) {
    case EditionKind::kSystem:
      return CheckName(LoadSystem(body, file_name), name, file_name);
    case EditionKind::kProcedure:
      return CheckName(LoadProcedure(body, file_name), name, file_name);
    case EditionKind::kCalendar:
      return CheckName(LoadCalendar(body, file_name), name, file_name);
    case EditionKind::kCatalogue:
      return LoadCatalogue(body, file_name).status();
    case EditionKind::kOrganisations:
      return LoadOrganisations(body, file_name).status();
    case EditionKind::kRoles:
      return LoadRoles(body, file_name).status();
    case EditionKind::kResponsibilities:
      return LoadResponsibilities(body, file_name).status();
    case EditionKind::kAbsences:
      return LoadAbsences(body, file_name).status();
    case EditionKind::kCampaign:
      return CheckName(LoadCampaign(body, file_name), name, file_name);
    case EditionKind::kComponents:
      return LoadComponents(body, file_name).status();
    case EditionKind::kLayer: {
      const auto layer = DecodeLayerBody(body);
      if (layer.ok()) return absl::OkStatus();
      return InvalidArgument(std::string(file_name) + ":1:1: " + std::string(ToStd(layer.status().message())));
    }
  }
  return InvalidArgument("Expected an edition of a known kind, but \"" + std::string(name) + "\" is of none.");
}

}  // namespace wangge::catalog
