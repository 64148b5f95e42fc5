#include "domain/decide/clocks.h"

namespace wangge::domain {

void StartClock(const Procedure& procedure, ClockIndex clock, const ClockStart& start, std::uint32_t& generations,
                std::vector<Event>& events) {
  const ClockRule& rule = procedure.clocks[clock];
  ClockStarted started{.clock = clock, .start = start.at};
  if (clock == procedure.disposal_clock && start.recorded_due) {
    started.due = *start.recorded_due;
    started.due_not_after_start = started.due <= started.start;
  } else {
    started.limit = rule.limit ? rule.limit : start.condition_limit;
    if (!started.limit) return;
    started.due = DeadlineOf(start.at, *started.limit, start.utc_offset);
  }
  started.generation = ++generations;
  events.push_back(started);
}

void StopClock(const Case& c, ClockIndex clock, Timestamp at, std::vector<Event>& events) {
  const ClockRun* run = LatestRun(c, clock);
  if (run == nullptr || run->stopped) return;
  events.push_back(ClockStopped{.clock = clock, .at = at, .late = at > run->due});
}

}  // namespace wangge::domain
