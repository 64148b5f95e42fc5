// From the text of an edition to the values that the core works with. `file_name` only stands in errors, which are
// INVALID_ARGUMENT "file:line:column: Expected ..., but ..."; in a spreadsheet the column is the number of its field.
// Pure; thread-safe.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "catalog/component_rules.h"
#include "catalog/components.h"
#include "catalog/responsibilities.h"
#include "domain/absence.h"
#include "domain/calendar/calendar.h"
#include "domain/catalogue.h"
#include "domain/organisation.h"
#include "domain/procedure.h"
#include "domain/system.h"

namespace wangge::catalog {

// Message Procedure in text format (proto/wangge/config/v1/procedure.proto): every reference resolved, every id and
// label well formed, and everything in prove.h proved.
absl::StatusOr<domain::Procedure> LoadProcedure(std::string_view body, std::string_view file_name);

// The same without the proofs: an edition that was proved when it came into force is read again by the rules of its
// day, so that a log stays readable when proofs are added.
absl::StatusOr<domain::Procedure> CompileProcedure(std::string_view body, std::string_view file_name);

// Message System (system.proto).
absl::StatusOr<domain::System> LoadSystem(std::string_view body, std::string_view file_name);

// Message Calendar (calendar.proto).
absl::StatusOr<domain::Calendar> LoadCalendar(std::string_view body, std::string_view file_name);

// Message Roles (roles.proto). One at least administers, or nobody could bring editions into force again.
absl::StatusOr<domain::Roles> LoadRoles(std::string_view body, std::string_view file_name);

// The same without asking who administers, for what is in force already.
absl::StatusOr<domain::Roles> CompileRoles(std::string_view body, std::string_view file_name);

// CSV category,kind,class,subclass,name,name_en,condition,condition_name,condition_name_en,limit,closing,closing_en.
// A row is a filing condition; a category stands on as many rows as it has conditions, with the same names on each.
// An empty limit: no limit; "1uh/5wd": two steps. `closing` may be empty. Optional columns: photos, legal_basis
// (statute or local; wd is refused under a statute), valid_from and valid_to (days). The result is sealed.
absl::StatusOr<domain::Catalogue> LoadCatalogue(std::string_view body, std::string_view file_name);

// CSV code,name,name_en,kind,parent,areas. Kind `unit` can be responsible for cases; any other id is kept as other.
// Parents must exist and form no ring.
absl::StatusOr<domain::Organisations> LoadOrganisations(std::string_view body, std::string_view file_name);

// CSV category_prefix,area_prefix,unit; an empty prefix is every category or area. Optional column: kind (of body;
// empty: maintaining). No pair stands twice for a kind.
absl::StatusOr<Responsibilities> LoadResponsibilities(std::string_view body, std::string_view file_name);

// What a survey of components is held against; nullptr: not asked. `catalogue` says nothing without `rules`.
struct ComponentsFit {
  const ComponentRules* rules = nullptr;
  const domain::Catalogue* catalogue = nullptr;
  const domain::Organisations* organisations = nullptr;
};

// CSV id,category,state,accuracy,supervising,owning,maintaining,lon,lat,datum and, optional, name; the grammar stands
// in load_components.cc. At most limits::kComponentsMax rows. An error has a line for each fault, the first hundred,
// and says how many more there are. About 2 us a row.
absl::StatusOr<Components> LoadComponents(std::string_view body, std::string_view file_name,
                                          const ComponentsFit& fit = {});

// CSV absent,role,organisation,area,substitute,from,to and, optional, reason, which stays out of all decisions. From an
// instant up to but without another, RFC 3339. Nobody stands in for themselves or while away themselves; absences of
// one post do not overlap, and what somebody holds for one person at one time is of one organisation and area.
absl::StatusOr<domain::Absences> LoadAbsences(std::string_view body, std::string_view file_name);

// CSV actor,role,organisation,area: who works where, a row a role. No edition: what a server believes is the token.
absl::StatusOr<std::vector<domain::Actor>> LoadPosts(std::string_view body, std::string_view file_name);

}  // namespace wangge::catalog
