// A case's whole life as every contender leads it: the demo city's own procedure from a report to a closed case, one
// durable step after the other, each by somebody who may.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/time.h"
#include "services/wangge/simulate/city.h"

namespace wangge::bench {

struct StartedClock {
  std::string id{};
  Duration limit{};  // as if every hour counted
};

struct PlannedStep {
  std::string action{};
  std::string role{};
  bool by_unit = false;  // somebody of the unit
  bool at_dispatch = false;
  bool names_unit = false;
  bool names_condition = false;
  bool has_note = false;
  bool has_proof = false;
  std::string from{};
  std::string to{};
  bool ends = false;
  std::vector<std::string> stops{};
  std::vector<StartedClock> starts{};
};

struct LifePlan {
  std::string unit{};
  std::string condition{};
  std::string first_stage{};
  std::vector<StartedClock> first_clocks{};
  std::vector<PlannedStep> steps{};  // after the report
  std::uint64_t transitions() const { return steps.size() + 1; }
};

// FAILED_PRECONDITION: the city has no unit, no condition for the category of the reports, or no way to the end.
absl::StatusOr<LifePlan> PlanLife(const simulate::City& city);

}  // namespace wangge::bench
