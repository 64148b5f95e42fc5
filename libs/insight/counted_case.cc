#include "insight/counted_case.h"

namespace wangge::insight {

CountedCase CountedOf(const domain::Case& c, const domain::Procedure& procedure, NameTable& names) {
  CountedCase counted{.source = names.IndexOf(c.source),
                      .stage = names.IndexOf(procedure.stages[c.stage].id),
                      .disposal_clock = names.IndexOf(procedure.clocks[procedure.disposal_clock].id),
                      .filed = c.filed,
                      .has_place = c.location.position.has_value(),
                      .in_gap = !c.location.gaps.empty(),
                      .reworked = c.reworks > 0,
                      .returned = c.returns > 0,
                      .reopened = c.reopenings > 0};
  for (const domain::ClockRun& run : c.clocks) {
    counted.clocks.push_back({.due = run.due,
                              .clock = names.IndexOf(procedure.clocks[run.clock].id),
                              .stopped = run.stopped.has_value(),
                              .late = run.late,
                              .released = run.released,
                              .paused = run.paused(),
                              .ever_paused = !run.pauses.empty(),
                              .ever_extended = !run.extensions.empty()});
  }
  for (const domain::Request& request : c.requests) {
    counted.requests.push_back({names.IndexOf(procedure.requests[request.request].id), request.state});
  }
  for (const domain::Assignment& assignment : c.assignments) {
    counted.assignments.push_back({.begun = assignment.dispatched_at,
                                   .unit = names.IndexOf(assignment.unit),
                                   .round = assignment.round,
                                   .extensions = assignment.extensions,
                                   .lead = assignment.lead,
                                   .again = assignment.again,
                                   .late = assignment.late,
                                   .exempt = assignment.exempt,
                                   .end = assignment.end,
                                   .counters = {}});
    for (const auto& [counter, count] : assignment.counted) {
      counted.assignments.back().counters.emplace_back(names.IndexOf(counter), count);
    }
  }
  for (std::size_t i = 0; i < c.counters.size(); ++i) {
    if (c.counters[i] > 0) counted.counters.emplace_back(names.IndexOf(procedure.counters[i].id), c.counters[i]);
  }
  return counted;
}

}  // namespace wangge::insight
