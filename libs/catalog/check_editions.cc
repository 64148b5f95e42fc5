#include <algorithm>
#include <set>

#include "base/status/text.h"
#include "catalog/config_files.h"
#include "catalog/edition_set.h"
#include "catalog/load.h"

namespace wangge::catalog {
namespace {

using domain::EditionKind;

// What there is to refer to. A kind that is not listed is not looked at.
class References {
 public:
  explicit References(const std::vector<ConfigEdition>& editions) {
    for (const ConfigEdition& edition : editions) {
      names_[edition.kind].insert(edition.name);
      if (edition.kind == EditionKind::kRoles) AddKeys(LoadRoles(edition.body, edition.file), roles_);
      if (edition.kind == EditionKind::kOrganisations) AddUnits(LoadOrganisations(edition.body, edition.file));
    }
  }

  absl::Status CheckSystem(const ConfigEdition& edition) const {
    WANGGE_ASSIGN_OR_RETURN(const domain::System system, LoadSystem(edition.body, edition.file));
    WANGGE_RETURN_IF_ERROR(CheckName(edition, EditionKind::kProcedure, "procedure", system.procedure));
    WANGGE_RETURN_IF_ERROR(CheckName(edition, EditionKind::kCatalogue, "catalogue", system.catalogue));
    for (const std::string& layer : system.layers) {
      WANGGE_RETURN_IF_ERROR(CheckName(edition, EditionKind::kLayer, "layer", layer));
    }
    return absl::OkStatus();
  }

  absl::Status CheckProcedure(const ConfigEdition& edition) const {
    if (!names_.contains(EditionKind::kRoles)) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(const domain::Procedure procedure, LoadProcedure(edition.body, edition.file));
    std::set<std::string> used(procedure.report_roles.begin(), procedure.report_roles.end());
    for (const domain::Action& action : procedure.actions) used.insert(action.roles.begin(), action.roles.end());
    for (const std::string& role : used) {
      if (!roles_.contains(role)) return Missing(edition, "role", role);
    }
    return absl::OkStatus();
  }

  absl::Status CheckResponsibilities(const ConfigEdition& edition) const {
    if (!names_.contains(EditionKind::kOrganisations)) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(const Responsibilities responsibilities, LoadResponsibilities(edition.body, edition.file));
    for (const auto& [category, by_area] : responsibilities.rows()) {
      for (const auto& [area, unit] : by_area) {
        if (!units_.contains(unit)) return Missing(edition, "unit that can be responsible", unit);
      }
    }
    return absl::OkStatus();
  }

 private:
  using Ids = std::set<std::string>;

  static void AddKeys(const absl::StatusOr<domain::Roles>& roles, Ids& ids) {
    if (!roles.ok()) return;
    for (const auto& [id, role] : *roles) ids.insert(id);
  }
  void AddUnits(const absl::StatusOr<domain::Organisations>& organisations) {
    if (!organisations.ok()) return;
    for (const auto& [code, organisation] : *organisations) {
      if (organisation.kind == domain::OrganisationKind::kUnit) units_.insert(code);
    }
  }

  absl::Status CheckName(const ConfigEdition& edition, EditionKind kind, std::string_view what,
                         const std::string& name) const {
    const auto names = names_.find(kind);
    if (names == names_.end() || names->second.contains(name)) return absl::OkStatus();
    return Missing(edition, what, name);
  }

  // At the field that refers to it, else where the name stands first, quoted or as the last field of a row.
  static absl::Status Missing(const ConfigEdition& edition, std::string_view what, const std::string& name) {
    const std::string quoted = std::string(1, '"').append(name).append(1, '"');
    std::size_t at = std::string::npos;
    for (const std::string& form :
         {std::string(what).append(": ").append(quoted), quoted, std::string(",").append(name)}) {
      if (at == std::string::npos) at = edition.body.find(form);
    }
    if (at == std::string::npos) at = 0;
    const std::string_view before = std::string_view(edition.body).substr(0, at);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return InvalidArgument(edition.file + ":" + std::to_string(line) + ":" + std::to_string(at - start + 1) +
                           ": Expected the name of a " + std::string(what) + " that the city file brings, but \"" +
                           name + "\" is none.");
  }

  std::map<EditionKind, Ids> names_;
  Ids roles_;
  Ids units_;
};

}  // namespace

absl::Status CheckEditions(const std::vector<ConfigEdition>& editions) {
  for (const ConfigEdition& edition : editions) {
    WANGGE_RETURN_IF_ERROR(CheckBody(edition.kind, edition.name, edition.body, edition.file));
  }
  const References references(editions);
  for (const ConfigEdition& edition : editions) {
    if (edition.kind == EditionKind::kSystem) WANGGE_RETURN_IF_ERROR(references.CheckSystem(edition));
    if (edition.kind == EditionKind::kProcedure) WANGGE_RETURN_IF_ERROR(references.CheckProcedure(edition));
    if (edition.kind == EditionKind::kResponsibilities) {
      WANGGE_RETURN_IF_ERROR(references.CheckResponsibilities(edition));
    }
  }
  return absl::OkStatus();
}

}  // namespace wangge::catalog
