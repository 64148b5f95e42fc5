// What base counts need to know of a case: about 350 bytes, ids by number, no personal data. Made of a case, or kept
// current by whoever follows the feed. Values.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "base/time.h"
#include "domain/case.h"
#include "domain/procedure.h"
#include "insight/name_table.h"

namespace wangge::insight {

struct CountedRun {
  Timestamp due{};
  NameIndex clock = 0;
  bool stopped = false;
  bool late = false;
  bool released = false;     // ended without fault
  bool paused = false;       // stands still now
  bool ever_paused = false;  // so is one that goes on again
  bool ever_extended = false;

  bool IsOverdue(Timestamp now) const { return !stopped && !paused && now > due; }
};

struct CountedRequest {
  NameIndex request = 0;
  domain::RequestState state = domain::RequestState::kOpen;
};

struct CountedAssignment {
  Timestamp begun{};
  NameIndex unit = 0;
  std::uint32_t round = 0;
  std::uint16_t extensions = 0;
  bool lead = true;
  bool again = false;
  bool late = false;
  bool exempt = false;
  domain::AssignmentEnd end = domain::AssignmentEnd::kOpen;
  std::vector<std::pair<NameIndex, std::uint32_t>> counters{};  // those that have counted
};

struct CountedCase {
  NameIndex source = 0;
  NameIndex stage = 0;
  NameIndex disposal_clock = 0;
  bool filed = false;
  bool has_place = false;
  bool in_gap = false;     // with a point that some layer has no cell for
  bool recurring = false;  // Recurrence
  bool reworked = false;
  bool returned = false;
  bool reopened = false;
  std::vector<CountedRun> clocks{};
  std::vector<CountedRequest> requests{};
  std::vector<CountedAssignment> assignments{};
  std::vector<std::pair<NameIndex, std::uint32_t>> counters{};  // those that have counted
};

// All but `recurring`, which is of the reports before it. `procedure` is that of the case.
CountedCase CountedOf(const domain::Case& c, const domain::Procedure& procedure, NameTable& names);

}  // namespace wangge::insight
