// Events: what has happened, the only output of Decide and the only input of Evolve. An event carries all that Evolve
// needs, so that history never depends on today's rules. The numbers are written to disk: given once, never reused; a
// kind keeps its Evolve for ever. Values; std only.
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

struct Reported {
  static constexpr std::uint8_t kNumber = 1;
  EditionId system{};
  EditionId procedure{};
  EditionId catalogue{};
  std::string source{};
  std::string category{};
  std::string area{};
  Location location{};                     // placements and gaps included
  std::optional<Timestamp> occurred_at{};  // absent: not told
  std::optional<Timestamp> captured_at{};  // by the device, which may send it later; absent: not told
  Timestamp received_at{};
  std::string reporter{};
  std::uint8_t attachments = 0;
  StageIndex stage = 0;
  friend bool operator==(const Reported&, const Reported&) = default;
};

struct ActionPerformed {
  static constexpr std::uint8_t kNumber = 2;
  ActionIndex action = 0;
  StageIndex from = 0;
  StageIndex to = 0;
  Outcome outcome = Outcome::kOpen;
  Milestone milestone = Milestone::kNone;
  Part part = Part::kNone;
  std::string actor{};
  Timestamp at{};
  bool inferred = false;
  friend bool operator==(const ActionPerformed&, const ActionPerformed&) = default;
};

struct Filed {
  static constexpr std::uint8_t kNumber = 3;
  std::string condition{};
  friend bool operator==(const Filed&, const Filed&) = default;
};

struct Dispatched {
  static constexpr std::uint8_t kNumber = 4;
  std::string unit{};
  std::uint32_t round = 0;
  friend bool operator==(const Dispatched&, const Dispatched&) = default;
};

struct Released {  // the unit gives the case back
  static constexpr std::uint8_t kNumber = 5;
  std::string unit{};
  friend bool operator==(const Released&, const Released&) = default;
};

struct Reworked {  // the same unit, a new round
  static constexpr std::uint8_t kNumber = 6;
  std::uint32_t round = 0;
  friend bool operator==(const Reworked&, const Reworked&) = default;
};

struct Tasked {
  static constexpr std::uint8_t kNumber = 7;
  std::string inspector{};  // empty: any inspector of the area
  friend bool operator==(const Tasked&, const Tasked&) = default;
};

struct ClockStarted {
  static constexpr std::uint8_t kNumber = 8;
  ClockIndex clock = 0;
  std::uint32_t generation = 0;
  Timestamp start{};
  Timestamp due{};
  std::optional<Limit> limit{};
  bool due_not_after_start = false;
  EditionId calendar{};  // by which it is counted; zero: the system's local days
  bool provisional = false;
  friend bool operator==(const ClockStarted&, const ClockStarted&) = default;
};

struct ClockStopped {
  static constexpr std::uint8_t kNumber = 9;
  ClockIndex clock = 0;
  Timestamp at{};
  bool late = false;
  friend bool operator==(const ClockStopped&, const ClockStopped&) = default;
};

struct DeadlinePassed {
  static constexpr std::uint8_t kNumber = 10;
  ClockIndex clock = 0;
  std::uint32_t generation = 0;
  Timestamp due{};
  friend bool operator==(const DeadlinePassed&, const DeadlinePassed&) = default;
};

struct EditionActivated {
  static constexpr std::uint8_t kNumber = 11;
  EditionKind kind = EditionKind::kSystem;
  std::string name{};
  ContentHash hash{};
  std::uint64_t version = 0;  // counts the editions of this kind and name, from 1
  friend bool operator==(const EditionActivated&, const EditionActivated&) = default;
};

struct ClockPaused {
  static constexpr std::uint8_t kNumber = 12;
  ClockIndex clock = 0;
  Timestamp at{};
  std::string by{};
  friend bool operator==(const ClockPaused&, const ClockPaused&) = default;
};

struct ClockResumed {
  static constexpr std::uint8_t kNumber = 13;
  ClockIndex clock = 0;
  Timestamp at{};
  Timestamp due{};  // with the pause
  bool provisional = false;
  friend bool operator==(const ClockResumed&, const ClockResumed&) = default;
};

struct ClockExtended {  // once more the same limit, from the deadline that stood before
  static constexpr std::uint8_t kNumber = 14;
  ClockIndex clock = 0;
  Timestamp at{};
  Limit limit{};
  Timestamp due{};
  bool provisional = false;
  std::string by{};
  friend bool operator==(const ClockExtended&, const ClockExtended&) = default;
};

struct ClockReleased {  // ends without fault
  static constexpr std::uint8_t kNumber = 15;
  ClockIndex clock = 0;
  Timestamp at{};
  friend bool operator==(const ClockReleased&, const ClockReleased&) = default;
};

struct RequestAsked {
  static constexpr std::uint8_t kNumber = 16;
  RequestIndex request = 0;
  Timestamp at{};
  std::string applicant{};
  std::string unit{};
  std::optional<Timestamp> until{};
  friend bool operator==(const RequestAsked&, const RequestAsked&) = default;
};

struct RequestEndorsed {
  static constexpr std::uint8_t kNumber = 17;
  std::string by{};
  friend bool operator==(const RequestEndorsed&, const RequestEndorsed&) = default;
};

struct RequestDecided {
  static constexpr std::uint8_t kNumber = 18;
  RequestState state = RequestState::kGranted;
  Timestamp at{};
  std::string by{};
  friend bool operator==(const RequestDecided&, const RequestDecided&) = default;
};

struct HandlerNamed {
  static constexpr std::uint8_t kNumber = 19;
  std::string handler{};  // empty: withdrawn
  friend bool operator==(const HandlerNamed&, const HandlerNamed&) = default;
};

struct AssignmentBegun {  // a unit has something to do in this round
  static constexpr std::uint8_t kNumber = 20;
  std::string unit{};
  std::uint32_t round = 0;
  bool lead = true;
  bool again = false;
  Timestamp at{};
  friend bool operator==(const AssignmentBegun&, const AssignmentBegun&) = default;
};

struct AssignmentEnded {
  static constexpr std::uint8_t kNumber = 21;
  std::string unit{};
  std::uint32_t round = 0;
  AssignmentEnd end = AssignmentEnd::kConfirmed;
  Timestamp at{};
  std::optional<Timestamp> due{};
  bool late = false;
  friend bool operator==(const AssignmentEnded&, const AssignmentEnded&) = default;
};

struct AssignmentsExempted {  // every late one of the unit
  static constexpr std::uint8_t kNumber = 22;
  std::string unit{};
  friend bool operator==(const AssignmentsExempted&, const AssignmentsExempted&) = default;
};

struct Counted {
  static constexpr std::uint8_t kNumber = 23;
  CounterIndex counter = 0;
  friend bool operator==(const Counted&, const Counted&) = default;
};

struct AssignmentCounted {  // against the unit that was responsible; the id outlives the edition
  static constexpr std::uint8_t kNumber = 43;
  std::string unit{};
  std::uint32_t round = 0;
  std::string counter{};
  friend bool operator==(const AssignmentCounted&, const AssignmentCounted&) = default;
};

struct ProofGiven {
  static constexpr std::uint8_t kNumber = 24;
  Proof proof{};
  friend bool operator==(const ProofGiven&, const ProofGiven&) = default;
};

struct Reopened {
  static constexpr std::uint8_t kNumber = 25;
  friend bool operator==(const Reopened&, const Reopened&) = default;
};

struct Linked {  // to the case that it repeats
  static constexpr std::uint8_t kNumber = 26;
  CaseId master{};
  StageIndex stage_before = 0;
  friend bool operator==(const Linked&, const Linked&) = default;
};

struct Unlinked {
  static constexpr std::uint8_t kNumber = 27;
  friend bool operator==(const Unlinked&, const Unlinked&) = default;
};

struct ClockRecounted {  // by another edition of the calendar
  static constexpr std::uint8_t kNumber = 28;
  ClockIndex clock = 0;
  Timestamp at{};
  EditionId calendar{};
  Timestamp due{};
  bool provisional = false;
  friend bool operator==(const ClockRecounted&, const ClockRecounted&) = default;
};

struct Migrated {  // to another edition of its procedure: old indexes to new ones
  static constexpr std::uint8_t kNumber = 29;
  EditionId procedure{};
  StageIndex stage = 0;
  std::optional<StageIndex> stage_before{};
  std::vector<ClockIndex> clocks{};      // of each run of the case, in order
  std::vector<RequestIndex> requests{};  // of each request of the case, in order
  std::vector<std::uint32_t> counters{};
  friend bool operator==(const Migrated&, const Migrated&) = default;
};

struct CatalogueMigrated {  // to another edition of its catalogue; what it does to clocks follows
  static constexpr std::uint8_t kNumber = 40;
  EditionId catalogue{};
  friend bool operator==(const CatalogueMigrated&, const CatalogueMigrated&) = default;
};

struct ClockRelimited {  // by another edition of the catalogue; extensions stay as they were granted
  static constexpr std::uint8_t kNumber = 41;
  ClockIndex clock = 0;
  Timestamp at{};
  Limit limit{};
  Timestamp due{};
  bool provisional = false;
  friend bool operator==(const ClockRelimited&, const ClockRelimited&) = default;
};

struct ActedOnBehalf {  // the step was taken by a substitute, with a post of somebody absent
  static constexpr std::uint8_t kNumber = 30;
  std::string substitute{};
  std::string absent{};
  std::string organisation{};  // of the post, as its area and roles
  std::string area{};
  std::vector<std::string> roles{};
  friend bool operator==(const ActedOnBehalf&, const ActedOnBehalf&) = default;
};

struct RoutingFailed {  // an incident: the rules of responsibility name no unit
  static constexpr std::uint8_t kNumber = 31;
  RoutingFault fault = RoutingFault::kNoRule;
  std::string rule{};
  Timestamp at{};
  friend bool operator==(const RoutingFailed&, const RoutingFailed&) = default;
};

struct Routed {  // the dispatch of the same step follows these rules, not a person's choice
  static constexpr std::uint8_t kNumber = 32;
  std::string rule{};
  friend bool operator==(const Routed&, const Routed&) = default;
};

struct Relocated {  // placed again: in a new version of a layer, or because somebody corrected where it lies
  static constexpr std::uint8_t kNumber = 42;
  Timestamp at{};
  Location location{};  // from now on; what it was before stays with the case
  std::string area{};
  friend bool operator==(const Relocated&, const Relocated&) = default;
};

struct ComponentNamed {  // with the report; or why it names none
  static constexpr std::uint8_t kNumber = 44;
  NamedComponent component{};
  friend bool operator==(const ComponentNamed&, const ComponentNamed&) = default;
};

using Event =
    std::variant<Reported, ActionPerformed, Filed, Dispatched, Released, Reworked, Tasked, ClockStarted, ClockStopped,
                 DeadlinePassed, EditionActivated, ClockPaused, ClockResumed, ClockExtended, ClockReleased,
                 RequestAsked, RequestEndorsed, RequestDecided, HandlerNamed, AssignmentBegun, AssignmentEnded,
                 AssignmentsExempted, Counted, ProofGiven, Reopened, Linked, Unlinked, ClockRecounted, Migrated,
                  CatalogueMigrated, ClockRelimited, ActedOnBehalf, RoutingFailed, Routed, Relocated, AssignmentCounted,
                  ComponentNamed>;

}  // namespace wangge::domain
