// A case: the state of one report from its arrival to its end, as the events of the log have made it. Holds no
// personal data: descriptions, names and photos are sealed in the log. Value; std only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "domain/ids.h"
#include "domain/place.h"
#include "domain/procedure.h"

namespace wangge::domain {

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

  StageIndex stage = 0;
  Outcome outcome = Outcome::kOpen;
  std::string unit{};       // responsible now; empty: none
  std::string inspector{};  // tasked to verify or check; empty: any
  std::uint32_t round = 0;
  std::uint32_t returns = 0;
  std::uint32_t reworks = 0;
  bool filed = false;  // has a case number

  std::array<MilestoneTime, kMilestones> milestones{};
  std::vector<PartTaken> parts{};
  std::vector<ClockRun> clocks{};
  std::vector<LogPosition> history{};  // of every command that changed it, in order

  friend bool operator==(const Case&, const Case&) = default;
};

// The latest run of a clock, or nullptr when it never ran.
const ClockRun* LatestRun(const Case& c, ClockIndex clock);

// Whether any run of the clock ended late.
bool EverLate(const Case& c, ClockIndex clock);

}  // namespace wangge::domain
