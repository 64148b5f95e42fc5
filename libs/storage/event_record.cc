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

#include "storage/event_record.h"

#include "storage/domain_fields.h"

namespace wangge::storage {
namespace {

using namespace domain;  // NOLINT: the visitors below are about nothing but events

struct EventWriter {
  Writer& w;

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
};

Reported ReadReported(Reader& r) {
  Reported e;
  e.system = EditionId{r.Varint()};
  e.procedure = EditionId{r.Varint()};
  e.catalogue = EditionId{r.Varint()};
  e.source = r.Text();
  e.category = r.Text();
  e.area = r.Text();
  e.location = ReadLocation(r);
  e.occurred_at = ReadMaybeTime(r);
  e.captured_at = ReadMaybeTime(r);
  e.received_at = ReadTime(r);
  e.reporter = r.Text();
  e.attachments = r.Byte();
  e.stage = ReadIndex(r);
  return e;
}

ActionPerformed ReadActionPerformed(Reader& r) {
  ActionPerformed e;
  e.action = ReadIndex(r);
  e.from = ReadIndex(r);
  e.to = ReadIndex(r);
  e.outcome = static_cast<Outcome>(ReadEnum(r, static_cast<std::uint8_t>(Outcome::kVoided)));
  e.milestone = static_cast<Milestone>(ReadEnum(r, static_cast<std::uint8_t>(Milestone::kEnded)));
  e.part = static_cast<Part>(ReadEnum(r, static_cast<std::uint8_t>(Part::kVerifier)));
  e.actor = r.Text();
  e.at = ReadTime(r);
  e.inferred = ReadFlag(r);
  return e;
}

ClockStarted ReadClockStarted(Reader& r) {
  ClockStarted e;
  e.clock = ReadIndex(r);
  e.generation = ReadCount32(r);
  e.start = ReadTime(r);
  e.due = ReadTime(r);
  e.limit = ReadMaybeLimit(r);
  e.due_not_after_start = ReadFlag(r);
  e.calendar = EditionId{r.Varint()};
  e.provisional = ReadFlag(r);
  return e;
}

ClockStopped ReadClockStopped(Reader& r) {
  ClockStopped e;
  e.clock = ReadIndex(r);
  e.at = ReadTime(r);
  e.late = ReadFlag(r);
  return e;
}

DeadlinePassed ReadDeadlinePassed(Reader& r) {
  DeadlinePassed e;
  e.clock = ReadIndex(r);
  e.generation = ReadCount32(r);
  e.due = ReadTime(r);
  return e;
}

EditionActivated ReadEditionActivated(Reader& r) {
  EditionActivated e;
  e.kind = static_cast<EditionKind>(
      ReadEnum(r, static_cast<std::uint8_t>(EditionKind::kCalendar), static_cast<std::uint8_t>(EditionKind::kSystem)));
  e.name = r.Text();
  const std::string_view hash = r.Raw(e.hash.size());
  hash.copy(e.hash.data(), hash.size());
  e.version = r.Varint();
  return e;
}

Dispatched ReadDispatched(Reader& r) {
  Dispatched e;
  e.unit = r.Text();
  e.round = ReadCount32(r);
  return e;
}

}  // namespace

void WriteEvent(Writer& w, const Event& event) {
  w.Varint(std::visit([](const auto& e) { return std::uint64_t{e.kNumber}; }, event));
  std::visit(EventWriter{w}, event);
}

Event ReadEvent(Reader& r) {
  switch (r.Varint()) {
    case Reported::kNumber:
      return ReadReported(r);
    case ActionPerformed::kNumber:
      return ReadActionPerformed(r);
    case Filed::kNumber:
      return Filed{std::string(r.Text())};
    case Dispatched::kNumber:
      return ReadDispatched(r);
    case Released::kNumber:
      return Released{std::string(r.Text())};
    case Reworked::kNumber:
      return Reworked{ReadCount32(r)};
    case Tasked::kNumber:
      return Tasked{std::string(r.Text())};
    case ClockStarted::kNumber:
      return ReadClockStarted(r);
    case ClockStopped::kNumber:
      return ReadClockStopped(r);
    case DeadlinePassed::kNumber:
      return ReadDeadlinePassed(r);
    case EditionActivated::kNumber:
      return ReadEditionActivated(r);
    default:
      r.Fail();
      return Tasked{};
  }
}

}  // namespace wangge::storage
