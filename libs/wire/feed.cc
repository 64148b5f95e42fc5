#include "wire/feed.h"

#include <algorithm>

#include "wire/action.h"
#include "wire/enums.h"
#include "wire/names.h"
#include "wire/place.h"
#include "wire/time.h"

namespace wangge::wire {
namespace {

using ledger::v1::FeedEvent;

struct Follower {
  Thread& thread;

  void operator()(const domain::Reported& e) const {
    thread.system = e.system;
    thread.procedure = e.procedure;
    thread.category = e.category;
  }
  void operator()(const domain::ActionPerformed& e) const { thread.outcome = e.outcome; }
  void operator()(const domain::Dispatched& e) const {
    thread.unit = e.unit;
    thread.round = e.round;
  }
  void operator()(const domain::Released&) const { thread.unit.clear(); }
  void operator()(const domain::Reworked& e) const { thread.round = e.round; }
  void operator()(const domain::Tasked& e) const { thread.inspector = e.inspector; }
  void operator()(const domain::ClockStarted& e) const { thread.running.emplace_back(e.clock, e.generation); }
  void operator()(const domain::ClockStopped& e) const {
    std::erase_if(thread.running, [&](const auto& run) { return run.first == e.clock; });
  }
  void operator()(const domain::ClockReleased& e) const {
    std::erase_if(thread.running, [&](const auto& run) { return run.first == e.clock; });
  }
  void operator()(const domain::Reopened&) const { thread.unit.clear(); }
  // Generations count the runs of the case from 1.
  void operator()(const domain::Migrated& e) const {
    thread.procedure = e.procedure;
    for (auto& [clock, generation] : thread.running) {
      if (generation > 0 && generation <= e.clocks.size()) clock = e.clocks[generation - 1];
    }
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

std::uint32_t GenerationOf(const Thread& thread, domain::ClockIndex clock) {
  const auto run = std::ranges::find(thread.running, clock, [](const auto& r) { return r.first; });
  return run == thread.running.end() ? 0 : run->second;
}

// Adds what the feed has an event for; the others show in the events that they came with.
struct Appender {
  const CaseCommand& command;
  ledger::v1::FeedRecord& record;
  const domain::Procedure& procedure() const { return *command.pinned.procedure; }

  void operator()(const domain::Reported& e) const {
    auto* reported = record.add_events()->mutable_reported();
    reported->set_receipt_number(command.numbers.receipt);
    reported->set_system(command.pinned.system->id);
    reported->set_category(e.category);
    reported->set_source(e.source);
    if (e.occurred_at) *reported->mutable_occurred_at() = ToProto(*e.occurred_at);
    if (e.captured_at) *reported->mutable_captured_at() = ToProto(*e.captured_at);
    *reported->mutable_location() = ToEvidence(e.location);
    reported->set_stage(procedure().stages[e.stage].id);
    reported->set_area(e.area);
    reported->set_attachments(e.attachments);
    reported->set_disposal_clock(procedure().clocks[procedure().disposal_clock].id);
  }
  void operator()(const domain::ActionPerformed& e) const {
    auto* performed = record.add_events()->mutable_action_performed();
    const domain::Action& action = procedure().actions[e.action];
    performed->set_action(action.id);
    performed->set_from_stage(procedure().stages[e.from].id);
    performed->set_to_stage(procedure().stages[e.to].id);
    performed->set_outcome(ToProto(e.outcome));
    performed->set_actor(e.actor);
    performed->set_role(RoleOf(action.roles, PostOf(command.actor, command.events)));
    performed->set_unit(command.after.unit);
    performed->set_inspector(command.after.inspector);
    performed->set_milestone(ToProto(e.milestone));
    performed->set_round(command.after.round);
    performed->set_inferred(e.inferred);
  }
  void operator()(const domain::Filed& e) const {
    auto* filed = record.add_events()->mutable_filed();
    filed->set_case_number(command.numbers.case_number);
    filed->set_condition(e.condition);
    filed->set_category(command.after.category);
  }
  void operator()(const domain::ClockStarted& e) const {
    auto* started = record.add_events()->mutable_clock_started();
    started->set_clock(procedure().clocks[e.clock].id);
    started->set_generation(e.generation);
    *started->mutable_started_at() = ToProto(e.start);
    *started->mutable_due_at() = ToProto(e.due);
    started->set_due_not_after_start(e.due_not_after_start);
  }
  void operator()(const domain::ClockStopped& e) const {
    auto* stopped = record.add_events()->mutable_clock_stopped();
    stopped->set_clock(procedure().clocks[e.clock].id);
    stopped->set_generation(GenerationOf(command.before, e.clock));
    *stopped->mutable_stopped_at() = ToProto(e.at);
    stopped->set_late(e.late);
  }
  void operator()(const domain::ClockReleased& e) const {
    (*this)(domain::ClockStopped{.clock = e.clock, .at = e.at, .late = false});
    record.mutable_events(record.events_size() - 1)->mutable_clock_stopped()->set_released(true);
  }
  void operator()(const domain::ClockPaused& e) const {
    auto* paused = record.add_events()->mutable_clock_paused();
    paused->set_clock(procedure().clocks[e.clock].id);
    paused->set_generation(GenerationOf(command.before, e.clock));
    *paused->mutable_paused_at() = ToProto(e.at);
  }
  void operator()(const domain::ClockResumed& e) const {
    MoveDeadline(e.clock, e.due, ledger::v1::DEADLINE_MOVE_CAUSE_RESUMED);
  }
  void operator()(const domain::ClockExtended& e) const {
    auto& moved = MoveDeadline(e.clock, e.due, ledger::v1::DEADLINE_MOVE_CAUSE_EXTENDED);
    *moved.mutable_granted_at() = ToProto(e.at);
  }
  void operator()(const domain::ClockRecounted& e) const {
    MoveDeadline(e.clock, e.due, ledger::v1::DEADLINE_MOVE_CAUSE_RECOUNTED);
  }
  void operator()(const domain::ClockRelimited& e) const {
    MoveDeadline(e.clock, e.due, ledger::v1::DEADLINE_MOVE_CAUSE_RELIMITED);
  }
  ledger::v1::DeadlineMovedEvent& MoveDeadline(domain::ClockIndex clock, Timestamp due,
                                               ledger::v1::DeadlineMoveCause cause) const {
    auto& moved = *record.add_events()->mutable_deadline_moved();
    moved.set_clock(procedure().clocks[clock].id);
    moved.set_generation(GenerationOf(command.before, clock));
    *moved.mutable_due_at() = ToProto(due);
    moved.set_cause(cause);
    return moved;
  }
  void operator()(const domain::RequestAsked& e) const {
    record.add_events()->mutable_request_asked()->set_request(procedure().requests[e.request].id);
  }
  void operator()(const domain::RequestDecided& e) const {
    record.add_events()->mutable_request_decided()->set_state(ToProto(e.state));
  }
  void operator()(const domain::AssignmentBegun& e) const {
    auto* begun = record.add_events()->mutable_assignment_begun();
    begun->set_unit(e.unit);
    begun->set_round(e.round);
    begun->set_lead(e.lead);
    begun->set_rework(e.again);
    *begun->mutable_begun_at() = ToProto(e.at);
  }
  void operator()(const domain::AssignmentEnded& e) const {
    auto* ended = record.add_events()->mutable_assignment_ended();
    ended->set_unit(e.unit);
    ended->set_round(e.round);
    ended->set_end(ToProto(e.end));
    ended->set_late(e.late);
  }
  void operator()(const domain::AssignmentsExempted& e) const {
    record.add_events()->mutable_assignments_exempted()->set_unit(e.unit);
  }
  void operator()(const domain::Counted& e) const {
    record.add_events()->mutable_counted()->set_counter(procedure().counters[e.counter].id);
  }
  void operator()(const domain::AssignmentCounted& e) const {
    auto* counted = record.add_events()->mutable_assignment_counted();
    counted->set_unit(e.unit);
    counted->set_round(e.round);
    counted->set_counter(e.counter);
  }
  void operator()(const domain::Released& e) const { record.add_events()->mutable_returned()->set_unit(e.unit); }
  void operator()(const domain::Reworked& e) const { record.add_events()->mutable_reworked()->set_round(e.round); }
  void operator()(const domain::Reopened&) const { record.add_events()->mutable_reopened(); }
  void operator()(const domain::Migrated& e) const {
    auto* migrated = record.add_events()->mutable_migrated();
    migrated->set_stage(procedure().stages[e.stage].id);
    for (const domain::ClockIndex clock : e.clocks) migrated->add_clocks(procedure().clocks[clock].id);
    for (const domain::RequestIndex request : e.requests) migrated->add_requests(procedure().requests[request].id);
    for (std::size_t i = 0; i < e.counters.size(); ++i) {
      if (e.counters[i] > 0) (*migrated->mutable_counters())[procedure().counters[i].id] = e.counters[i];
    }
    migrated->set_disposal_clock(procedure().clocks[procedure().disposal_clock].id);
  }
  void operator()(const domain::Relocated& e) const {
    auto* relocated = record.add_events()->mutable_relocated();
    *relocated->mutable_location() = ToEvidence(e.location);
    relocated->set_area(e.area);
  }
  void operator()(const domain::DeadlinePassed& e) const {
    auto* passed = record.add_events()->mutable_deadline_passed();
    passed->set_clock(procedure().clocks[e.clock].id);
    passed->set_generation(e.generation);
    *passed->mutable_due_at() = ToProto(e.due);
  }
  void operator()(const domain::EditionActivated& e) const { *record.add_events() = ToProto(e); }
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

void Follow(Thread& thread, const std::vector<domain::Event>& events) {
  for (const domain::Event& event : events) std::visit(Follower{thread}, event);
}

void AppendEvents(const CaseCommand& command, ledger::v1::FeedRecord& record) {
  for (const domain::Event& event : command.events) std::visit(Appender{command, record}, event);
}

ledger::v1::FeedEvent ToProto(const domain::EditionActivated& event) {
  FeedEvent shown;
  auto* activated = shown.mutable_activated();
  activated->set_kind(std::string(KindName(event.kind)));
  activated->set_name(event.name);
  activated->set_sha256(std::string(event.hash.data(), event.hash.size()));
  activated->set_number(event.version);
  return shown;
}

std::string KindOf(const FeedEvent& event) {
  const auto* field = FeedEvent::descriptor()->FindFieldByNumber(event.kind_case());
  return field == nullptr ? std::string() : field->name();
}

bool IsFeedKind(const std::string& kind) {
  const auto* field = FeedEvent::descriptor()->FindFieldByName(kind);
  return field != nullptr && field->containing_oneof() != nullptr;
}

}  // namespace wangge::wire
