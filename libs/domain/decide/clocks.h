// Starting and stopping the clocks of a procedure: the events that an action's `starts` and `stops` make.
#pragma once

#include <optional>
#include <vector>

#include "domain/case.h"
#include "domain/event.h"

namespace wangge::domain {

// What a clock may start with. A rule's own limit wins; the disposal clock takes the record's due time where there is
// one, else the filing condition's limit; a clock that finds none of these does not start.
struct ClockStart {
  Timestamp at{};
  Duration utc_offset{};
  std::optional<Limit> condition_limit{};
  std::optional<Timestamp> recorded_due{};
};

// Appends ClockStarted unless the clock has no limit. `generations` counts the runs so far and is moved on.
void StartClock(const Procedure& procedure, ClockIndex clock, const ClockStart& start, std::uint32_t& generations,
                std::vector<Event>& events);

// Appends ClockStopped if the clock runs in `c`. Late means after the deadline; at the deadline is on time.
void StopClock(const Case& c, ClockIndex clock, Timestamp at, std::vector<Event>& events);

}  // namespace wangge::domain
