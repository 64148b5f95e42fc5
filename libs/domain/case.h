// A case: the state of one report from its arrival to its end, as the events of the log have made it. Holds no
// personal data: descriptions, names and photos are sealed in the log. Value; std only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "domain/component.h"
#include "domain/ids.h"
#include "domain/place.h"
#include "domain/procedure.h"

namespace wangge::domain {

// A stretch in which a clock does not count.
struct ClockPause {
  Timestamp from{};
  std::optional<Timestamp> to{};  // not contained; absent: still paused
  std::string by{};               // who paused
  friend bool operator==(const ClockPause&, const ClockPause&) = default;
};

// A limit granted on top, from the deadline that stood before.
struct ClockExtension {
  Timestamp at{};
  Limit limit{};
  Timestamp due_before{};
  std::string by{};  // who granted it
  friend bool operator==(const ClockExtension&, const ClockExtension&) = default;
};

// One run of a clock. Finished runs stay: they are the facts that evaluation reads.
struct ClockRun {
  ClockIndex clock = 0;
  std::uint32_t generation = 0;  // counts the runs of the case; a timer of an older one is a no-op
  Timestamp start{};
  Timestamp due{};
  std::optional<Limit> limit{};        // absent: a due time that the record brought
  EditionId calendar{};                // by which it is counted; zero: the system's local days
  bool provisional = false;            // rests on days beyond the calendar's last published list
  std::optional<Timestamp> stopped{};  // absent: running
  bool passed = false;                 // the timer saw the deadline pass
  bool late = false;                   // fixed when stopped: stopped after due
  bool due_not_after_start = false;    // a recorded due time at or before the start
  bool released = false;               // ended without fault: what it measured is nobody's any more
  std::vector<ClockPause> pauses{};    // in order
  std::vector<ClockExtension> extensions{};

  bool running() const { return !stopped && !paused(); }
  bool paused() const { return !stopped && !pauses.empty() && !pauses.back().to; }
  friend bool operator==(const ClockRun&, const ClockRun&) = default;
};

struct MilestoneTime {
  std::optional<Timestamp> at{};
  bool inferred = false;  // placed by replay, absent from the record: left out of stage times
  friend bool operator==(const MilestoneTime&, const MilestoneTime&) = default;
};

struct PartTaken {
  Part part = Part::kNone;
  std::string actor{};
  friend bool operator==(const PartTaken&, const PartTaken&) = default;
};

// Whoever has acted in this case for an absent person. From then on the two count as one wherever duties are kept
// apart.
struct StandIn {
  std::string substitute{};
  std::string absent{};
  friend bool operator==(const StandIn&, const StandIn&) = default;
};

// Why the rules of responsibility name no unit. Numbers are written to disk.
enum class RoutingFault : std::uint8_t {
  kNone = 0,
  kNoRule = 1,        // no rule fits
  kInactiveUnit = 2,  // the deciding rule names what is no unit in force
  kAmbiguous = 3,     // equally good rules name different units
};

// The rules could not decide who is responsible: a person has to, and the rules want mending.
struct Incident {
  RoutingFault fault = RoutingFault::kNoRule;
  std::string rule{};  // the place: deciding rules, or the editions that were asked
  Timestamp at{};
  std::optional<Timestamp> resolved_at{};  // by the dispatch that came later; absent: open
  friend bool operator==(const Incident&, const Incident&) = default;
};

// Numbers are written to disk.
enum class RequestState : std::uint8_t { kOpen = 0, kGranted = 1, kRefused = 2, kLapsed = 3 };

struct Request {
  RequestIndex request = 0;
  Timestamp asked_at{};
  std::string applicant{};
  std::string unit{};                // organisation of the applicant
  std::optional<Timestamp> until{};  // the instant asked for
  std::vector<std::string> endorsers{};
  RequestState state = RequestState::kOpen;
  std::string decided_by{};
  std::optional<Timestamp> decided_at{};
  friend bool operator==(const Request&, const Request&) = default;
};

// Numbers are written to disk.
enum class AssignmentEnd : std::uint8_t {
  kOpen = 0,
  kConfirmed = 1,  // the unit confirmed the result: whether it was late is fixed
  kReturned = 2,   // without fault
  kWithdrawn = 3,  // by a decision of others: voided, merged, closed by force
};

// What one unit had to do in one round: the fact that evaluation counts.
struct Assignment {
  std::string unit{};
  std::uint32_t round = 0;
  bool lead = true;    // false: it helps the unit that is responsible
  bool again = false;  // a round of rework
  Timestamp dispatched_at{};
  AssignmentEnd end = AssignmentEnd::kOpen;
  std::optional<Timestamp> ended_at{};
  std::optional<Timestamp> due{};  // in force when it ended; absent: no deadline
  bool late = false;
  bool exempt = false;  // granted on appeal; stands beside `late`
  std::uint16_t extensions = 0;
  // How often each counter moved on while the unit was responsible, by the counter's id; those that did.
  std::vector<std::pair<std::string, std::uint32_t>> counted{};
  friend bool operator==(const Assignment&, const Assignment&) = default;
};

// Where a case was placed until it was placed again.
struct EarlierPlace {
  Timestamp until{};
  Location location{};
  std::string area{};
  friend bool operator==(const EarlierPlace&, const EarlierPlace&) = default;
};

struct Proof {
  Timestamp captured_at{};
  std::optional<std::uint32_t> distance_cm{};  // from the case's place; absent: the case has no place
  friend bool operator==(const Proof&, const Proof&) = default;
};

struct Case {
  CaseId id{};
  LogPosition last{};  // of the last command that changed it: the etag
  EditionId system{};
  EditionId procedure{};
  EditionId catalogue{};

  std::string source{};
  std::string category{};
  std::string condition{};  // empty until filed
  Location location{};
  std::string area{};  // code of the cell in the system's first layer; empty: in no cell, or without a point
  std::optional<Timestamp> occurred_at{};  // absent: not told
  std::optional<Timestamp> captured_at{};  // by the device; absent: not told
  Timestamp received_at{};
  std::string reporter{};  // actor id of the post that reported
  std::uint8_t attachments = 0;
  NamedComponent component{};

  StageIndex stage = 0;
  Outcome outcome = Outcome::kOpen;
  std::string unit{};       // responsible now; empty: none
  std::string inspector{};  // tasked to verify or check; empty: any
  std::uint32_t round = 0;
  std::uint32_t returns = 0;
  std::uint32_t reworks = 0;
  bool filed = false;  // has a case number
  std::uint32_t reopenings = 0;
  bool returned = false;                     // a unit gave it back and none has it now
  std::string handler{};                     // named inside the unit; empty: any of its members
  std::optional<StageIndex> stage_before{};  // it was linked from; absent: not linked
  CaseId master{};                           // the case that it repeats; 0: none

  std::array<MilestoneTime, kMilestones> milestones{};
  std::vector<PartTaken> parts{};
  std::vector<ClockRun> clocks{};
  std::vector<Request> requests{};        // in the order asked
  std::vector<Assignment> assignments{};  // in the order of dispatch
  std::vector<std::uint32_t> counters{};  // by CounterIndex; shorter where the rest is 0
  std::vector<Proof> proofs{};
  std::vector<StandIn> stand_ins{};            // each pair once
  std::vector<Incident> incidents{};           // in order; at most the last is open
  std::vector<EarlierPlace> earlier_places{};  // in order
  std::vector<LogPosition> history{};          // of every command that changed it, in order

  friend bool operator==(const Case&, const Case&) = default;
};

// The request that waits for a decision, or nullptr. At most one does.
const Request* OpenRequest(const Case& c);

// The incident that no dispatch has resolved yet, or nullptr.
const Incident* OpenIncident(const Case& c);

std::uint32_t CountOf(const Case& c, CounterIndex counter);

// Whether the unit has a share in the case as it stands: it is responsible, or it helps.
bool TakesPart(const Case& c, std::string_view unit);

// The latest run of a clock, or nullptr when it never ran.
const ClockRun* LatestRun(const Case& c, ClockIndex clock);

// Whether any run of the clock ended late.
bool EverLate(const Case& c, ClockIndex clock);

}  // namespace wangge::domain
