// The ways that a case can take through a procedure, followed breadth first over abstract states: where it stands,
// which clocks run or stand still, which request waits, whether a unit has given it back. Other guards, inputs and
// quotas are left out, so that more ways are followed than a case can take: what is proved of all of them holds. Pure;
// thread-safe.
//
// O(states · actions); a procedure with more than kStatesMax states is not followed to the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/procedure.h"

namespace wangge::catalog {

enum class ClockMode : std::uint8_t { kOff, kRunning, kPaused, kSpent };  // spent: it never starts again

struct WayState {
  domain::StageIndex stage = 0;
  std::optional<domain::StageIndex> linked_from{};
  std::optional<domain::RequestIndex> request{};  // waits for a decision
  std::uint16_t endorsements = 0;
  bool returned = false;  // by a unit, and not dispatched since
  std::vector<ClockMode> clocks{};
  friend auto operator<=>(const WayState&, const WayState&) = default;
};

// One step of a way: from which state, by which action (nullopt: the case begins).
struct WayStep {
  std::size_t from = 0;
  std::optional<domain::ActionIndex> action{};
};

struct Ways {
  static constexpr std::size_t kStatesMax = 200'000;

  std::vector<WayState> states{};             // in the order found: shortest way first
  std::vector<WayStep> reached_by{};          // of each state
  std::vector<std::vector<WayStep>> steps{};  // that lead into each state
  bool complete = true;

  // "report, accept, file": the ids of the actions that lead to a state.
  std::string PathTo(const domain::Procedure& procedure, std::size_t state) const;
};

// Indexes of `procedure` are of its own tables.
Ways FollowWays(const domain::Procedure& procedure);

// Whether the action can be taken in the state, as far as a state says.
bool CanTake(const domain::Procedure& procedure, const domain::Action& action, const WayState& state);

// Clocks that a request starts when it is asked for: the only ones that may run after the end of a case.
std::vector<domain::ClockIndex> ClocksOfRequest(const domain::Procedure& procedure, domain::RequestIndex request);

}  // namespace wangge::catalog
