// A city as a simulation sees it: its editions, its posts, its cells and how its days go. Immutable once loaded.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/position.h"
#include "catalog/components.h"
#include "catalog/config_files.h"
#include "catalog/responsibilities.h"
#include "domain/component.h"
#include "domain/organisation.h"
#include "domain/system.h"
#include "geo/layer.h"

namespace wangge::simulate {

struct Session {
  Duration from{};
  Duration to{};
};

struct SourceShare {
  std::string source{};
  std::string role{};
  std::uint64_t weight = 0;
};

struct Habits {
  std::uint64_t reports_per_day = 0;
  std::vector<Session> sessions{};
  std::vector<SourceShare> sources{};
  std::map<domain::Milestone, double> minutes{};
  double other_minutes = 0;
  double handling_share_min = 0;
  double handling_share_max = 0;
  double late_share = 0;
  double gap_share = 0;
  double return_share = 0;
  double extension_share = 0;
  double no_place_share = 0;
  double recurring_share = 0;
  double rework_share = 0;
  double refusal_share = 0;
};

struct City {
  std::vector<catalog::ConfigEdition> editions{};
  std::shared_ptr<const domain::System> system{};
  std::shared_ptr<const domain::Procedure> procedure{};
  std::shared_ptr<const domain::Catalogue> catalogue{};
  catalog::Responsibilities responsibilities{};
  std::vector<domain::Actor> posts{};
  std::vector<std::shared_ptr<const geo::Layer>> layers{};  // in the order of the system
  std::shared_ptr<const catalog::Components> components{};  // nullptr: the city file lists none
  Habits habits{};
};

// `folder` holds city.textproto, posts.csv (actor,role,organisation,area) and simulation.textproto; the first system of
// the city file is the one simulated. INVALID_ARGUMENT with file:line:column, NOT_FOUND.
absl::StatusOr<City> LoadCity(const std::string& folder);

// What a report of the category says of its component: the nearest of it within 50 m, else the system's first reason;
// nothing where nothing is asked.
domain::ComponentClaim ClaimOf(const City& city, const std::string& category, const std::optional<Position>& position);

}  // namespace wangge::simulate
