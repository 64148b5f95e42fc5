// A rule set of responsibilities under test: rules that decide nothing, places without a unit, units that are none, and
// units in which nobody can act.
// Pure; thread-safe.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "catalog/responsibilities.h"
#include "domain/catalogue.h"
#include "domain/organisation.h"
#include "domain/procedure.h"

namespace wangge::catalog {

struct RoutingRule {
  BodyKind kind = BodyKind::kMaintaining;
  std::string category_prefix{};
  std::string area_prefix{};
  std::string unit{};
};

struct Unrouted {
  std::string category{};
  std::string area{};  // cut to the longest area prefix of any rule
};

// A place that leads to a unit in which nobody can act.
struct DeadEnd {
  std::string category{};
  std::string area{};  // as in Unrouted
  std::string unit{};
};

struct RoutingFindings {
  std::size_t rules = 0;
  std::size_t places = 0;  // category × area that were asked for
  // Decide for no category of the catalogue in any area. A territorial rule is there for what nobody foresaw.
  std::vector<RoutingRule> unreachable{};
  std::vector<RoutingRule> inactive{};  // name what is no unit of the organisations
  std::vector<Unrouted> unrouted{};     // no rule fits
  // Units that rules name and that no post belongs to which may act for the responsible unit: a case would lie there.
  std::vector<std::string> unstaffed{};
  std::vector<DeadEnd> dead_ends{};

  bool ok() const {
    return unreachable.empty() && inactive.empty() && unrouted.empty() && unstaffed.empty() && dead_ends.empty();
  }
};

// The organisations with a post whose role may do something for the responsible unit: sign, handle and the like, as the
// procedure's guards say.
std::set<std::string> StaffedUnits(const std::vector<domain::Actor>& posts, const domain::Procedure& procedure);

// `areas`: the codes of the cells of the layer that decides the area. Areas that no rule can tell apart are asked for
// once. `staffed`: StaffedUnits; nullptr where posts are not known, and then nothing is said of them.
// O(categories · distinct areas · Find).
RoutingFindings CheckRouting(const Responsibilities& rules, const domain::Catalogue& catalogue,
                             const domain::Organisations& organisations, const std::vector<std::string>& areas,
                             const std::set<std::string>* staffed);

}  // namespace wangge::catalog
