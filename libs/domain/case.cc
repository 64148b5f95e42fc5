#include "domain/case.h"

#include <algorithm>

namespace wangge::domain {

const Request* OpenRequest(const Case& c) {
  if (c.requests.empty() || c.requests.back().state != RequestState::kOpen) return nullptr;
  return &c.requests.back();
}

const Incident* OpenIncident(const Case& c) {
  if (c.incidents.empty() || c.incidents.back().resolved_at) return nullptr;
  return &c.incidents.back();
}

std::uint32_t CountOf(const Case& c, CounterIndex counter) {
  return counter < c.counters.size() ? c.counters[counter] : 0;
}

bool TakesPart(const Case& c, std::string_view unit) {
  if (unit.empty()) return false;
  if (c.unit == unit) return true;
  return std::ranges::any_of(c.assignments, [&](const Assignment& a) {
    return !a.lead && a.round == c.round && a.end != AssignmentEnd::kReturned && a.unit == unit;
  });
}

const ClockRun* LatestRun(const Case& c, ClockIndex clock) {
  for (auto run = c.clocks.rbegin(); run != c.clocks.rend(); ++run) {
    if (run->clock == clock) return &*run;
  }
  return nullptr;
}

bool EverLate(const Case& c, ClockIndex clock) {
  return std::ranges::any_of(c.clocks, [clock](const ClockRun& run) { return run.clock == clock && run.late; });
}

}  // namespace wangge::domain
