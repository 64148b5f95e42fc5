#include "wire/case.h"

#include <algorithm>

#include "base/check.h"
#include "domain/lamp.h"
#include "wire/action.h"
#include "wire/component.h"
#include "wire/enums.h"
#include "wire/names.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

cases::v1::ClockState StateOf(const domain::ClockRun& run) {
  if (run.released) return cases::v1::CLOCK_STATE_CANCELLED;
  if (run.stopped) return cases::v1::CLOCK_STATE_STOPPED;
  return run.paused() ? cases::v1::CLOCK_STATE_PAUSED : cases::v1::CLOCK_STATE_RUNNING;
}

void AddRequests(const domain::Case& c, const domain::Procedure& procedure, Detail detail, cases::v1::Case& shown) {
  for (const domain::Request& request : c.requests) {
    if (detail == Detail::kList && request.state != domain::RequestState::kOpen) continue;
    const domain::RequestRule& rule = procedure.requests[request.request];
    auto* added = shown.add_requests();
    added->set_request(rule.id);
    *added->mutable_label() = ToProto(rule.label);
    *added->mutable_asked_at() = ToProto(request.asked_at);
    added->set_applicant(request.applicant);
    added->set_unit(request.unit);
    if (request.until) *added->mutable_until() = ToProto(*request.until);
    for (const std::string& endorser : request.endorsers) added->add_endorsers(endorser);
    added->set_state(ToProto(request.state));
    added->set_decided_by(request.decided_by);
    if (request.decided_at) *added->mutable_decided_at() = ToProto(*request.decided_at);
  }
}

void AddAssignments(const domain::Case& c, cases::v1::Case& shown) {
  for (const domain::Assignment& assignment : c.assignments) {
    auto* added = shown.add_unit_assignments();
    added->set_unit(assignment.unit);
    added->set_round(assignment.round);
    added->set_lead(assignment.lead);
    added->set_rework(assignment.again);
    *added->mutable_dispatched_at() = ToProto(assignment.dispatched_at);
    added->set_end(ToProto(assignment.end));
    if (assignment.ended_at) *added->mutable_ended_at() = ToProto(*assignment.ended_at);
    if (assignment.due) *added->mutable_due_at() = ToProto(*assignment.due);
    added->set_late(assignment.late);
    added->set_exempt(assignment.exempt);
    added->set_extensions(assignment.extensions);
    for (const auto& [counter, count] : assignment.counted) (*added->mutable_counters())[counter] = count;
  }
}

void AddCounters(const domain::Case& c, const domain::Procedure& procedure, cases::v1::Case& shown) {
  for (std::size_t i = 0; i < c.counters.size(); ++i) {
    if (c.counters[i] == 0) continue;
    auto* added = shown.add_counters();
    added->set_counter(procedure.counters[i].id);
    *added->mutable_label() = ToProto(procedure.counters[i].label);
    added->set_count(c.counters[i]);
  }
}

cases::v1::Lamp LampOf(const domain::ClockRun& run, const Pinned& pinned, Timestamp now) {
  const domain::Calendar* calendar =
      pinned.calendars == nullptr ? nullptr : domain::CalendarOfRun(run, *pinned.calendars, *pinned.system);
  switch (domain::LampOf(run, calendar, pinned.procedure->clocks[run.clock].warning_percent, now)) {
    case domain::Lamp::kNone:
      return cases::v1::LAMP_UNSPECIFIED;
    case domain::Lamp::kGreen:
      return cases::v1::LAMP_GREEN;
    case domain::Lamp::kYellow:
      return cases::v1::LAMP_YELLOW;
    case domain::Lamp::kRed:
      return cases::v1::LAMP_RED;
  }
  CHECK(false);
}

// Of the actions that stop the clock, those that are possible in the case's stage say more than the others.
std::string OwnerOf(const domain::ClockRun& run, const domain::Case& c, const domain::Procedure& procedure) {
  if (!procedure.clocks[run.clock].owner.empty()) return procedure.clocks[run.clock].owner;
  const domain::Action* stopper = nullptr;
  for (const domain::Action& action : procedure.actions) {
    // Who decides on a request stops the clock by the way: it waits for the work. Nobody answers for the engine.
    if (action.step != domain::RequestStep::kNone || action.roles.empty()) continue;
    if (std::ranges::find(action.stops, run.clock) == action.stops.end()) continue;
    const bool is_possible = std::ranges::find(action.from, c.stage) != action.from.end();
    if (stopper == nullptr || is_possible) stopper = &action;
    if (is_possible) break;
  }
  if (stopper == nullptr) return {};
  return stopper->IsOfUnit() && !c.unit.empty() ? c.unit : stopper->roles.front();
}

void AddMilestones(const domain::Case& c, cases::v1::Case& shown) {
  std::vector<std::size_t> reached;
  for (std::size_t i = 1; i < c.milestones.size(); ++i) {
    if (c.milestones[i].at) reached.push_back(i);
  }
  std::ranges::stable_sort(reached, {}, [&](std::size_t i) { return *c.milestones[i].at; });
  for (const std::size_t i : reached) {
    auto* added = shown.add_milestones();
    added->set_milestone(ToProto(static_cast<domain::Milestone>(i)));
    *added->mutable_time() = ToProto(*c.milestones[i].at);
    added->set_inferred(c.milestones[i].inferred);
  }
}

void AddClocks(const domain::Case& c, const Pinned& pinned, Timestamp now, Detail detail, cases::v1::Case& shown) {
  std::optional<Timestamp> due;
  for (const domain::ClockRun& run : c.clocks) {
    if (run.running() && (!due || run.due < *due)) due = run.due;
    if (detail == Detail::kWhole || !run.stopped) *shown.add_clocks() = ToProto(run, c, pinned, now);
  }
  if (due) *shown.mutable_due_at() = ToProto(*due);
}

void AddEarlierPlaces(const domain::Case& c, cases::v1::Case& shown) {
  for (const domain::EarlierPlace& place : c.earlier_places) {
    auto& added = *shown.add_earlier_places();
    *added.mutable_until() = ToProto(place.until);
    *added.mutable_position() = ToPosition(place.location);
    for (const domain::Placement& placement : place.location.placements) {
      *added.add_assignments() = ToAssignment(placement);
    }
    for (const domain::Gap& gap : place.location.gaps) *added.add_gaps() = ToGap(gap);
  }
}

}  // namespace

Pinned PinnedBy(const domain::Editions& editions, const domain::Case& c) {
  return {editions.systems.Find(c.system), editions.procedures.Find(c.procedure), &editions.calendars};
}

cases::v1::Case ToProto(const domain::Case& c, const Pinned& pinned, const CaseNumbers& numbers, Timestamp now,
                        Detail detail) {
  cases::v1::Case shown;
  shown.set_name(CaseName(c.id));
  shown.set_etag(Etag(c.last));
  shown.set_receipt_number(numbers.receipt);
  if (c.filed) shown.set_case_number(numbers.case_number);
  shown.set_procedure(pinned.system->id + "/" + std::to_string(c.procedure.value));
  shown.set_stage(pinned.procedure->stages[c.stage].id);
  shown.set_outcome(ToProto(c.outcome));
  shown.set_category(c.category);
  shown.set_condition(c.condition);
  shown.set_source(c.source);
  *shown.mutable_position() = ToPosition(c.location);
  for (const auto& placement : c.location.placements) *shown.add_assignments() = ToAssignment(placement);
  for (const auto& gap : c.location.gaps) *shown.add_gaps() = ToGap(gap);
  if (detail == Detail::kWhole) AddEarlierPlaces(c, shown);
  if (!c.component.empty()) *shown.mutable_component() = ToProto(c.component);
  shown.set_unit(c.unit);
  shown.set_inspector(c.inspector);
  shown.set_round(c.round);
  AddMilestones(c, shown);
  AddClocks(c, pinned, now, detail, shown);
  AddRequests(c, *pinned.procedure, detail, shown);
  for (const domain::Incident& incident : c.incidents) {
    if (detail == Detail::kWhole || !incident.resolved_at) *shown.add_incidents() = ToProto(incident);
  }
  if (detail == Detail::kWhole) {
    AddAssignments(c, shown);
    AddCounters(c, *pinned.procedure, shown);
  }
  shown.set_handler(c.handler);
  if (c.master.value != 0) shown.set_master(CaseName(c.master));
  shown.set_reopenings(c.reopenings);
  // The core takes the arrival where the reporter told no time.
  if (c.occurred_at) *shown.mutable_occurred_at() = ToProto(*c.occurred_at);
  if (c.captured_at) *shown.mutable_captured_at() = ToProto(*c.captured_at);
  *shown.mutable_received_at() = ToProto(c.received_at);
  return shown;
}

cases::v1::CaseIncident ToProto(const domain::Incident& incident) {
  cases::v1::CaseIncident shown;
  shown.set_fault(ToProto(incident.fault));
  shown.set_rule(incident.rule);
  *shown.mutable_raised_at() = ToProto(incident.at);
  if (incident.resolved_at) *shown.mutable_resolved_at() = ToProto(*incident.resolved_at);
  return shown;
}

cases::v1::Clock ToProto(const domain::ClockRun& run, const domain::Case& c, const Pinned& pinned, Timestamp now) {
  cases::v1::Clock clock;
  clock.set_clock(pinned.procedure->clocks[run.clock].id);
  clock.set_generation(run.generation);
  clock.set_state(StateOf(run));
  if (run.limit) clock.set_limit(domain::FormatLimit(*run.limit));
  *clock.mutable_started_at() = ToProto(run.start);
  *clock.mutable_due_at() = ToProto(run.due);
  if (run.stopped) *clock.mutable_stopped_at() = ToProto(*run.stopped);
  clock.set_late(run.stopped ? run.late : run.running() && now > run.due);
  clock.set_owner(OwnerOf(run, c, *pinned.procedure));
  clock.set_lamp(LampOf(run, pinned, now));
  clock.set_provisional(run.provisional);
  for (const domain::ClockPause& pause : run.pauses) {
    auto* added = clock.add_pauses();
    *added->mutable_from() = ToProto(pause.from);
    if (pause.to) *added->mutable_to() = ToProto(*pause.to);
    added->set_by(pause.by);
  }
  for (const domain::ClockExtension& extension : run.extensions) {
    auto* added = clock.add_extensions();
    *added->mutable_granted_at() = ToProto(extension.at);
    added->set_limit(domain::FormatLimit(extension.limit));
    *added->mutable_due_before() = ToProto(extension.due_before);
    added->set_by(extension.by);
  }
  clock.set_due_not_after_start(run.due_not_after_start);
  return clock;
}

}  // namespace wangge::wire
