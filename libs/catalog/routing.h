// A rule set of responsibilities under test: rules that decide nothing, places without a unit, units that are none.
// Pure; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "catalog/responsibilities.h"
#include "domain/catalogue.h"
#include "domain/organisation.h"

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

struct RoutingFindings {
  std::size_t rules = 0;
  std::size_t places = 0;  // category × area that were asked for
  // Decide for no category of the catalogue in any area. A territorial rule is there for what nobody foresaw.
  std::vector<RoutingRule> unreachable{};
  std::vector<RoutingRule> inactive{};  // name what is no unit of the organisations
  std::vector<Unrouted> unrouted{};     // no rule fits

  bool ok() const { return unreachable.empty() && inactive.empty() && unrouted.empty(); }
};

// `areas`: the codes of the cells of the layer that decides the area. Areas that no rule can tell apart are asked for
// once. O(categories · distinct areas · Find).
RoutingFindings CheckRouting(const Responsibilities& rules, const domain::Catalogue& catalogue,
                             const domain::Organisations& organisations, const std::vector<std::string>& areas);

}  // namespace wangge::catalog
