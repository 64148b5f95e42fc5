// Event: number varint · fields in the order below (primitives in bytes.h, shared parts in domain_fields.h). Numbers
// stand in domain/event.h; a number's fields never change: what needs more gets a new number.
//
//    1 Reported          system, procedure, catalogue varint · source, category, area text · location
//                        · maybe(occurred time) · received time · reporter text · attachments byte · stage varint
//    2 ActionPerformed   action, from, to varint · outcome, milestone, part byte · actor text · at time · inferred byte
//    3 Filed             condition text
//    4 Dispatched        unit text · round varint
//    5 Released          unit text
//    6 Reworked          round varint
//    7 Tasked            inspector text
//    8 ClockStarted      clock, generation varint · start, due time · maybe(limit) · due not after start byte ·
//                        calendar varint · provisional byte
//    9 ClockStopped      clock varint · at time · late byte
//   10 DeadlinePassed    clock, generation varint · due time
//   11 EditionActivated  kind byte · name text · hash 32 octets · version varint
//   12 ClockPaused       clock varint · at time · by text
//   13 ClockResumed      clock varint · at, due time · provisional byte
//   14 ClockExtended     clock varint · at time · limit · due time · provisional byte · by text
//   15 ClockReleased     clock varint · at time
//   16 RequestAsked      request varint · at time · applicant, unit text · maybe(until time)
//   17 RequestEndorsed   by text
//   18 RequestDecided    state byte · at time · by text
//   19 HandlerNamed      handler text
//   20 AssignmentBegun   unit text · round varint · lead, again byte · at time
//   21 AssignmentEnded   unit text · round varint · end byte · at time · maybe(due time) · late byte
//   22 AssignmentsExempted  unit text
//   23 Counted           counter varint
//   24 ProofGiven        captured time · maybe(distance varint)
//   25 Reopened          nothing
//   26 Linked            master varint · stage before varint
//   27 Unlinked          nothing
//   28 ClockRecounted    clock varint · at time · calendar varint · due time · provisional byte
//   29 Migrated          procedure, stage varint · maybe(stage before varint) · clocks, requests, counters: each
//                        varint count · { varint }
//   30 ActedOnBehalf     substitute, absent, organisation, area text · varint count · { role text }
//   31 RoutingFailed     fault byte · rule text · at time
//   32 Routed            rule text
//   40 CatalogueMigrated catalogue varint
//   41 ClockRelimited    clock varint · at time · limit · due time · provisional byte
//   42 Relocated         at time · location · area text
//   43 AssignmentCounted unit text · round varint · counter text
//   44 ComponentNamed    component

#include "storage/event_record.h"

#include "storage/domain_fields.h"

namespace wangge::storage {
namespace {

using namespace domain;  // NOLINT: the visitors below are about nothing but events

class EventWriter {
 public:
  explicit EventWriter(Writer& writer) : w(writer) {}

  void operator()(const Reported& e) const {
    w.Varint(e.system.value);
    w.Varint(e.procedure.value);
    w.Varint(e.catalogue.value);
    w.Text(e.source);
    w.Text(e.category);
    w.Text(e.area);
    WriteLocation(w, e.location);
    WriteMaybeTime(w, e.occurred_at);
    WriteMaybeTime(w, e.captured_at);
    WriteTime(w, e.received_at);
    w.Text(e.reporter);
    w.Byte(e.attachments);
    w.Varint(e.stage);
  }
  void operator()(const ActionPerformed& e) const {
    w.Varint(e.action);
    w.Varint(e.from);
    w.Varint(e.to);
    w.Byte(static_cast<std::uint8_t>(e.outcome));
    w.Byte(static_cast<std::uint8_t>(e.milestone));
    w.Byte(static_cast<std::uint8_t>(e.part));
    w.Text(e.actor);
    WriteTime(w, e.at);
    w.Byte(e.inferred ? 1 : 0);
  }
  void operator()(const Filed& e) const { w.Text(e.condition); }
  void operator()(const Dispatched& e) const {
    w.Text(e.unit);
    w.Varint(e.round);
  }
  void operator()(const Released& e) const { w.Text(e.unit); }
  void operator()(const Reworked& e) const { w.Varint(e.round); }
  void operator()(const Tasked& e) const { w.Text(e.inspector); }
  void operator()(const ClockStarted& e) const {
    w.Varint(e.clock);
    w.Varint(e.generation);
    WriteTime(w, e.start);
    WriteTime(w, e.due);
    WriteMaybeLimit(w, e.limit);
    w.Byte(e.due_not_after_start ? 1 : 0);
    w.Varint(e.calendar.value);
    w.Byte(e.provisional ? 1 : 0);
  }
  void operator()(const ClockStopped& e) const {
    w.Varint(e.clock);
    WriteTime(w, e.at);
    w.Byte(e.late ? 1 : 0);
  }
  void operator()(const DeadlinePassed& e) const {
    w.Varint(e.clock);
    w.Varint(e.generation);
    WriteTime(w, e.due);
  }
  void operator()(const EditionActivated& e) const {
    w.Byte(static_cast<std::uint8_t>(e.kind));
    w.Text(e.name);
    w.Raw({e.hash.data(), e.hash.size()});
    w.Varint(e.version);
  }
  void operator()(const ClockPaused& e) const {
    w.Varint(e.clock);
    WriteTime(w, e.at);
    w.Text(e.by);
  }
  void operator()(const ClockResumed& e) const {
    w.Varint(e.clock);
    WriteTime(w, e.at);
    WriteTime(w, e.due);
    w.Byte(e.provisional ? 1 : 0);
  }
  void operator()(const ClockExtended& e) const {
    w.Varint(e.clock);
    WriteTime(w, e.at);
    WriteLimit(w, e.limit);
    WriteTime(w, e.due);
    w.Byte(e.provisional ? 1 : 0);
    w.Text(e.by);
  }
  void operator()(const ClockReleased& e) const {
    w.Varint(e.clock);
    WriteTime(w, e.at);
  }
  void operator()(const RequestAsked& e) const {
    w.Varint(e.request);
    WriteTime(w, e.at);
    w.Text(e.applicant);
    w.Text(e.unit);
    WriteMaybeTime(w, e.until);
  }
  void operator()(const RequestEndorsed& e) const { w.Text(e.by); }
  void operator()(const RequestDecided& e) const {
    w.Byte(static_cast<std::uint8_t>(e.state));
    WriteTime(w, e.at);
    w.Text(e.by);
  }
  void operator()(const HandlerNamed& e) const { w.Text(e.handler); }
  void operator()(const AssignmentBegun& e) const {
    w.Text(e.unit);
    w.Varint(e.round);
    w.Byte(e.lead ? 1 : 0);
    w.Byte(e.again ? 1 : 0);
    WriteTime(w, e.at);
  }
  void operator()(const AssignmentEnded& e) const {
    w.Text(e.unit);
    w.Varint(e.round);
    w.Byte(static_cast<std::uint8_t>(e.end));
    WriteTime(w, e.at);
    WriteMaybeTime(w, e.due);
    w.Byte(e.late ? 1 : 0);
  }
  void operator()(const AssignmentsExempted& e) const { w.Text(e.unit); }
  void operator()(const Counted& e) const { w.Varint(e.counter); }
  void operator()(const AssignmentCounted& e) const {
    w.Text(e.unit);
    w.Varint(e.round);
    w.Text(e.counter);
  }
  void operator()(const ProofGiven& e) const {
    WriteTime(w, e.proof.captured_at);
    w.Byte(e.proof.distance_cm ? 1 : 0);
    if (e.proof.distance_cm) w.Varint(*e.proof.distance_cm);
  }
  void operator()(const Reopened&) const {}
  void operator()(const Linked& e) const {
    w.Varint(e.master.value);
    w.Varint(e.stage_before);
  }
  void operator()(const Unlinked&) const {}
  void operator()(const ClockRecounted& e) const {
    w.Varint(e.clock);
    WriteTime(w, e.at);
    w.Varint(e.calendar.value);
    WriteTime(w, e.due);
    w.Byte(e.provisional ? 1 : 0);
  }
  void operator()(const Migrated& e) const {
    w.Varint(e.procedure.value);
    w.Varint(e.stage);
    w.Byte(e.stage_before ? 1 : 0);
    if (e.stage_before) w.Varint(*e.stage_before);
    WriteNumbers(e.clocks);
    WriteNumbers(e.requests);
    WriteNumbers(e.counters);
  }
  void operator()(const Relocated& e) const {
    WriteTime(w, e.at);
    WriteLocation(w, e.location);
    w.Text(e.area);
  }
  void operator()(const ComponentNamed& e) const { WriteComponent(w, e.component); }
  void operator()(const CatalogueMigrated& e) const { w.Varint(e.catalogue.value); }
  void operator()(const ClockRelimited& e) const {
    w.Varint(e.clock);
    WriteTime(w, e.at);
    WriteLimit(w, e.limit);
    WriteTime(w, e.due);
    w.Byte(e.provisional ? 1 : 0);
  }
  void operator()(const ActedOnBehalf& e) const {
    for (const std::string* text : {&e.substitute, &e.absent, &e.organisation, &e.area}) w.Text(*text);
    w.Varint(e.roles.size());
    for (const std::string& role : e.roles) w.Text(role);
  }
  void operator()(const RoutingFailed& e) const {
    w.Byte(static_cast<std::uint8_t>(e.fault));
    w.Text(e.rule);
    WriteTime(w, e.at);
  }
  void operator()(const Routed& e) const { w.Text(e.rule); }

 private:
  template <typename Numbers>
  void WriteNumbers(const Numbers& numbers) const {
    w.Varint(numbers.size());
    for (const auto number : numbers) w.Varint(number);
  }

  Writer& w;
};

}  // namespace

void WriteEvent(Writer& w, const Event& event) {
  w.Varint(std::visit([](const auto& e) { return std::uint64_t{e.kNumber}; }, event));
  std::visit(EventWriter(w), event);
}

}  // namespace wangge::storage
