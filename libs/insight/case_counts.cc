#include "insight/case_counts.h"

#include <algorithm>

namespace wangge::insight {
namespace {

void Count(const CountedAssignment& assignment, bool is_overdue, const NameTable& names, AssignmentCounts& counts) {
  ++counts.assignments;
  for (const auto& [counter, count] : assignment.counters) counts.counters[names.Name(counter)] += count;
  counts.helping += assignment.lead ? 0 : 1;
  counts.rework += assignment.again ? 1 : 0;
  counts.extended += assignment.extensions > 0 ? 1 : 0;
  switch (assignment.end) {
    case domain::AssignmentEnd::kOpen:
      ++counts.open;
      counts.overdue += is_overdue ? 1 : 0;
      counts.due_extended += is_overdue && assignment.extensions > 0 ? 1 : 0;
      return;
    case domain::AssignmentEnd::kConfirmed:
      ++counts.confirmed;
      counts.due_extended += assignment.extensions > 0 ? 1 : 0;
      counts.late += assignment.late ? 1 : 0;
      counts.exempt += assignment.late && assignment.exempt ? 1 : 0;
      return;
    case domain::AssignmentEnd::kReturned:
      ++counts.returned;
      return;
    case domain::AssignmentEnd::kWithdrawn:
      ++counts.withdrawn;
      return;
  }
}

void Count(domain::RequestState state, RequestCounts& counts) {
  ++counts.asked;
  switch (state) {
    case domain::RequestState::kOpen:
      ++counts.open;
      return;
    case domain::RequestState::kGranted:
      ++counts.granted;
      return;
    case domain::RequestState::kRefused:
      ++counts.refused;
      return;
    case domain::RequestState::kLapsed:
      ++counts.lapsed;
      return;
  }
}

}  // namespace

void CaseCounter::AddClocks(const CountedCase& c, const NameTable& names) {
  for (const CountedRun& run : c.clocks) {
    ClockCounts& counts = counts_.clocks[names.Name(run.clock)];
    ++counts.runs;
    counts.paused += run.ever_paused ? 1 : 0;
    counts.extended += run.ever_extended ? 1 : 0;
    if (!run.stopped) {
      ++counts.running;
      counts.overdue += run.IsOverdue(now_) ? 1 : 0;
    } else if (run.released) {
      ++counts.released;
    } else {
      ++(run.late ? counts.late : counts.on_time);
    }
  }
}

void CaseCounter::AddAssignments(const CountedCase& c, const NameTable& names) {
  const auto run = std::ranges::find(c.clocks.rbegin(), c.clocks.rend(), c.disposal_clock, &CountedRun::clock);
  const bool is_overdue = run != c.clocks.rend() && run->IsOverdue(now_);
  bool is_due = false;
  for (const CountedAssignment& assignment : c.assignments) {
    const std::string& unit = names.Name(assignment.unit);
    if (!only_unit_.empty() && unit != only_unit_) continue;
    const bool counts_as_overdue = assignment.lead && is_overdue;
    is_due |= assignment.end == domain::AssignmentEnd::kConfirmed ||
              (assignment.end == domain::AssignmentEnd::kOpen && counts_as_overdue);
    Count(assignment, counts_as_overdue, names, counts_.assignments);
    Count(assignment, counts_as_overdue, names, counts_.units[unit]);
  }
  counts_.due += is_due ? 1 : 0;
}

void CaseCounter::Add(const CountedCase& c, const NameTable& names) {
  ++counts_.cases;
  counts_.filed += c.filed ? 1 : 0;
  counts_.without_place += c.has_place ? 0 : 1;
  counts_.in_gap += c.in_gap ? 1 : 0;
  counts_.recurring += c.recurring ? 1 : 0;
  counts_.reworked += c.reworked ? 1 : 0;
  counts_.returned += c.returned ? 1 : 0;
  counts_.reopened += c.reopened ? 1 : 0;
  ++counts_.sources[names.Name(c.source)];
  ++counts_.stages[names.Name(c.stage)];
  for (const CountedRequest& request : c.requests) {
    Count(request.state, counts_.requests[names.Name(request.request)]);
  }
  for (const auto& [counter, count] : c.counters) counts_.counters[names.Name(counter)] += count;
  AddClocks(c, names);
  AddAssignments(c, names);
}

void CaseCounter::Add(const domain::Case& c, const domain::Procedure& procedure) {
  CountedCase counted = CountedOf(c, procedure, names_);
  // Where it was reported, as all that came before it were compared by.
  const domain::Location& reported = c.earlier_places.empty() ? c.location : c.earlier_places.front().location;
  counted.recurring = recurrence_.Add(c.category, reported.position, c.received_at);
  Add(counted, names_);
}

}  // namespace wangge::insight
