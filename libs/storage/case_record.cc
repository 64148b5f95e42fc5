// Case record, version 2, 4, 6 or 7 (primitives in bytes.h, shared parts in domain_fields.h):
//
//   version byte = 2; 4 where a stand-in, an incident or an earlier place follows; 6 where a unit was counted; 7 where
//                  the case is about a component
//   last varint · system varint · procedure varint · catalogue varint
//   source text · category text · condition text · location · area text
//   maybe(occurred time) · maybe(captured time) · received time · reporter text · attachments byte
//   stage varint · outcome byte · unit text · inspector text
//   round varint · returns varint · reworks varint · filed byte
//   reopenings varint · returned byte · handler text · maybe(stage before varint) · master varint
//   milestones:  varint mask (bit m = milestone m reached) · varint mask (bit m = inferred) · a time each, lowest first
//   parts:       varint count · { part byte · actor text }
//   clocks:      varint count · { clock varint · generation varint · start time · due time · maybe(limit)
//                                 · maybe(stopped time) · calendar varint
//                                 · flags byte (1 passed, 2 late, 4 due not after start, 8 provisional, 16 released)
//                                 · varint count · { from time · maybe(to time) · by text }
//                                 · varint count · { at time · limit · due before time · by text } }
//   requests:    varint count · { request varint · asked time · applicant, unit text · maybe(until time)
//                                 · varint count · { endorser text } · state byte · decided by text
//                                 · maybe(decided time) }
//   assignments: varint count · { unit text · round varint · flags byte (1 lead, 2 again, 4 late, 8 exempt)
//                                 · dispatched time · end byte · maybe(ended time) · maybe(due time)
//                                 · extensions varint }
//   counters:    varint count · { varint }
//   proofs:      varint count · { captured time · maybe(distance varint) }
//   history:     varint count · { difference to the position before, varint }
// Versions 4, 6 and 7:
//   stand-ins:   varint count · { substitute, absent text }
//   incidents:   varint count · { fault byte · rule text · at time · maybe(resolved time) }
//   places:      varint count · { until time · location · area text }
// Versions 6 and 7:
//   counted:     of each assignment, in order: varint count · { counter text · varint }
// Version 7 alone:
//   component:   component

#include "storage/case_record.h"

#include <algorithm>

#include "base/status/text.h"
#include "storage/domain_fields.h"

namespace wangge::storage {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::uint8_t kVersionWithMore = 4;
constexpr std::uint8_t kVersionWithCounted = 6;
constexpr std::uint8_t kVersionWithComponent = 7;
// Flags of a clock, and of an assignment.
constexpr std::uint8_t kPassed = 1, kLate = 2, kDueNotAfterStart = 4, kProvisional = 8, kReleased = 16;
constexpr std::uint8_t kLead = 1, kAgain = 2, kAssignmentLate = 4, kExempt = 8;

template <typename Values, typename Write>
void WriteList(Writer& w, const Values& values, const Write& write) {
  w.Varint(values.size());
  for (const auto& value : values) write(value);
}

template <typename Read>
void ReadList(Reader& r, const Read& read) {
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) read();
}

void WriteMilestones(Writer& w, const domain::Case& c) {
  std::uint64_t reached = 0;
  std::uint64_t inferred = 0;
  for (std::size_t m = 0; m < c.milestones.size(); ++m) {
    if (c.milestones[m].at) reached |= std::uint64_t{1} << m;
    if (c.milestones[m].inferred) inferred |= std::uint64_t{1} << m;
  }
  w.Varint(reached);
  w.Varint(inferred);
  for (const domain::MilestoneTime& milestone : c.milestones) {
    if (milestone.at) WriteTime(w, *milestone.at);
  }
}

void ReadMilestones(Reader& r, domain::Case& c) {
  const std::uint64_t reached = r.Varint();
  const std::uint64_t inferred = r.Varint();
  if ((reached | inferred) >> c.milestones.size() != 0) r.Fail();
  for (std::size_t m = 0; m < c.milestones.size(); ++m) {
    if ((reached >> m & 1) != 0) c.milestones[m].at = ReadTime(r);
    c.milestones[m].inferred = (inferred >> m & 1) != 0;
  }
}

void WriteClock(Writer& w, const domain::ClockRun& run) {
  w.Varint(run.clock);
  w.Varint(run.generation);
  WriteTime(w, run.start);
  WriteTime(w, run.due);
  WriteMaybeLimit(w, run.limit);
  WriteMaybeTime(w, run.stopped);
  w.Varint(run.calendar.value);
  w.Byte(static_cast<std::uint8_t>((run.passed ? kPassed : 0) | (run.late ? kLate : 0) |
                                   (run.due_not_after_start ? kDueNotAfterStart : 0) |
                                   (run.provisional ? kProvisional : 0) | (run.released ? kReleased : 0)));
  WriteList(w, run.pauses, [&w](const domain::ClockPause& pause) {
    WriteTime(w, pause.from);
    WriteMaybeTime(w, pause.to);
    w.Text(pause.by);
  });
  WriteList(w, run.extensions, [&w](const domain::ClockExtension& extension) {
    WriteTime(w, extension.at);
    WriteLimit(w, extension.limit);
    WriteTime(w, extension.due_before);
    w.Text(extension.by);
  });
}

domain::ClockRun ReadClock(Reader& r) {
  domain::ClockRun run;
  run.clock = ReadIndex(r);
  run.generation = ReadCount32(r);
  run.start = ReadTime(r);
  run.due = ReadTime(r);
  run.limit = ReadMaybeLimit(r);
  run.stopped = ReadMaybeTime(r);
  run.calendar = domain::EditionId{r.Varint()};
  const std::uint8_t flags = ReadEnum(r, kPassed | kLate | kDueNotAfterStart | kProvisional | kReleased);
  run.passed = (flags & kPassed) != 0;
  run.late = (flags & kLate) != 0;
  run.due_not_after_start = (flags & kDueNotAfterStart) != 0;
  run.provisional = (flags & kProvisional) != 0;
  run.released = (flags & kReleased) != 0;
  ReadList(r, [&] {
    domain::ClockPause& pause = run.pauses.emplace_back();
    pause.from = ReadTime(r);
    pause.to = ReadMaybeTime(r);
    pause.by = r.Text();
  });
  ReadList(r, [&] {
    domain::ClockExtension& extension = run.extensions.emplace_back();
    extension.at = ReadTime(r);
    extension.limit = ReadLimit(r);
    extension.due_before = ReadTime(r);
    extension.by = r.Text();
  });
  return run;
}

void WriteRequest(Writer& w, const domain::Request& request) {
  w.Varint(request.request);
  WriteTime(w, request.asked_at);
  w.Text(request.applicant);
  w.Text(request.unit);
  WriteMaybeTime(w, request.until);
  WriteList(w, request.endorsers, [&w](const std::string& endorser) { w.Text(endorser); });
  w.Byte(static_cast<std::uint8_t>(request.state));
  w.Text(request.decided_by);
  WriteMaybeTime(w, request.decided_at);
}

domain::Request ReadRequest(Reader& r) {
  domain::Request request;
  request.request = ReadIndex(r);
  request.asked_at = ReadTime(r);
  request.applicant = r.Text();
  request.unit = r.Text();
  request.until = ReadMaybeTime(r);
  ReadList(r, [&] { request.endorsers.emplace_back(r.Text()); });
  request.state =
      static_cast<domain::RequestState>(ReadEnum(r, static_cast<std::uint8_t>(domain::RequestState::kLapsed)));
  request.decided_by = r.Text();
  request.decided_at = ReadMaybeTime(r);
  return request;
}

void WriteAssignment(Writer& w, const domain::Assignment& assignment) {
  w.Text(assignment.unit);
  w.Varint(assignment.round);
  w.Byte(static_cast<std::uint8_t>((assignment.lead ? kLead : 0) | (assignment.again ? kAgain : 0) |
                                   (assignment.late ? kAssignmentLate : 0) | (assignment.exempt ? kExempt : 0)));
  WriteTime(w, assignment.dispatched_at);
  w.Byte(static_cast<std::uint8_t>(assignment.end));
  WriteMaybeTime(w, assignment.ended_at);
  WriteMaybeTime(w, assignment.due);
  w.Varint(assignment.extensions);
}

domain::Assignment ReadAssignment(Reader& r) {
  domain::Assignment assignment;
  assignment.unit = r.Text();
  assignment.round = ReadCount32(r);
  const std::uint8_t flags = ReadEnum(r, kLead | kAgain | kAssignmentLate | kExempt);
  assignment.lead = (flags & kLead) != 0;
  assignment.again = (flags & kAgain) != 0;
  assignment.late = (flags & kAssignmentLate) != 0;
  assignment.exempt = (flags & kExempt) != 0;
  assignment.dispatched_at = ReadTime(r);
  assignment.end =
      static_cast<domain::AssignmentEnd>(ReadEnum(r, static_cast<std::uint8_t>(domain::AssignmentEnd::kWithdrawn)));
  assignment.ended_at = ReadMaybeTime(r);
  assignment.due = ReadMaybeTime(r);
  assignment.extensions = ReadIndex(r);
  return assignment;
}

void WriteLists(Writer& w, const domain::Case& c) {
  WriteList(w, c.parts, [&w](const domain::PartTaken& taken) {
    w.Byte(static_cast<std::uint8_t>(taken.part));
    w.Text(taken.actor);
  });
  WriteList(w, c.clocks, [&w](const domain::ClockRun& run) { WriteClock(w, run); });
  WriteList(w, c.requests, [&w](const domain::Request& request) { WriteRequest(w, request); });
  WriteList(w, c.assignments, [&w](const domain::Assignment& assignment) { WriteAssignment(w, assignment); });
  WriteList(w, c.counters, [&w](std::uint32_t count) { w.Varint(count); });
  WriteList(w, c.proofs, [&w](const domain::Proof& proof) {
    WriteTime(w, proof.captured_at);
    w.Byte(proof.distance_cm ? 1 : 0);
    if (proof.distance_cm) w.Varint(*proof.distance_cm);
  });
  std::uint64_t before = 0;
  WriteList(w, c.history, [&](domain::LogPosition position) {
    w.Varint(position.value - before);
    before = position.value;
  });
}

void ReadLists(Reader& r, domain::Case& c) {
  ReadList(r, [&] {
    const auto part = static_cast<domain::Part>(ReadEnum(r, static_cast<std::uint8_t>(domain::Part::kRecused)));
    c.parts.push_back({part, std::string(r.Text())});
  });
  ReadList(r, [&] { c.clocks.push_back(ReadClock(r)); });
  ReadList(r, [&] { c.requests.push_back(ReadRequest(r)); });
  ReadList(r, [&] { c.assignments.push_back(ReadAssignment(r)); });
  ReadList(r, [&] { c.counters.push_back(ReadCount32(r)); });
  ReadList(r, [&] {
    domain::Proof& proof = c.proofs.emplace_back();
    proof.captured_at = ReadTime(r);
    if (ReadFlag(r)) proof.distance_cm = ReadCount32(r);
  });
  std::uint64_t position = 0;
  ReadList(r, [&] {
    position += r.Varint();
    c.history.push_back(domain::LogPosition{position});
  });
}

// What most cases have none of.
bool HasMore(const domain::Case& c) {
  return !c.stand_ins.empty() || !c.incidents.empty() || !c.earlier_places.empty();
}

void WriteMore(Writer& w, const domain::Case& c) {
  WriteList(w, c.stand_ins, [&w](const domain::StandIn& pair) {
    w.Text(pair.substitute);
    w.Text(pair.absent);
  });
  WriteList(w, c.incidents, [&w](const domain::Incident& incident) {
    w.Byte(static_cast<std::uint8_t>(incident.fault));
    w.Text(incident.rule);
    WriteTime(w, incident.at);
    WriteMaybeTime(w, incident.resolved_at);
  });
  WriteList(w, c.earlier_places, [&w](const domain::EarlierPlace& place) {
    WriteTime(w, place.until);
    WriteLocation(w, place.location);
    w.Text(place.area);
  });
}

void ReadMore(Reader& r, domain::Case& c) {
  ReadList(r, [&] {
    domain::StandIn& pair = c.stand_ins.emplace_back();
    pair.substitute = r.Text();
    pair.absent = r.Text();
  });
  ReadList(r, [&] {
    domain::Incident& incident = c.incidents.emplace_back();
    incident.fault =
        static_cast<domain::RoutingFault>(ReadEnum(r, static_cast<std::uint8_t>(domain::RoutingFault::kAmbiguous), 1));
    incident.rule = r.Text();
    incident.at = ReadTime(r);
    incident.resolved_at = ReadMaybeTime(r);
  });
  ReadList(r, [&] {
    domain::EarlierPlace& place = c.earlier_places.emplace_back();
    place.until = ReadTime(r);
    place.location = ReadLocation(r);
    place.area = r.Text();
  });
}

bool HasCounted(const domain::Case& c) {
  return std::ranges::any_of(c.assignments, [](const domain::Assignment& a) { return !a.counted.empty(); });
}

void WriteCounted(Writer& w, const domain::Assignment& assignment) {
  WriteList(w, assignment.counted, [&w](const auto& count) {
    w.Text(count.first);
    w.Varint(count.second);
  });
}

void ReadCounted(Reader& r, domain::Assignment& assignment) {
  ReadList(r, [&] {
    auto& count = assignment.counted.emplace_back(r.Text(), 0);
    count.second = ReadCount32(r);
  });
}

std::uint8_t VersionOf(const domain::Case& c) {
  if (!c.component.empty()) return kVersionWithComponent;
  return HasCounted(c) ? kVersionWithCounted : HasMore(c) ? kVersionWithMore : kVersion;
}

}  // namespace

std::string EncodeCase(const domain::Case& c) {
  Writer w;
  const std::uint8_t version = VersionOf(c);
  w.Byte(version);
  w.Varint(c.last.value);
  w.Varint(c.system.value);
  w.Varint(c.procedure.value);
  w.Varint(c.catalogue.value);
  w.Text(c.source);
  w.Text(c.category);
  w.Text(c.condition);
  WriteLocation(w, c.location);
  w.Text(c.area);
  WriteMaybeTime(w, c.occurred_at);
  WriteMaybeTime(w, c.captured_at);
  WriteTime(w, c.received_at);
  w.Text(c.reporter);
  w.Byte(c.attachments);
  w.Varint(c.stage);
  w.Byte(static_cast<std::uint8_t>(c.outcome));
  w.Text(c.unit);
  w.Text(c.inspector);
  w.Varint(c.round);
  w.Varint(c.returns);
  w.Varint(c.reworks);
  w.Byte(c.filed ? 1 : 0);
  w.Varint(c.reopenings);
  w.Byte(c.returned ? 1 : 0);
  w.Text(c.handler);
  w.Byte(c.stage_before ? 1 : 0);
  if (c.stage_before) w.Varint(*c.stage_before);
  w.Varint(c.master.value);
  WriteMilestones(w, c);
  WriteLists(w, c);
  if (version != kVersion) WriteMore(w, c);
  if (version < kVersionWithCounted) return w.Take();
  for (const domain::Assignment& assignment : c.assignments) WriteCounted(w, assignment);
  if (version == kVersionWithComponent) WriteComponent(w, c.component);
  return w.Take();
}

absl::StatusOr<domain::Case> DecodeCase(domain::CaseId id, std::string_view bytes) {
  Reader r(bytes);
  domain::Case c;
  c.id = id;
  const std::uint8_t version = r.Byte();
  c.last = domain::LogPosition{r.Varint()};
  c.system = domain::EditionId{r.Varint()};
  c.procedure = domain::EditionId{r.Varint()};
  c.catalogue = domain::EditionId{r.Varint()};
  c.source = r.Text();
  c.category = r.Text();
  c.condition = r.Text();
  c.location = ReadLocation(r);
  c.area = r.Text();
  c.occurred_at = ReadMaybeTime(r);
  c.captured_at = ReadMaybeTime(r);
  c.received_at = ReadTime(r);
  c.reporter = r.Text();
  c.attachments = r.Byte();
  c.stage = ReadIndex(r);
  c.outcome = static_cast<domain::Outcome>(ReadEnum(r, static_cast<std::uint8_t>(domain::Outcome::kMerged)));
  c.unit = r.Text();
  c.inspector = r.Text();
  c.round = ReadCount32(r);
  c.returns = ReadCount32(r);
  c.reworks = ReadCount32(r);
  c.filed = ReadFlag(r);
  c.reopenings = ReadCount32(r);
  c.returned = ReadFlag(r);
  c.handler = r.Text();
  if (ReadFlag(r)) c.stage_before = ReadIndex(r);
  c.master = domain::CaseId{r.Varint()};
  ReadMilestones(r, c);
  ReadLists(r, c);
  if (version != kVersion) ReadMore(r, c);
  if (version >= kVersionWithCounted) std::ranges::for_each(c.assignments, [&r](auto& a) { ReadCounted(r, a); });
  if (version == kVersionWithComponent) c.component = ReadComponent(r);
  if (version != VersionOf(c)) r.Fail();  // one record for one case
  if (!r.AtEnd()) {
    return DataLoss("Expected a case record of version 2, 4, 6 or 7, but the row of case " + std::to_string(id.value) +
                    " is not one. Run `wangge verify` to see what is damaged.");
  }
  return c;
}

}  // namespace wangge::storage
