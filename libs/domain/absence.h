// Absence and substitution (替岗, 代班): while somebody is away, another does the work of the post. Immutable values;
// std only.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "domain/organisation.h"
#include "domain/rejection.h"

namespace wangge::domain {

// One role of a post (actor, role, organisation, area) that another holds for a time. Half-open: at `to` it is over.
// The loader holds that absences of one post do not overlap, that nobody stands in for themselves or while away, and
// that what somebody holds for one absent person at one time is of one organisation and area.
struct Absence {
  std::string absent{};
  std::string role{};
  std::string organisation{};
  std::string area{};
  std::string substitute{};
  Timestamp from{};
  Timestamp to{};

  bool Contains(Timestamp t) const { return from <= t && t < to; }
};

using Absences = std::vector<Absence>;

// Whoever speaks, as what they speak: as themselves, or, where `on_behalf_of` says so, with the roles, organisation and
// area of the post that they hold for that person at `now`, and nothing of their own. NOT_A_SUBSTITUTE: they hold none.
// Asked again with its own answer it gives the same.
std::variant<Actor, Rejection> ActingAs(const Actor& actor, const Absences& absences, Timestamp now);

}  // namespace wangge::domain
