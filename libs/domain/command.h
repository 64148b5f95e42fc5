// Commands: what is asked of the core. Personal text does not pass through here: a command only says which sealed
// fields come with it. Values; std only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "domain/case.h"
#include "domain/component.h"
#include "domain/editions.h"
#include "domain/ids.h"
#include "domain/place.h"

namespace wangge::domain {

struct SubmitReport {
  std::string system{};
  std::string source{};
  std::string category{};
  Location location{};
  std::optional<Timestamp> occurred_at{};  // absent: not told
  std::optional<Timestamp> captured_at{};  // by the device, which may send it later; absent: not told
  std::uint8_t attachments = 0;
  ComponentClaim component{};
};

// What the rules of responsibility in force say of a case: evidence found at the edge.
struct RoutingAnswer {
  RoutingFault fault = RoutingFault::kNone;
  std::string unit{};  // with kNone
  std::string rule{};  // the place: see Incident
};

struct PerformAction {
  CaseId case_id{};
  std::string action{};
  Desk desk = Desk::kResolution;
  std::optional<LogPosition> etag{};  // the case must not have changed since
  std::string unit{};
  std::string condition{};
  std::string inspector{};
  std::vector<std::string> co_units{};
  std::string handler{};
  std::optional<Timestamp> until{};
  std::optional<Proof> proof{};            // measured at the edge from where the device stood
  std::optional<Location> location{};      // where the case really lies, found in the layers in force at the edge
  CaseId master{};                         // exists, and the caller sees it: found at the edge
  std::optional<RoutingAnswer> routing{};  // the unit is whom the rules name; absent: whom `unit` names
  std::optional<RoutingAnswer> then_routing{};  // what the rules say, for the action that follows this one by itself
  bool has_note = false;                   // a sealed note comes with the command
  std::uint8_t attachments = 0;
  std::optional<Timestamp> recorded_due{};  // replay only: the due time that another system promised
  bool inferred = false;                    // replay only: the record lacks this step
};

// The engine's own: an action says what follows it.
struct FollowAction {
  CaseId case_id{};
  ActionIndex action = 0;  // of the case's procedure
  RoutingAnswer routing{};
};

struct ExpireClock {
  CaseId case_id{};
  ClockIndex clock = 0;
  std::uint32_t generation = 0;
};

struct ActivateEdition {
  EditionKind kind = EditionKind::kSystem;
  std::string name{};
  ContentHash hash{};
};

// The engine's own: another edition of the calendar is in force.
struct RecountClocks {
  CaseId case_id{};
};

// To the edition of its procedure that is in force.
struct MigrateCase {
  CaseId case_id{};
};

// To the edition of its catalogue that is in force.
struct MigrateCatalogue {
  CaseId case_id{};
};

// The engine's own: another version of a layer is in force. `location` was found in it, for the case's own position.
struct RelocateCase {
  CaseId case_id{};
  Location location{};
};

using Command = std::variant<SubmitReport, PerformAction, FollowAction, ExpireClock, ActivateEdition, RecountClocks,
                             MigrateCase, MigrateCatalogue, RelocateCase>;

}  // namespace wangge::domain
