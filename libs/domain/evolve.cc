#include "domain/evolve.h"

#include <algorithm>
#include <utility>

namespace wangge::domain {
namespace {

ClockRun* RunningOf(Case& c, ClockIndex clock) {
  for (auto run = c.clocks.rbegin(); run != c.clocks.rend(); ++run) {
    if (run->clock == clock && !run->stopped) return &*run;
  }
  return nullptr;
}

Assignment* AssignmentOf(Case& c, const std::string& unit, std::uint32_t round) {
  for (auto a = c.assignments.rbegin(); a != c.assignments.rend(); ++a) {
    if (a->unit == unit && a->round == round && a->end == AssignmentEnd::kOpen) return &*a;
  }
  return nullptr;
}

Request* RequestOf(Case& c) {
  const bool open = !c.requests.empty() && c.requests.back().state == RequestState::kOpen;
  return open ? &c.requests.back() : nullptr;
}

class Visitor {
 public:
  explicit Visitor(Case& evolved) : c(evolved) {}

  void operator()(const Reported& e) const {
    c.system = e.system;
    c.procedure = e.procedure;
    c.catalogue = e.catalogue;
    c.source = e.source;
    c.category = e.category;
    c.area = e.area;
    c.location = e.location;
    c.occurred_at = e.occurred_at;
    c.captured_at = e.captured_at;
    c.received_at = e.received_at;
    c.reporter = e.reporter;
    c.attachments = e.attachments;
    c.stage = e.stage;
  }
  void operator()(const ActionPerformed& e) const {
    c.stage = e.to;
    c.outcome = e.outcome;
    if (e.part != Part::kNone) c.parts.push_back({e.part, e.actor});
    MilestoneTime& milestone = c.milestones[static_cast<std::size_t>(e.milestone)];
    const bool is_first_kept = e.milestone == Milestone::kAccepted || e.milestone == Milestone::kDispatched;
    const bool keeps_first = is_first_kept && milestone.at.has_value();
    if (e.milestone != Milestone::kNone && !keeps_first) milestone = {e.at, e.inferred};
  }
  void operator()(const Filed& e) const {
    c.filed = true;
    c.condition = e.condition;
  }
  void operator()(const Dispatched& e) const {
    c.unit = e.unit;
    c.round = e.round;
    c.returned = false;
    c.handler.clear();
  }
  void operator()(const Released&) const {
    c.unit.clear();
    c.handler.clear();
    c.returned = true;
    ++c.returns;
  }
  void operator()(const Reworked& e) const {
    c.round = e.round;
    ++c.reworks;
  }
  void operator()(const Tasked& e) const { c.inspector = e.inspector; }
  void operator()(const ClockStarted& e) const {
    c.clocks.push_back({.clock = e.clock,
                        .generation = e.generation,
                        .start = e.start,
                        .due = e.due,
                        .limit = e.limit,
                        .calendar = e.calendar,
                        .provisional = e.provisional,
                        .stopped = std::nullopt,
                        .passed = false,
                        .late = false,
                        .due_not_after_start = e.due_not_after_start,
                        .released = false,
                        .pauses = {},
                        .extensions = {}});
  }
  void operator()(const ClockStopped& e) const {
    if (ClockRun* run = RunningOf(c, e.clock)) {
      Stop(*run, e.at);
      run->late = e.late;
    }
  }
  void operator()(const DeadlinePassed& e) const {
    if (ClockRun* run = RunningOf(c, e.clock); run != nullptr && run->generation == e.generation) run->passed = true;
  }
  void operator()(const EditionActivated&) const {}
  void operator()(const ClockPaused& e) const {
    if (ClockRun* run = RunningOf(c, e.clock)) {
      run->pauses.push_back({.from = e.at, .to = std::nullopt, .by = e.by});
    }
  }
  void operator()(const ClockResumed& e) const {
    ClockRun* run = RunningOf(c, e.clock);
    if (run == nullptr || run->pauses.empty()) return;
    run->pauses.back().to = e.at;
    run->due = e.due;
    run->provisional = e.provisional;
  }
  void operator()(const ClockExtended& e) const {
    if (ClockRun* run = RunningOf(c, e.clock)) {
      run->extensions.push_back({.at = e.at, .limit = e.limit, .due_before = run->due, .by = e.by});
      run->due = e.due;
      run->provisional = e.provisional;
      run->passed = false;
      // One that a round of rework carries over was granted to an earlier round.
      Assignment* const lead = AssignmentOf(c, c.unit, c.round);
      if (lead != nullptr && e.at >= lead->dispatched_at) ++lead->extensions;
    }
  }
  void operator()(const ClockRecounted& e) const {
    if (ClockRun* run = RunningOf(c, e.clock)) {
      run->calendar = e.calendar;
      run->due = e.due;
      run->provisional = e.provisional;
      run->passed = run->passed && e.due < e.at;
    }
  }
  void operator()(const Migrated& e) const {
    c.procedure = e.procedure;
    c.stage = e.stage;
    c.stage_before = e.stage_before;
    for (std::size_t i = 0; i < c.clocks.size() && i < e.clocks.size(); ++i) c.clocks[i].clock = e.clocks[i];
    for (std::size_t i = 0; i < c.requests.size() && i < e.requests.size(); ++i) c.requests[i].request = e.requests[i];
    c.counters = e.counters;
  }
  void operator()(const Relocated& e) const {
    c.earlier_places.push_back({e.at, std::move(c.location), std::move(c.area)});
    c.location = e.location;
    c.area = e.area;
  }
  void operator()(const ComponentNamed& e) const { c.component = e.component; }
  void operator()(const CatalogueMigrated& e) const { c.catalogue = e.catalogue; }
  void operator()(const ClockRelimited& e) const {
    if (ClockRun* run = RunningOf(c, e.clock)) {
      run->limit = e.limit;
      run->due = e.due;
      run->provisional = e.provisional;
      run->passed = run->passed && e.due < e.at;
    }
  }
  void operator()(const ClockReleased& e) const {
    if (ClockRun* run = RunningOf(c, e.clock)) {
      Stop(*run, e.at);
      run->released = true;
    }
  }
  void operator()(const RequestAsked& e) const {
    c.requests.push_back({.request = e.request,
                          .asked_at = e.at,
                          .applicant = e.applicant,
                          .unit = e.unit,
                          .until = e.until,
                          .endorsers = {},
                          .state = RequestState::kOpen,
                          .decided_by = {},
                          .decided_at = std::nullopt});
  }
  void operator()(const RequestEndorsed& e) const {
    if (Request* request = RequestOf(c)) request->endorsers.push_back(e.by);
  }
  void operator()(const RequestDecided& e) const {
    if (Request* request = RequestOf(c)) {
      request->state = e.state;
      request->decided_by = e.by;
      request->decided_at = e.at;
    }
  }
  void operator()(const HandlerNamed& e) const { c.handler = e.handler; }
  void operator()(const AssignmentBegun& e) const {
    if (e.lead && !e.again) Resolve(e.at);  // a dispatch: somebody has decided who is responsible
    c.assignments.push_back({.unit = e.unit,
                             .round = e.round,
                             .lead = e.lead,
                             .again = e.again,
                             .dispatched_at = e.at,
                             .end = AssignmentEnd::kOpen,
                             .ended_at = std::nullopt,
                             .due = std::nullopt,
                             .late = false,
                             .exempt = false,
                             .extensions = 0,
                             .counted = {}});
  }
  void operator()(const AssignmentEnded& e) const {
    if (Assignment* assignment = AssignmentOf(c, e.unit, e.round)) {
      assignment->end = e.end;
      assignment->ended_at = e.at;
      assignment->due = e.due;
      assignment->late = e.late;
    }
  }
  void operator()(const AssignmentsExempted& e) const {
    for (Assignment& assignment : c.assignments) {
      if (assignment.unit == e.unit && assignment.late) assignment.exempt = true;
    }
  }
  void operator()(const Counted& e) const {
    if (c.counters.size() <= e.counter) c.counters.resize(std::size_t{e.counter} + 1);
    ++c.counters[e.counter];
  }
  void operator()(const AssignmentCounted& e) const {
    const auto assignment = std::ranges::find_if(c.assignments, [&](const Assignment& a) {
      return a.lead && a.unit == e.unit && a.round == e.round;
    });
    if (assignment == c.assignments.end()) return;
    const auto known = std::ranges::find(assignment->counted, e.counter, [](const auto& count) { return count.first; });
    if (known == assignment->counted.end()) {
      assignment->counted.emplace_back(e.counter, 1);
    } else {
      ++known->second;
    }
  }
  void operator()(const ProofGiven& e) const { c.proofs.push_back(e.proof); }
  void operator()(const Reopened&) const {
    c.unit.clear();
    c.handler.clear();
    c.returned = false;
    ++c.reopenings;
    for (const Milestone m : {Milestone::kHandled, Milestone::kConfirmed, Milestone::kChecked, Milestone::kEnded}) {
      c.milestones[static_cast<std::size_t>(m)] = {};
    }
  }
  void operator()(const ActedOnBehalf& e) const {
    StandIn pair{e.substitute, e.absent};
    if (std::ranges::find(c.stand_ins, pair) == c.stand_ins.end()) c.stand_ins.push_back(std::move(pair));
  }
  void operator()(const RoutingFailed& e) const {
    Resolve(e.at);
    c.incidents.push_back({.fault = e.fault, .rule = e.rule, .at = e.at, .resolved_at = std::nullopt});
  }
  void operator()(const Routed&) const {}
  void operator()(const Linked& e) const {
    c.master = e.master;
    c.stage_before = e.stage_before;
  }
  void operator()(const Unlinked&) const {
    c.master = CaseId{};
    c.stage_before.reset();
    c.milestones[static_cast<std::size_t>(Milestone::kEnded)] = {};
  }

 private:
  void Resolve(Timestamp at) const {
    if (!c.incidents.empty() && !c.incidents.back().resolved_at) c.incidents.back().resolved_at = at;
  }

  // A pause that is open ends with the run.
  static void Stop(ClockRun& run, Timestamp at) {
    if (run.paused()) run.pauses.back().to = at;
    run.stopped = at;
  }

  Case& c;
};

}  // namespace

void Evolve(Case& c, const Event& event) { std::visit(Visitor(c), event); }

void EvolveAll(Case& c, LogPosition position, const std::vector<Event>& events) {
  for (const Event& event : events) Evolve(c, event);
  c.last = position;
  c.history.push_back(position);
}

}  // namespace wangge::domain
