#include "services/follow/city_rules.h"

#include <algorithm>
#include <utility>

#include "base/status/text.h"
#include "catalog/load.h"
#include "domain/scope.h"
#include "wire/enums.h"

namespace wangge::follow {
namespace {

constexpr std::string_view kEverywhere = "*";

// The area holds every system's whole city.
bool HoldsCity(std::string_view area, const Rules& rules) {
  if (area == kEverywhere) return true;
  return !area.empty() && !rules.systems.empty() && std::ranges::all_of(rules.systems, [area](const auto& system) {
    return system.second.area_root.starts_with(area);
  });
}

}  // namespace

std::shared_ptr<const Rules> CityRules::Read() const {
  const std::lock_guard lock(mutex_);
  return rules_;
}

bool CityRules::Takes(std::string_view kind) {
  const auto named = wire::KindNamed(kind);
  return named == domain::EditionKind::kRoles || named == domain::EditionKind::kSystem;
}

absl::Status CityRules::Put(std::string_view kind, std::string_view name, std::string_view body) {
  auto next = std::make_shared<Rules>(*Read());
  if (wire::KindNamed(kind) == domain::EditionKind::kRoles) {
    WANGGE_ASSIGN_OR_RETURN(next->roles, catalog::CompileRoles(body, name));
  } else {
    WANGGE_ASSIGN_OR_RETURN(domain::System system, catalog::LoadSystem(body, name));
    next->systems.insert_or_assign(std::string(name), std::move(system));
  }
  const std::lock_guard lock(mutex_);
  rules_ = std::move(next);
  return absl::OkStatus();
}

bool SeesWholeCity(const domain::Actor& actor, const Rules& rules) {
  const domain::View view = domain::ViewOf(actor, rules.roles);
  return view.by_area && HoldsCity(view.area, rules);
}

Reach StatisticsReach(const domain::Actor& actor, const Rules& rules) {
  Reach reach;
  bool by_area = false;
  for (const std::string& id : actor.roles) {
    const auto role = rules.roles.find(id);
    if (role == rules.roles.end() || !role->second.reads_statistics) continue;
    by_area |= role->second.scope == domain::Scope::kArea;
    reach.is_allowed |= !(by_area ? actor.area : actor.organisation).empty();
  }
  if (by_area && !actor.area.empty()) {
    reach.whole_city = HoldsCity(actor.area, rules);
    if (!reach.whole_city) reach.area_prefix = actor.area;
  } else {
    reach.unit = actor.organisation;
  }
  return reach;
}

}  // namespace wangge::follow
