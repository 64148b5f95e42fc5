#include "wire/case.h"

#include <algorithm>

#include "wire/enums.h"
#include "wire/names.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

cases::v1::ClockState StateOf(const domain::ClockRun& run) {
  return run.stopped ? cases::v1::CLOCK_STATE_STOPPED : cases::v1::CLOCK_STATE_RUNNING;
}

// Of the actions that stop the clock, those that are possible in the case's stage say more than the others.
std::string OwnerOf(const domain::ClockRun& run, const domain::Case& c, const domain::Procedure& procedure) {
  const domain::Action* stopper = nullptr;
  for (const domain::Action& action : procedure.actions) {
    if (std::ranges::find(action.stops, run.clock) == action.stops.end()) continue;
    const bool is_possible = std::ranges::find(action.from, c.stage) != action.from.end();
    if (stopper == nullptr || is_possible) stopper = &action;
    if (is_possible) break;
  }
  if (stopper == nullptr || stopper->roles.empty()) return {};
  const bool is_units = std::ranges::find(stopper->guards, domain::Guard::kActorIsOfUnit) != stopper->guards.end();
  return is_units && !c.unit.empty() ? c.unit : stopper->roles.front();
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

void AddClocks(const domain::Case& c, const domain::Procedure& procedure, Timestamp now, Detail detail,
               cases::v1::Case& shown) {
  std::optional<Timestamp> due;
  for (const domain::ClockRun& run : c.clocks) {
    if (!run.stopped && (!due || run.due < *due)) due = run.due;
    if (detail == Detail::kWhole || !run.stopped) *shown.add_clocks() = ToProto(run, c, procedure, now);
  }
  if (due) *shown.mutable_due_at() = ToProto(*due);
}

}  // namespace

Pinned PinnedBy(const domain::Editions& editions, const domain::Case& c) {
  return {editions.systems.Find(c.system), editions.procedures.Find(c.procedure)};
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
  shown.set_unit(c.unit);
  shown.set_inspector(c.inspector);
  shown.set_round(c.round);
  AddMilestones(c, shown);
  AddClocks(c, *pinned.procedure, now, detail, shown);
  // The core takes the arrival where the reporter told no time.
  if (c.occurred_at) *shown.mutable_occurred_at() = ToProto(*c.occurred_at);
  if (c.captured_at) *shown.mutable_captured_at() = ToProto(*c.captured_at);
  *shown.mutable_received_at() = ToProto(c.received_at);
  return shown;
}

cases::v1::Clock ToProto(const domain::ClockRun& run, const domain::Case& c, const domain::Procedure& procedure,
                         Timestamp now) {
  cases::v1::Clock clock;
  clock.set_clock(procedure.clocks[run.clock].id);
  clock.set_generation(run.generation);
  clock.set_state(StateOf(run));
  if (run.limit) clock.set_limit(domain::FormatLimit(*run.limit));
  *clock.mutable_started_at() = ToProto(run.start);
  *clock.mutable_due_at() = ToProto(run.due);
  if (run.stopped) *clock.mutable_stopped_at() = ToProto(*run.stopped);
  clock.set_late(run.stopped ? run.late : now > run.due);
  clock.set_owner(OwnerOf(run, c, procedure));
  clock.set_due_not_after_start(run.due_not_after_start);
  return clock;
}

}  // namespace wangge::wire
