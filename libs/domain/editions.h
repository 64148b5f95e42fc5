// The editions in force and those that cases are pinned to. Everything a decision reads is here, in the case, in the
// command or in the context: never in a file or a clock. Immutable once handed out; a new set is made for each
// activation.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "base/time.h"
#include "domain/absence.h"
#include "domain/calendar/calendar.h"
#include "domain/catalogue.h"
#include "domain/ids.h"
#include "domain/organisation.h"
#include "domain/procedure.h"
#include "domain/system.h"

namespace wangge::domain {

// Numbers are written to disk.
enum class EditionKind : std::uint8_t {
  kSystem = 1,
  kProcedure = 2,
  kCatalogue = 3,
  kOrganisations = 4,
  kRoles = 5,
  kLayer = 6,
  kResponsibilities = 7,
  kCalendar = 8,
  kAbsences = 9,
  kCampaign = 10,
  kComponents = 11,
};

using ContentHash = std::array<char, 32>;  // SHA-256 of an edition's body

template <typename T>
struct Edition {
  EditionId id{};
  std::shared_ptr<const T> body{};
};

template <typename T>
struct EditionLine {                                        // all editions of one kind
  std::map<std::string, Edition<T>, std::less<>> active{};  // by name: the one in force
  std::map<EditionId, std::shared_ptr<const T>> all{};      // by id: what cases are pinned to

  void Activate(const std::string& name, EditionId id, std::shared_ptr<const T> body) {
    all[id] = body;
    active[name] = {id, std::move(body)};
  }
  const T* Find(EditionId id) const {
    const auto found = all.find(id);
    return found == all.end() ? nullptr : found->second.get();
  }
  const Edition<T>* Active(const std::string& name) const {
    const auto found = active.find(name);
    return found == active.end() ? nullptr : &found->second;
  }
};

struct Activation {
  EditionId id{};
  ContentHash hash{};
  std::uint64_t version = 0;  // counts the editions of this kind and name, from 1
  Timestamp at{};
};

using ActivationKey = std::pair<EditionKind, std::string>;

struct Editions {
  EditionLine<System> systems{};
  EditionLine<Procedure> procedures{};
  EditionLine<Catalogue> catalogues{};
  EditionLine<Calendar> calendars{};
  std::shared_ptr<const Organisations> organisations = std::make_shared<Organisations>();
  std::shared_ptr<const Roles> roles = std::make_shared<Roles>();
  std::shared_ptr<const Absences> absences = std::make_shared<Absences>();
  std::map<ActivationKey, Activation> activations{};  // the latest of each kind and name, layers included
};

}  // namespace wangge::domain
