#include "catalog/routing.h"

#include <algorithm>
#include <set>

namespace wangge::catalog {

std::set<std::string> StaffedUnits(const std::vector<domain::Actor>& posts, const domain::Procedure& procedure) {
  std::set<std::string> roles;
  for (const domain::Action& action : procedure.actions) {
    if (action.IsOfUnit()) roles.insert(action.roles.begin(), action.roles.end());
  }
  std::set<std::string> units;
  for (const domain::Actor& post : posts) {
    const bool acts =
        std::ranges::any_of(post.roles, [&roles](const std::string& role) { return roles.contains(role); });
    if (acts) units.insert(post.organisation);
  }
  return units;
}

RoutingFindings CheckRouting(const Responsibilities& rules, const domain::Catalogue& catalogue,
                             const domain::Organisations& organisations, const std::vector<std::string>& areas,
                             const std::set<std::string>* staffed) {
  RoutingFindings findings;
  std::size_t area_bytes = 0;
  std::vector<std::pair<RoutingRule, const std::string*>> all;  // with where its unit stands: which rule was found
  std::set<std::string> unstaffed;
  for (const auto& [kind, by_category] : rules.rows()) {
    for (const auto& [category, by_area] : by_category) {
      for (const auto& [area, unit] : by_area) {
        all.push_back({{kind, category, area, unit}, &unit});
        area_bytes = std::max(area_bytes, area.size());
      }
    }
  }
  std::set<std::string> distinct;
  for (const std::string& area : areas) distinct.insert(area.substr(0, area_bytes));
  std::set<const std::string*> deciding;
  for (const domain::Category& category : catalogue.categories()) {
    for (const std::string& area : distinct) {
      ++findings.places;
      const std::string* unit = rules.Find(category.id, area);
      if (unit == nullptr) {
        findings.unrouted.push_back({category.id, area});
        continue;
      }
      deciding.insert(unit);
      if (staffed != nullptr && !staffed->contains(*unit)) findings.dead_ends.push_back({category.id, area, *unit});
    }
  }
  findings.rules = all.size();
  for (const auto& [rule, unit] : all) {
    const bool is_fallback = rule.kind == BodyKind::kTerritorial;
    if (!is_fallback && !deciding.contains(unit)) findings.unreachable.push_back(rule);
    const auto organisation = organisations.find(rule.unit);
    const bool is_unit =
        organisation != organisations.end() && organisation->second.kind == domain::OrganisationKind::kUnit;
    if (!is_unit) findings.inactive.push_back(rule);
    if (staffed != nullptr && !staffed->contains(rule.unit)) unstaffed.insert(rule.unit);
  }
  findings.unstaffed.assign(unstaffed.begin(), unstaffed.end());
  return findings;
}

}  // namespace wangge::catalog
