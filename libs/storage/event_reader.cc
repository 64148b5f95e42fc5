// The other half of event_record.cc, where the grammar stands.
#include "storage/domain_fields.h"
#include "storage/event_record.h"

namespace wangge::storage {
namespace {

using namespace domain;  // NOLINT: the functions below are about nothing but events

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
  e.outcome = static_cast<Outcome>(ReadEnum(r, static_cast<std::uint8_t>(Outcome::kMerged)));
  e.milestone = static_cast<Milestone>(ReadEnum(r, static_cast<std::uint8_t>(Milestone::kEnded)));
  e.part = static_cast<Part>(ReadEnum(r, static_cast<std::uint8_t>(Part::kRecused)));
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
  e.kind = static_cast<EditionKind>(ReadEnum(r, static_cast<std::uint8_t>(EditionKind::kComponents),
                                             static_cast<std::uint8_t>(EditionKind::kSystem)));
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

ClockPaused ReadClockPaused(Reader& r) {
  ClockPaused e;
  e.clock = ReadIndex(r);
  e.at = ReadTime(r);
  e.by = r.Text();
  return e;
}

ClockResumed ReadClockResumed(Reader& r) {
  ClockResumed e;
  e.clock = ReadIndex(r);
  e.at = ReadTime(r);
  e.due = ReadTime(r);
  e.provisional = ReadFlag(r);
  return e;
}

ClockExtended ReadClockExtended(Reader& r) {
  ClockExtended e;
  e.clock = ReadIndex(r);
  e.at = ReadTime(r);
  e.limit = ReadLimit(r);
  e.due = ReadTime(r);
  e.provisional = ReadFlag(r);
  e.by = r.Text();
  return e;
}

ClockReleased ReadClockReleased(Reader& r) {
  ClockReleased e;
  e.clock = ReadIndex(r);
  e.at = ReadTime(r);
  return e;
}

RequestAsked ReadRequestAsked(Reader& r) {
  RequestAsked e;
  e.request = ReadIndex(r);
  e.at = ReadTime(r);
  e.applicant = r.Text();
  e.unit = r.Text();
  e.until = ReadMaybeTime(r);
  return e;
}

RequestDecided ReadRequestDecided(Reader& r) {
  RequestDecided e;
  e.state = static_cast<RequestState>(ReadEnum(r, static_cast<std::uint8_t>(RequestState::kLapsed), 1));
  e.at = ReadTime(r);
  e.by = r.Text();
  return e;
}

AssignmentBegun ReadAssignmentBegun(Reader& r) {
  AssignmentBegun e;
  e.unit = r.Text();
  e.round = ReadCount32(r);
  e.lead = ReadFlag(r);
  e.again = ReadFlag(r);
  e.at = ReadTime(r);
  return e;
}

AssignmentEnded ReadAssignmentEnded(Reader& r) {
  AssignmentEnded e;
  e.unit = r.Text();
  e.round = ReadCount32(r);
  e.end = static_cast<AssignmentEnd>(ReadEnum(r, static_cast<std::uint8_t>(AssignmentEnd::kWithdrawn), 1));
  e.at = ReadTime(r);
  e.due = ReadMaybeTime(r);
  e.late = ReadFlag(r);
  return e;
}

AssignmentCounted ReadAssignmentCounted(Reader& r) {
  AssignmentCounted e;
  e.unit = r.Text();
  e.round = ReadCount32(r);
  e.counter = r.Text();
  return e;
}

ProofGiven ReadProofGiven(Reader& r) {
  ProofGiven e;
  e.proof.captured_at = ReadTime(r);
  if (ReadFlag(r)) e.proof.distance_cm = ReadCount32(r);
  return e;
}

Linked ReadLinked(Reader& r) {
  Linked e;
  e.master = CaseId{r.Varint()};
  e.stage_before = ReadIndex(r);
  return e;
}

ClockRecounted ReadClockRecounted(Reader& r) {
  ClockRecounted e;
  e.clock = ReadIndex(r);
  e.at = ReadTime(r);
  e.calendar = EditionId{r.Varint()};
  e.due = ReadTime(r);
  e.provisional = ReadFlag(r);
  return e;
}

template <typename Number, typename Read>
std::vector<Number> ReadNumbers(Reader& r, const Read& read) {
  std::vector<Number> numbers;
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) numbers.push_back(read(r));
  return numbers;
}

Migrated ReadMigrated(Reader& r) {
  Migrated e;
  e.procedure = EditionId{r.Varint()};
  e.stage = ReadIndex(r);
  if (ReadFlag(r)) e.stage_before = ReadIndex(r);
  e.clocks = ReadNumbers<ClockIndex>(r, ReadIndex);
  e.requests = ReadNumbers<RequestIndex>(r, ReadIndex);
  e.counters = ReadNumbers<std::uint32_t>(r, ReadCount32);
  return e;
}

Relocated ReadRelocated(Reader& r) {
  Relocated e;
  e.at = ReadTime(r);
  e.location = ReadLocation(r);
  e.area = r.Text();
  return e;
}

ClockRelimited ReadClockRelimited(Reader& r) {
  ClockRelimited e;
  e.clock = ReadIndex(r);
  e.at = ReadTime(r);
  e.limit = ReadLimit(r);
  e.due = ReadTime(r);
  e.provisional = ReadFlag(r);
  return e;
}

ActedOnBehalf ReadActedOnBehalf(Reader& r) {
  ActedOnBehalf e;
  for (std::string* text : {&e.substitute, &e.absent, &e.organisation, &e.area}) *text = r.Text();
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) e.roles.emplace_back(r.Text());
  return e;
}

RoutingFailed ReadRoutingFailed(Reader& r) {
  RoutingFailed e;
  e.fault = static_cast<RoutingFault>(ReadEnum(r, static_cast<std::uint8_t>(RoutingFault::kAmbiguous), 1));
  e.rule = r.Text();
  e.at = ReadTime(r);
  return e;
}

}  // namespace

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
    case ClockPaused::kNumber:
      return ReadClockPaused(r);
    case ClockResumed::kNumber:
      return ReadClockResumed(r);
    case ClockExtended::kNumber:
      return ReadClockExtended(r);
    case ClockReleased::kNumber:
      return ReadClockReleased(r);
    case RequestAsked::kNumber:
      return ReadRequestAsked(r);
    case RequestEndorsed::kNumber:
      return RequestEndorsed{std::string(r.Text())};
    case RequestDecided::kNumber:
      return ReadRequestDecided(r);
    case HandlerNamed::kNumber:
      return HandlerNamed{std::string(r.Text())};
    case AssignmentBegun::kNumber:
      return ReadAssignmentBegun(r);
    case AssignmentEnded::kNumber:
      return ReadAssignmentEnded(r);
    case AssignmentsExempted::kNumber:
      return AssignmentsExempted{std::string(r.Text())};
    case Counted::kNumber:
      return Counted{ReadIndex(r)};
    case AssignmentCounted::kNumber:
      return ReadAssignmentCounted(r);
    case ProofGiven::kNumber:
      return ReadProofGiven(r);
    case Reopened::kNumber:
      return Reopened{};
    case Linked::kNumber:
      return ReadLinked(r);
    case Unlinked::kNumber:
      return Unlinked{};
    case ClockRecounted::kNumber:
      return ReadClockRecounted(r);
    case Migrated::kNumber:
      return ReadMigrated(r);
    case CatalogueMigrated::kNumber:
      return CatalogueMigrated{EditionId{r.Varint()}};
    case ClockRelimited::kNumber:
      return ReadClockRelimited(r);
    case ActedOnBehalf::kNumber:
      return ReadActedOnBehalf(r);
    case RoutingFailed::kNumber:
      return ReadRoutingFailed(r);
    case Relocated::kNumber:
      return ReadRelocated(r);
    case ComponentNamed::kNumber:
      return ComponentNamed{ReadComponent(r)};
    case Routed::kNumber:
      return Routed{std::string(r.Text())};
    default:
      r.Fail();
      return Tasked{};
  }
}

}  // namespace wangge::storage
