// Base counts (基础统计量) of cases: how often each clock was kept, each request granted, each unit late. Whatever the
// procedure's data names is counted under that name; rates are quotients of these, made by who reads them. Not
// thread-safe; no personal data.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/time.h"
#include "domain/case.h"
#include "domain/procedure.h"
#include "insight/counted_case.h"
#include "insight/name_table.h"
#include "insight/recurrence.h"

namespace wangge::insight {

struct ClockCounts {
  std::uint64_t runs = 0;
  std::uint64_t on_time = 0;   // stopped, not late
  std::uint64_t late = 0;      // stopped after the deadline
  std::uint64_t released = 0;  // ended without fault
  std::uint64_t running = 0;   // paused ones too
  std::uint64_t overdue = 0;   // of those running: past the deadline
  std::uint64_t paused = 0;    // runs that were ever paused
  std::uint64_t extended = 0;  // runs that were ever extended
};

struct RequestCounts {
  std::uint64_t asked = 0;
  std::uint64_t granted = 0;
  std::uint64_t refused = 0;
  std::uint64_t lapsed = 0;
  std::uint64_t open = 0;
};

// Of one unit, or of all: its assignments, each case x unit x round one.
struct AssignmentCounts {
  std::uint64_t assignments = 0;
  std::uint64_t helping = 0;  // of them
  std::uint64_t rework = 0;   // of them
  std::uint64_t confirmed = 0;
  std::uint64_t late = 0;
  std::uint64_t exempt = 0;  // of the late ones
  std::uint64_t returned = 0;
  std::uint64_t withdrawn = 0;
  std::uint64_t open = 0;
  std::uint64_t overdue = 0;       // of the open ones that are responsible: past the deadline
  std::uint64_t extended = 0;      // granted an extension
  std::uint64_t due_extended = 0;  // of those: confirmed or overdue
  std::map<std::string, std::uint64_t> counters{};  // what was counted while the unit was responsible
};

struct CaseCounts {
  std::uint64_t cases = 0;
  std::uint64_t filed = 0;
  std::uint64_t without_place = 0;  // reported without a point
  std::uint64_t in_gap = 0;         // with a point that some layer has no cell for
  std::uint64_t recurring = 0;      // of the same category within 50 m and 24 h of an earlier report
  std::uint64_t reworked = 0;       // cases, not rounds
  std::uint64_t returned = 0;       // cases that a unit gave back
  std::uint64_t reopened = 0;
  std::uint64_t due = 0;  // with an assignment that was confirmed or is overdue
  std::map<std::string, std::uint64_t> sources{};
  std::map<std::string, std::uint64_t> stages{};
  std::map<std::string, ClockCounts> clocks{};
  std::map<std::string, RequestCounts> requests{};
  std::map<std::string, std::uint64_t> counters{};
  AssignmentCounts assignments{};
  std::map<std::string, AssignmentCounts> units{};
};

class CaseCounter {
 public:
  // `now` decides what is overdue. With `only_unit` no other unit's assignments are counted.
  explicit CaseCounter(Timestamp now, std::string only_unit = {}) : now_(now), only_unit_(std::move(only_unit)) {}

  // In the order in which they were reported. O(clocks + reports of the last day nearby).
  void Add(const domain::Case& c, const domain::Procedure& procedure);
  // With its ids in `names`. O(clocks).
  void Add(const CountedCase& c, const NameTable& names);
  const CaseCounts& counts() const { return counts_; }

 private:
  void AddClocks(const CountedCase& c, const NameTable& names);
  void AddAssignments(const CountedCase& c, const NameTable& names);

  const Timestamp now_;
  const std::string only_unit_;
  CaseCounts counts_;
  NameTable names_;        // of the cases that come whole
  Recurrence recurrence_;  // of the same
};

}  // namespace wangge::insight
