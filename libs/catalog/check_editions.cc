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
      editions_[{edition.kind, edition.name}] = &edition;
      if (edition.kind == EditionKind::kRoles) AddRoles(CompileRoles(edition.body, edition.file));
      if (edition.kind == EditionKind::kOrganisations) AddUnits(LoadOrganisations(edition.body, edition.file));
    }
  }

  // Kinds that refer to nothing are fine.
  absl::Status Check(const ConfigEdition& edition) const {
    if (edition.kind == EditionKind::kSystem) return CheckSystem(edition);
    if (edition.kind == EditionKind::kProcedure) return CheckProcedure(edition);
    if (edition.kind == EditionKind::kResponsibilities) return CheckResponsibilities(edition);
    if (edition.kind == EditionKind::kAbsences) return CheckAbsences(edition);
    if (edition.kind == EditionKind::kComponents) return CheckComponents(edition);
    return absl::OkStatus();
  }

 private:
  using Ids = std::set<std::string>;

  absl::Status CheckSystem(const ConfigEdition& edition) const {
    WANGGE_ASSIGN_OR_RETURN(const domain::System system, LoadSystem(edition.body, edition.file));
    WANGGE_RETURN_IF_ERROR(CheckName(edition, EditionKind::kProcedure, "procedure", system.procedure));
    WANGGE_RETURN_IF_ERROR(CheckName(edition, EditionKind::kCatalogue, "catalogue", system.catalogue));
    for (const std::string& layer : system.layers) {
      WANGGE_RETURN_IF_ERROR(CheckName(edition, EditionKind::kLayer, "layer", layer));
    }
    for (const auto& [id, source] : system.sources) {
      for (const std::string& role : source.roles) WANGGE_RETURN_IF_ERROR(CheckRole(edition, role));
    }
    for (const domain::CalendarRule& rule : system.calendar_rules) {
      WANGGE_RETURN_IF_ERROR(CheckCalendar(edition, system, rule.calendar));
    }
    if (system.calendar.empty()) return CheckNeedsNoCalendar(edition, system);
    return CheckCalendar(edition, system, system.calendar);
  }

  absl::Status CheckRole(const ConfigEdition& edition, const std::string& role) const {
    if (!names_.contains(EditionKind::kRoles) || roles_.contains(role)) return absl::OkStatus();
    return Missing(edition, "role", role);
  }

  absl::Status CheckCalendar(const ConfigEdition& edition, const domain::System& system,
                             const std::string& name) const {
    WANGGE_RETURN_IF_ERROR(CheckName(edition, EditionKind::kCalendar, "calendar", name));
    const auto found = editions_.find({EditionKind::kCalendar, name});
    if (found == editions_.end()) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(const domain::Calendar calendar, LoadCalendar(found->second->body, found->second->file));
    if (calendar.utc_offset() == system.local_days.utc_offset()) return absl::OkStatus();
    return FaultAt(edition,
                   "utc_offset_minutes:", "Expected the offset of the calendar \"" + name + "\", but it is another.");
  }

  // Without a calendar a limit that counts working time would refuse every command that starts its clock.
  absl::Status CheckNeedsNoCalendar(const ConfigEdition& edition, const domain::System& system) const {
    const auto refuse = [&](domain::Limit limit, std::string_view what) {
      return FaultAt(edition, "utc_offset_minutes:",
                     "Expected a calendar, because the " + std::string(what) + " has the limit \"" +
                         domain::FormatLimit(limit) + "\", but the system names none.");
    };
    if (const auto found = editions_.find({EditionKind::kProcedure, system.procedure}); found != editions_.end()) {
      WANGGE_ASSIGN_OR_RETURN(const auto procedure, CompileProcedure(found->second->body, found->second->file));
      for (const domain::ClockRule& clock : procedure.clocks) {
        if (clock.limit && domain::NeedsWorkingTime(clock.limit->unit)) return refuse(*clock.limit, "procedure");
      }
    }
    if (const auto found = editions_.find({EditionKind::kCatalogue, system.catalogue}); found != editions_.end()) {
      WANGGE_ASSIGN_OR_RETURN(const auto catalogue, LoadCatalogue(found->second->body, found->second->file));
      for (const domain::Condition& condition : catalogue.conditions()) {
        for (const auto& limit : {condition.secure_limit, condition.limit}) {
          if (limit && domain::NeedsWorkingTime(limit->unit)) return refuse(*limit, "catalogue");
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckProcedure(const ConfigEdition& edition) const {
    if (!names_.contains(EditionKind::kRoles)) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(const domain::Procedure procedure, CompileProcedure(edition.body, edition.file));
    std::set<std::string> used(procedure.report_roles.begin(), procedure.report_roles.end());
    for (const domain::Action& action : procedure.actions) used.insert(action.roles.begin(), action.roles.end());
    for (const std::string& role : used) WANGGE_RETURN_IF_ERROR(CheckRole(edition, role));
    return absl::OkStatus();
  }

  absl::Status CheckResponsibilities(const ConfigEdition& edition) const {
    if (!names_.contains(EditionKind::kOrganisations)) return absl::OkStatus();
    WANGGE_ASSIGN_OR_RETURN(const Responsibilities responsibilities, LoadResponsibilities(edition.body, edition.file));
    for (const auto& [kind, by_category] : responsibilities.rows()) {
      for (const auto& [category, by_area] : by_category) {
        for (const auto& [area, unit] : by_area) {
          if (!units_.contains(unit)) return Missing(edition, "unit that can be responsible", unit);
        }
      }
    }
    return absl::OkStatus();
  }

  absl::Status CheckAbsences(const ConfigEdition& edition) const {
    WANGGE_ASSIGN_OR_RETURN(const domain::Absences absences, LoadAbsences(edition.body, edition.file));
    for (const domain::Absence& absence : absences) {
      WANGGE_RETURN_IF_ERROR(CheckRole(edition, absence.role));
      if (administering_.contains(absence.role)) {
        return FaultAt(edition, "," + absence.role + ",",
                       "Expected a role that works on cases, but \"" + absence.role +
                           "\" administers. Who administers is said by tokens alone.");
      }
      const bool is_known =
          !names_.contains(EditionKind::kOrganisations) || organisations_.contains(absence.organisation);
      if (!is_known) return Missing(edition, "organisation", absence.organisation);
    }
    return absl::OkStatus();
  }

  // Held against the system that asks reports for them; a survey that no system asks for would do nothing.
  absl::Status CheckComponents(const ConfigEdition& edition) const {
    if (!names_.contains(EditionKind::kSystem)) return absl::OkStatus();
    for (const auto& [key, system] : editions_) {
      if (key.first != EditionKind::kSystem) continue;
      WANGGE_ASSIGN_OR_RETURN(const auto rules, LoadComponentRules(system->body, system->file));
      if (rules && rules->duty.edition == edition.name) return CheckComponents(edition, *rules, *system);
    }
    return InvalidArgument(edition.file +
                           ":1:1: Expected the name under which a system asks for its components, but \"" +
                           edition.name + "\" is none. See `components` of system.textproto.");
  }

  absl::Status CheckComponents(const ConfigEdition& edition, const ComponentRules& rules,
                               const ConfigEdition& system_file) const {
    WANGGE_ASSIGN_OR_RETURN(const domain::System system, LoadSystem(system_file.body, system_file.file));
    ComponentsFit fit{.rules = &rules};
    domain::Catalogue catalogue;
    if (const auto found = editions_.find({EditionKind::kCatalogue, system.catalogue}); found != editions_.end()) {
      WANGGE_ASSIGN_OR_RETURN(catalogue, LoadCatalogue(found->second->body, found->second->file));
      fit.catalogue = &catalogue;
    }
    if (names_.contains(EditionKind::kOrganisations)) fit.organisations = &all_organisations_;
    return LoadComponents(edition.body, edition.file, fit).status();
  }

  void AddRoles(const absl::StatusOr<domain::Roles>& roles) {
    if (!roles.ok()) return;
    for (const auto& [id, role] : *roles) {
      roles_.insert(id);
      if (role.administers) administering_.insert(id);
    }
  }
  void AddUnits(const absl::StatusOr<domain::Organisations>& organisations) {
    if (!organisations.ok()) return;
    all_organisations_ = *organisations;
    for (const auto& [code, organisation] : *organisations) {
      organisations_.insert(code);
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
    return At(edition, at,
              "Expected the name of a " + std::string(what) + " that is in force or comes with it, but \"" + name +
                  "\" is none.");
  }

  static absl::Status FaultAt(const ConfigEdition& edition, std::string_view field, const std::string& text) {
    return At(edition, edition.body.find(field), text);
  }

  // "file:line:column: "; the begin of the file where `at` is npos.
  static absl::Status At(const ConfigEdition& edition, std::size_t at, const std::string& text) {
    if (at == std::string::npos) at = 0;
    const std::string_view before = std::string_view(edition.body).substr(0, at);
    const auto line = 1 + std::ranges::count(before, '\n');
    const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    return InvalidArgument(edition.file + ":" + std::to_string(line) + ":" + std::to_string(at - start + 1) + ": " +
                           text);
  }

  std::map<EditionKind, Ids> names_;
  std::map<std::pair<EditionKind, std::string>, const ConfigEdition*> editions_;  // borrowed
  Ids roles_;
  Ids administering_;  // of the roles
  Ids organisations_;
  domain::Organisations all_organisations_;
  Ids units_;  // of the organisations
};

// Of roles, organisations and absences there is one of each, whatever its name: the latest.
bool Replaces(const ConfigEdition& candidate, const ConfigEdition& edition) {
  if (candidate.kind != edition.kind) return false;
  const bool is_only = candidate.kind == EditionKind::kRoles || candidate.kind == EditionKind::kOrganisations ||
                       candidate.kind == EditionKind::kAbsences;
  return is_only || candidate.name == edition.name;
}

}  // namespace

absl::Status CheckEditions(const std::vector<ConfigEdition>& editions) {
  for (const ConfigEdition& edition : editions) {
    WANGGE_RETURN_IF_ERROR(CheckBody(edition.kind, edition.name, edition.body, edition.file));
  }
  return CheckReferences(editions, {});
}

absl::Status CheckReferences(const std::vector<ConfigEdition>& candidates, const std::vector<ConfigEdition>& in_force) {
  std::vector<ConfigEdition> together = candidates;
  for (const ConfigEdition& edition : in_force) {
    const bool is_replaced =
        std::ranges::any_of(candidates, [&](const ConfigEdition& candidate) { return Replaces(candidate, edition); });
    if (!is_replaced) together.push_back(edition);
  }
  const References references(together);
  for (const ConfigEdition& candidate : candidates) WANGGE_RETURN_IF_ERROR(references.Check(candidate));
  // Of those in force only what a candidate may have broken: an older fault does not bar the way to mending it.
  const auto brings = [&](EditionKind kind) {
    return std::ranges::find(candidates, kind, &ConfigEdition::kind) != candidates.end();
  };
  for (std::size_t i = candidates.size(); i < together.size(); ++i) {
    const EditionKind kind = together[i].kind;
    const bool may_break =
        (kind == EditionKind::kProcedure && brings(EditionKind::kRoles)) ||
        (kind == EditionKind::kAbsences && (brings(EditionKind::kRoles) || brings(EditionKind::kOrganisations))) ||
        (kind == EditionKind::kSystem && (brings(EditionKind::kRoles) || brings(EditionKind::kCalendar) ||
                                          brings(EditionKind::kProcedure) || brings(EditionKind::kCatalogue))) ||
        (kind == EditionKind::kResponsibilities && brings(EditionKind::kOrganisations));
    if (may_break) WANGGE_RETURN_IF_ERROR(references.Check(together[i]));
  }
  return absl::OkStatus();
}

}  // namespace wangge::catalog
