// Organisations, roles, and who speaks. Immutable values; std only.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "domain/label.h"

namespace wangge::domain {

enum class OrganisationKind : std::uint8_t { kOther, kUnit };  // only a unit can be responsible for a case

struct Organisation {
  Label label{};
  OrganisationKind kind = OrganisationKind::kOther;
  std::string parent{};
};

using Organisations = std::map<std::string, Organisation, std::less<>>;  // by code

// What a role lets its holder see: the cases of its area, or only those dispatched to its unit.
enum class Scope : std::uint8_t { kArea, kUnit };

struct Role {
  Label label{};
  Scope scope = Scope::kArea;
  bool reads_personal = false;  // may see descriptions, reporters and photos in the clear
  bool administers = false;     // may bring editions into force and move a manual clock
  bool reads_statistics = false;
  bool patrols = false;         // may sign in for a shift and send its own positions
  bool reads_presence = false;  // may read who is on shift where, within its area
};

using Roles = std::map<std::string, Role, std::less<>>;  // by id

// Who speaks, from verified credentials or from the engine itself (role ids empty: timers).
struct Actor {
  std::string id{};
  std::string organisation{};
  std::string area{};  // code prefix; "*" = everywhere; empty = nowhere
  std::vector<std::string> roles{};
  // The absent person for whom they act; empty: in their own name. What it takes is said by absence.h.
  std::string on_behalf_of{};
  std::string home{};  // their own organisation while they act for another; else empty
  friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace wangge::domain
