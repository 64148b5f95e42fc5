#include "domain/project.h"

namespace wangge::domain {

std::optional<TimerRow> TimerOf(const Case& c) {
  std::optional<TimerRow> next;
  for (const ClockRun& run : c.clocks) {
    if (!run.running() || run.passed) continue;
    if (!next || run.due < next->due) next = TimerRow{run.due, c.id, run.clock, run.generation};
  }
  return next;
}

TimerChange ProjectTimer(const Case* before, const Case& after) {
  std::optional<TimerRow> old = before == nullptr ? std::nullopt : TimerOf(*before);
  std::optional<TimerRow> now = TimerOf(after);
  if (old == now) return {};
  return {old, now};
}

}  // namespace wangge::domain
