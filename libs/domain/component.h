// Components (部件): things of public space that are surveyed and numbered, each with the three bodies that answer for
// it. What a report says of one, and what the survey in force says of it: evidence found at the edge and carried by the
// command. Values; std only.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "domain/label.h"

namespace wangge::domain {

// Codes of organisations; empty: the survey names none.
struct ComponentBodies {
  std::string supervising{};  // 主管部门
  std::string owning{};       // 权属单位
  std::string maintaining{};  // 养护单位
  friend bool operator==(const ComponentBodies&, const ComponentBodies&) = default;
};

// What one edition of components says of an id.
struct ComponentEvidence {
  std::string edition{};
  std::uint64_t version = 0;
  bool is_known = false;
  std::string category{};  // of the rest nothing where it is not known
  ComponentBodies bodies{};
  friend bool operator==(const ComponentEvidence&, const ComponentEvidence&) = default;
};

// What a report says: the id of a component, or the id of a reason why it names none; both empty: nothing.
struct ComponentClaim {
  std::string id{};
  std::string reason{};
  std::vector<ComponentEvidence> evidence{};  // of an id: one for each edition in force
  friend bool operator==(const ComponentClaim&, const ComponentClaim&) = default;
};

// What a case keeps of it, under the edition that answered.
struct NamedComponent {
  std::string id{};      // empty: none was named
  std::string reason{};  // why none was named
  std::string edition{};
  std::uint64_t version = 0;
  ComponentBodies bodies{};
  bool empty() const { return id.empty() && reason.empty(); }
  friend bool operator==(const NamedComponent&, const NamedComponent&) = default;
};

// What a system asks of reports, while the edition is in force.
struct ComponentDuty {
  std::string edition{};                                // name of the components edition
  std::set<std::string, std::less<>> kinds{};           // of categories whose reports name a component
  std::map<std::string, Label, std::less<>> reasons{};  // why none is named, by id
};

}  // namespace wangge::domain
