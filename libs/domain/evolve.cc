#include "domain/evolve.h"

namespace wangge::domain {
namespace {

ClockRun* RunningOf(Case& c, ClockIndex clock) {
  for (auto run = c.clocks.rbegin(); run != c.clocks.rend(); ++run) {
    if (run->clock == clock && !run->stopped) return &*run;
  }
  return nullptr;
}

struct Visitor {
  Case& c;

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
  }
  void operator()(const Released&) const {
    c.unit.clear();
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
                        .due_not_after_start = e.due_not_after_start});
  }
  void operator()(const ClockStopped& e) const {
    if (ClockRun* run = RunningOf(c, e.clock)) {
      run->stopped = e.at;
      run->late = e.late;
    }
  }
  void operator()(const DeadlinePassed& e) const {
    if (ClockRun* run = RunningOf(c, e.clock); run != nullptr && run->generation == e.generation) run->passed = true;
  }
  void operator()(const EditionActivated&) const {}
};

}  // namespace

void Evolve(Case& c, const Event& event) { std::visit(Visitor{c}, event); }

void EvolveAll(Case& c, LogPosition position, const std::vector<Event>& events) {
  for (const Event& event : events) Evolve(c, event);
  c.last = position;
  c.history.push_back(position);
}

}  // namespace wangge::domain
