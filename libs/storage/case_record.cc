// Case record, version 1 (primitives in bytes.h, shared parts in domain_fields.h):
//
//   version byte = 1
//   last varint · system varint · procedure varint · catalogue varint
//   source text · category text · condition text · location · area text
//   maybe(occurred time) · maybe(captured time) · received time · reporter text · attachments byte
//   stage varint · outcome byte · unit text · inspector text
//   round varint · returns varint · reworks varint · filed byte
//   milestones: varint mask (bit m = milestone m reached) · varint mask (bit m = inferred) · a time each, lowest first
//   parts:      varint count · { part byte · actor text }
//   clocks:     varint count · { clock varint · generation varint · start time · due time · maybe(limit)
//                                · maybe(stopped time) · calendar varint
//                                · flags byte (1 passed, 2 late, 4 due not after start, 8 provisional) }
//   history:    varint count · { difference to the position before, varint }

#include "storage/case_record.h"

#include "base/status/text.h"
#include "storage/domain_fields.h"

namespace wangge::storage {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kPassed = 1;
constexpr std::uint8_t kLate = 2;
constexpr std::uint8_t kDueNotAfterStart = 4;
constexpr std::uint8_t kProvisional = 8;

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
                                   (run.provisional ? kProvisional : 0)));
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
  const std::uint8_t flags = ReadEnum(r, kPassed | kLate | kDueNotAfterStart | kProvisional);
  run.passed = (flags & kPassed) != 0;
  run.late = (flags & kLate) != 0;
  run.due_not_after_start = (flags & kDueNotAfterStart) != 0;
  run.provisional = (flags & kProvisional) != 0;
  return run;
}

void WriteLists(Writer& w, const domain::Case& c) {
  w.Varint(c.parts.size());
  for (const domain::PartTaken& taken : c.parts) {
    w.Byte(static_cast<std::uint8_t>(taken.part));
    w.Text(taken.actor);
  }
  w.Varint(c.clocks.size());
  for (const domain::ClockRun& run : c.clocks) WriteClock(w, run);
  w.Varint(c.history.size());
  std::uint64_t before = 0;
  for (const domain::LogPosition position : c.history) {
    w.Varint(position.value - before);
    before = position.value;
  }
}

void ReadLists(Reader& r, domain::Case& c) {
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) {
    const auto part = static_cast<domain::Part>(ReadEnum(r, static_cast<std::uint8_t>(domain::Part::kVerifier)));
    c.parts.push_back({part, std::string(r.Text())});
  }
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) c.clocks.push_back(ReadClock(r));
  std::uint64_t position = 0;
  for (std::uint64_t n = r.Varint(); n > 0 && r.ok(); --n) {
    position += r.Varint();
    c.history.push_back(domain::LogPosition{position});
  }
}

}  // namespace

std::string EncodeCase(const domain::Case& c) {
  Writer w;
  w.Byte(kVersion);
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
  WriteMilestones(w, c);
  WriteLists(w, c);
  return w.Take();
}

absl::StatusOr<domain::Case> DecodeCase(domain::CaseId id, std::string_view bytes) {
  Reader r(bytes);
  domain::Case c;
  c.id = id;
  if (r.Byte() != kVersion) r.Fail();
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
  c.outcome = static_cast<domain::Outcome>(ReadEnum(r, static_cast<std::uint8_t>(domain::Outcome::kVoided)));
  c.unit = r.Text();
  c.inspector = r.Text();
  c.round = ReadCount32(r);
  c.returns = ReadCount32(r);
  c.reworks = ReadCount32(r);
  c.filed = ReadFlag(r);
  ReadMilestones(r, c);
  ReadLists(r, c);
  if (!r.AtEnd()) {
    return DataLoss("Expected a case record of version 1, but the row of case " + std::to_string(id.value) +
                    " is not one. Run `wangge verify` to see what is damaged.");
  }
  return c;
}

}  // namespace wangge::storage
