// What-if: which deadlines of open cases a changed calendar would move, before it is brought into force.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/calendar/calendar.h"
#include "domain/case.h"
#include "services/wangge/state_files.h"

namespace wangge::calendars {

struct MovedDeadline {
  domain::CaseId case_id{};
  std::string clock{};
  Timestamp due{};
  Timestamp due_then{};
  bool provisional_then = false;  // under the changed calendar
};

struct Impact {
  std::size_t open_cases = 0;
  std::vector<MovedDeadline> moved{};  // by case
};

// By the very rule that moves them when the calendar comes into force. O(cases); writes nothing.
absl::StatusOr<Impact> ImpactOf(std::shared_ptr<const domain::Calendar> changed, const OpenState& state);

}  // namespace wangge::calendars
