#include "storage/testing/random_records.h"

namespace wangge::storage {

std::uint64_t RandomRecords::Number() { return random_() >> Below(64); }

std::string RandomRecords::Text() {
  std::string text(Coin() ? Below(4) : Below(200), '\0');
  for (char& octet : text) octet = static_cast<char>(Octet());
  return text;
}

std::optional<domain::Limit> RandomRecords::MaybeLimit() { return Coin() ? std::nullopt : std::optional(Limit()); }

domain::Limit RandomRecords::Limit() {
  return {static_cast<domain::LimitUnit>(1 + Below(10)), static_cast<std::int32_t>(1 + Below(100'000))};
}

// Never empty: a case keeps none, or one.
domain::NamedComponent RandomRecords::Component() {
  return {.id = Text(),
          .reason = "r" + Text(),
          .edition = Text(),
          .version = Number(),
          .bodies = {.supervising = Text(), .owning = Text(), .maintaining = Text()}};
}

domain::Location RandomRecords::Location() {
  domain::Location location;
  location.source = static_cast<domain::PositionSource>(Below(6));
  location.accuracy_cm = Number32();
  if (Coin()) location.position = Position{static_cast<std::int32_t>(random_()), static_cast<std::int32_t>(random_())};
  for (std::size_t n = Below(4); n > 0; --n) {
    domain::Placement placement{.layer = Text(), .version = Number(), .code = Text(), .matches = Number32()};
    if (Coin()) placement.edge_cm = Number32();
    location.placements.push_back(std::move(placement));
  }
  for (std::size_t n = Below(3); n > 0; --n) {
    location.gaps.push_back({Text(), Number(), Text(), static_cast<std::int64_t>(random_())});
  }
  return location;
}

domain::ClockRun RandomRecords::Clock() {
  domain::ClockRun run{
      .clock = Index(), .generation = Number32(), .start = Time(), .due = Time(), .limit = MaybeLimit()};
  if (Coin()) run.stopped = Time();
  run.passed = Coin();
  run.late = Coin();
  run.due_not_after_start = Coin();
  run.released = Coin();
  for (std::size_t n = Below(3); n > 0; --n) {
    run.pauses.push_back({.from = Time(), .to = Coin() ? std::optional(Time()) : std::nullopt, .by = Text()});
  }
  for (std::size_t n = Below(3); n > 0; --n) {
    run.extensions.push_back({.at = Time(), .limit = Limit(), .due_before = Time(), .by = Text()});
  }
  return run;
}

domain::Case RandomRecords::Case() {
  domain::Case c;
  c.id = domain::CaseId{random_()};
  c.last = domain::LogPosition{Number()};
  c.system = domain::EditionId{Number()};
  c.procedure = domain::EditionId{Number()};
  c.catalogue = domain::EditionId{Number()};
  for (std::string* text : {&c.source, &c.category, &c.condition, &c.area, &c.reporter, &c.unit, &c.inspector}) {
    *text = Text();
  }
  c.location = Location();
  if (Coin()) c.occurred_at = Time();
  if (Coin()) c.captured_at = Time();
  c.received_at = Time();
  c.attachments = Octet();
  c.stage = Index();
  c.outcome = static_cast<domain::Outcome>(Below(7));
  for (std::uint32_t* count : {&c.round, &c.returns, &c.reworks}) *count = Number32();
  c.filed = Coin();
  for (domain::MilestoneTime& milestone : c.milestones) {
    if (Coin()) milestone = {.at = Time(), .inferred = Coin()};
  }
  for (std::size_t n = Below(5); n > 0; --n) c.parts.push_back({static_cast<domain::Part>(Below(5)), Text()});
  for (std::size_t n = Below(5); n > 0; --n) c.clocks.push_back(Clock());
  c.reopenings = Number32();
  c.returned = Coin();
  c.handler = Text();
  if (Coin()) c.stage_before = Index();
  c.master = domain::CaseId{Number()};
  for (std::size_t n = Below(4); n > 0; --n) c.requests.push_back(Request());
  for (std::size_t n = Below(4); n > 0; --n) c.assignments.push_back(Assignment());
  for (std::size_t n = Below(4); n > 0; --n) c.counters.push_back(Number32());
  for (std::size_t n = Below(3); n > 0; --n) c.proofs.push_back(Proof());
  for (std::size_t n = Below(3); n > 0; --n) c.stand_ins.push_back({Text(), Text()});
  for (std::size_t n = Below(3); n > 0; --n) c.incidents.push_back(Incident());
  for (std::size_t n = Below(3); n > 0; --n) c.earlier_places.push_back({Time(), Location(), Text()});
  if (Coin()) c.component = Component();
  std::uint64_t position = 0;
  for (std::size_t n = Below(9); n > 0; --n) c.history.push_back(domain::LogPosition{position += 1 + Below(1'000'000)});
  return c;
}

domain::Request RandomRecords::Request() {
  domain::Request request{.request = Index(), .asked_at = Time(), .applicant = Text(), .unit = Text()};
  if (Coin()) request.until = Time();
  for (std::size_t n = Below(3); n > 0; --n) request.endorsers.push_back(Text());
  request.state = static_cast<domain::RequestState>(Below(4));
  request.decided_by = Text();
  if (Coin()) request.decided_at = Time();
  return request;
}

domain::Assignment RandomRecords::Assignment() {
  domain::Assignment assignment{
      .unit = Text(), .round = Number32(), .lead = Coin(), .again = Coin(), .dispatched_at = Time()};
  assignment.end = static_cast<domain::AssignmentEnd>(Below(4));
  if (Coin()) assignment.ended_at = Time();
  if (Coin()) assignment.due = Time();
  assignment.late = Coin();
  assignment.exempt = Coin();
  assignment.extensions = Index();
  for (std::size_t n = Coin() ? Below(3) : 0; n > 0; --n) assignment.counted.emplace_back(Text(), Number32());
  return assignment;
}

domain::Incident RandomRecords::Incident() {
  return {.fault = static_cast<domain::RoutingFault>(1 + Below(3)),
          .rule = Text(),
          .at = Time(),
          .resolved_at = Coin() ? std::optional(Time()) : std::nullopt};
}

domain::Proof RandomRecords::Proof() {
  return {.captured_at = Time(), .distance_cm = Coin() ? std::optional(Number32()) : std::nullopt};
}

domain::Reported RandomRecords::Reported() {
  domain::Reported e;
  e.system = domain::EditionId{Number()};
  e.procedure = domain::EditionId{Number()};
  e.catalogue = domain::EditionId{Number()};
  for (std::string* text : {&e.source, &e.category, &e.area, &e.reporter}) *text = Text();
  e.location = Location();
  if (Coin()) e.occurred_at = Time();
  if (Coin()) e.captured_at = Time();
  e.received_at = Time();
  e.attachments = Octet();
  e.stage = Index();
  return e;
}

domain::ActionPerformed RandomRecords::ActionPerformed() {
  return {.action = Index(),
          .from = Index(),
          .to = Index(),
          .outcome = static_cast<domain::Outcome>(Below(7)),
          .milestone = static_cast<domain::Milestone>(Below(domain::kMilestones)),
          .part = static_cast<domain::Part>(Below(5)),
          .actor = Text(),
          .at = Time(),
          .inferred = Coin()};
}

domain::ClockStarted RandomRecords::ClockStarted() {
  return {.clock = Index(),
          .generation = Number32(),
          .start = Time(),
          .due = Time(),
          .limit = MaybeLimit(),
          .due_not_after_start = Coin()};
}

domain::EditionActivated RandomRecords::EditionActivated() {
  domain::EditionActivated e{
      .kind = static_cast<domain::EditionKind>(1 + Below(10)), .name = Text(), .hash = {}, .version = Number()};
  for (char& octet : e.hash) octet = static_cast<char>(Octet());
  return e;
}

domain::Event RandomRecords::Event(std::size_t kind) {
  switch (kind) {
    case 0:
      return Reported();
    case 1:
      return ActionPerformed();
    case 2:
      return domain::Filed{Text()};
    case 3:
      return domain::Dispatched{Text(), Number32()};
    case 4:
      return domain::Released{Text()};
    case 5:
      return domain::Reworked{Number32()};
    case 6:
      return domain::Tasked{Text()};
    case 7:
      return ClockStarted();
    case 8:
      return domain::ClockStopped{Index(), Time(), Coin()};
    case 9:
      return domain::DeadlinePassed{Index(), Number32(), Time()};
    case 10:
      return EditionActivated();
    default:
      return LaterEvent(kind);
  }
}

domain::Event RandomRecords::LaterEvent(std::size_t kind) {
  switch (kind) {
    case 11:
      return domain::ClockPaused{Index(), Time(), Text()};
    case 12:
      return domain::ClockResumed{Index(), Time(), Time(), Coin()};
    case 13:
      return domain::ClockExtended{Index(), Time(), Limit(), Time(), Coin(), Text()};
    case 14:
      return domain::ClockReleased{Index(), Time()};
    case 15:
      return domain::RequestAsked{Index(), Time(), Text(), Text(), Coin() ? std::optional(Time()) : std::nullopt};
    case 16:
      return domain::RequestEndorsed{Text()};
    case 17:
      return domain::RequestDecided{static_cast<domain::RequestState>(1 + Below(3)), Time(), Text()};
    case 18:
      return domain::HandlerNamed{Text()};
    case 19:
      return domain::AssignmentBegun{Text(), Number32(), Coin(), Coin(), Time()};
    case 20:
      return domain::AssignmentEnded{Text(),
                                     Number32(),
                                     static_cast<domain::AssignmentEnd>(1 + Below(3)),
                                     Time(),
                                     Coin() ? std::optional(Time()) : std::nullopt,
                                     Coin()};
    case 21:
      return domain::AssignmentsExempted{Text()};
    case 22:
      return domain::Counted{Index()};
    case 23:
      return domain::ProofGiven{Proof()};
    case 24:
      return domain::Reopened{};
    case 25:
      return domain::Linked{domain::CaseId{Number()}, Index()};
    case 26:
      return domain::Unlinked{};
    case 27:
      return domain::ClockRecounted{Index(), Time(), domain::EditionId{Number()}, Time(), Coin()};
    case 29:
      return domain::CatalogueMigrated{domain::EditionId{Number()}};
    case 30:
      return domain::ClockRelimited{Index(), Time(), Limit(), Time(), Coin()};
    case 31:
      return domain::ActedOnBehalf{Text(), Text(), Text(), Text(), {Text(), Text()}};
    case 32:
      return domain::RoutingFailed{static_cast<domain::RoutingFault>(1 + Below(3)), Text(), Time()};
    case 33:
      return domain::Routed{Text()};
    case 34:
      return domain::Relocated{Time(), Location(), Text()};
    case 35:
      return domain::AssignmentCounted{Text(), Number32(), Text()};
    case 36:
      return domain::ComponentNamed{Component()};
    default: {
      domain::Migrated e{.procedure = domain::EditionId{Number()}, .stage = Index()};
      if (Coin()) e.stage_before = Index();
      for (std::size_t n = Below(4); n > 0; --n) e.clocks.push_back(Index());
      for (std::size_t n = Below(3); n > 0; --n) e.requests.push_back(Index());
      for (std::size_t n = Below(3); n > 0; --n) e.counters.push_back(Number32());
      return e;
    }
  }
}

LogRecord RandomRecords::Record() {
  LogRecord record{.time = Time(),
                   .case_id = domain::CaseId{Number()},
                   .request_id = Coin() ? std::string(16, static_cast<char>(Octet())) : std::string{},
                   .actor = {Text(), Text(), Text(), {}, {}, {}}};
  for (std::size_t n = Below(4); n > 0; --n) record.actor.roles.push_back(Text());
  for (std::size_t n = Below(6); n > 0; --n) record.events.push_back(Event());
  for (std::size_t n = Below(3); n > 0; --n) {
    record.sealed.push_back({static_cast<SealedLabel>(1 + Below(6)), Text()});
  }
  return record;
}

}  // namespace wangge::storage
