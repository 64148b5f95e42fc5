#include "domain/guards.h"

#include <set>

#include "domain/testing/town.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::kWorker;

// What a guard may look at.
struct Situation {
  const char* source = "patrol";
  const char* unit = "";
  const char* inspector = "";
  std::vector<PartTaken> parts{};
  const char* handler = "";
  bool returned = false;
  std::vector<Assignment> assignments{};
  std::vector<ClockRun> clocks{};
};

Assignment Share(const char* unit, bool lead, AssignmentEnd end, bool late = false, bool exempt = false) {
  return {.unit = unit,
          .round = 1,
          .lead = lead,
          .again = false,
          .dispatched_at = {},
          .end = end,
          .ended_at = {},
          .due = {},
          .late = late,
          .exempt = exempt};
}

// The disposal clock, due at `due` seconds; the guard is asked at second 100.
ClockRun Disposal(std::int64_t due, std::optional<Timestamp> stopped = {}, std::vector<ClockPause> pauses = {}) {
  return {.clock = testing::clock::kRepair,
          .due = Timestamp{} + Seconds(due),
          .limit = {},
          .calendar = {},
          .stopped = stopped,
          .pauses = std::move(pauses)};
}

struct Row {
  const char* name;
  Guard guard;
  Situation situation;
  bool holds;
};

constexpr Guard kAll[] = {Guard::kActorIsNotHandler, Guard::kActorIsOfUnit,      Guard::kActorIsTasked,
                          Guard::kSourceIsTrusted,   Guard::kSourceIsNotTrusted, Guard::kVerifiedOrTrusted,
                          Guard::kNotVerified,       Guard::kActorIsAssigned,    Guard::kNoHandlerAssigned,
                          Guard::kBeforeDeadline,    Guard::kActorIsOfCoUnit,    Guard::kCoUnitsDone,
                          Guard::kActorIsOfLateUnit, Guard::kWasReturned,        Guard::kWasNotReturned};

const Row kRows[] = {
    {"NobodyHandled", Guard::kActorIsNotHandler, {}, true},
    {"AnotherHandled", Guard::kActorIsNotHandler, {.parts = {{Part::kHandler, "other"}}}, true},
    {"ActorHandled", Guard::kActorIsNotHandler, {.parts = {{Part::kHandler, "wolf"}}}, false},
    {"ActorHandledInAnEarlierRound",
     Guard::kActorIsNotHandler,
     {.parts = {{Part::kHandler, "wolf"}, {Part::kHandler, "other"}}},
     false},
    {"ActorTookAnotherPart", Guard::kActorIsNotHandler, {.parts = {{Part::kVerifier, "wolf"}}}, true},
    {"ActorIsOfTheUnitThatHandles", Guard::kActorIsNotHandler, {.unit = "works"}, false},
    {"AnotherUnitHandles", Guard::kActorIsNotHandler, {.unit = "parks"}, true},
    {"NobodyVerified", Guard::kNotVerified, {.source = "phone"}, true},
    {"SomebodyVerified", Guard::kNotVerified, {.source = "phone", .parts = {{Part::kVerifier, "anybody"}}}, false},
    {"NoUnit", Guard::kActorIsOfUnit, {}, false},
    {"OwnUnit", Guard::kActorIsOfUnit, {.unit = "works"}, true},
    {"OtherUnit", Guard::kActorIsOfUnit, {.unit = "parks"}, false},
    {"UnitWithTheSameBeginning", Guard::kActorIsOfUnit, {.unit = "works2"}, false},
    {"NobodyTasked", Guard::kActorIsTasked, {}, true},
    {"ActorTasked", Guard::kActorIsTasked, {.inspector = "wolf"}, true},
    {"AnotherTasked", Guard::kActorIsTasked, {.inspector = "wang"}, false},
    {"TrustedSource", Guard::kSourceIsTrusted, {.source = "patrol"}, true},
    {"UntrustedSource", Guard::kSourceIsTrusted, {.source = "phone"}, false},
    {"SourceThatIsGone", Guard::kSourceIsTrusted, {.source = "letter"}, false},
    {"TrustedNeedsNoVerification", Guard::kSourceIsNotTrusted, {.source = "patrol"}, false},
    {"UntrustedNeedsVerification", Guard::kSourceIsNotTrusted, {.source = "phone"}, true},
    {"SourceThatIsGoneNeedsVerification", Guard::kSourceIsNotTrusted, {.source = "letter"}, true},
    {"TrustedIsFiledAtOnce", Guard::kVerifiedOrTrusted, {.source = "patrol"}, true},
    {"UntrustedIsNotFiledUnverified", Guard::kVerifiedOrTrusted, {.source = "phone"}, false},
    {"UntrustedIsFiledOnceVerified",
     Guard::kVerifiedOrTrusted,
     {.source = "phone", .parts = {{Part::kVerifier, "anybody"}}},
     true},
    {"ACheckIsNoVerification",
     Guard::kVerifiedOrTrusted,
     {.source = "phone", .parts = {{Part::kChecker, "anybody"}}},
     false},
    {"ActorIsOfAUnitThatHandledBefore",
     Guard::kActorIsNotHandler,
     {.unit = "parks", .assignments = {Share("works", true, AssignmentEnd::kConfirmed)}},
     false},
    {"AUnitThatGaveItBackDidNotHandle",
     Guard::kActorIsNotHandler,
     {.unit = "parks", .assignments = {Share("works", true, AssignmentEnd::kReturned)}},
     true},
    {"NobodyAssignedInTheUnit", Guard::kActorIsAssigned, {.unit = "works"}, true},
    {"ActorAssigned", Guard::kActorIsAssigned, {.unit = "works", .handler = "wolf"}, true},
    {"AColleagueAssigned", Guard::kActorIsAssigned, {.unit = "works", .handler = "wanda"}, false},
    {"NobodyIsAssigned", Guard::kNoHandlerAssigned, {.unit = "works"}, true},
    {"SomebodyIsAssigned", Guard::kNoHandlerAssigned, {.unit = "works", .handler = "wolf"}, false},
    {"AtTheDeadlineItHasNotPassed", Guard::kBeforeDeadline, {.clocks = {Disposal(100)}}, true},
    {"AfterTheDeadline", Guard::kBeforeDeadline, {.clocks = {Disposal(99)}}, false},
    {"NoDisposalClock", Guard::kBeforeDeadline, {}, false},
    {"DisposalIsOver", Guard::kBeforeDeadline, {.clocks = {Disposal(200, Timestamp{})}}, false},
    {"DisposalStandsStill", Guard::kBeforeDeadline, {.clocks = {Disposal(200, {}, {{Timestamp{}, {}, "x"}})}}, false},
    {"OwnUnitHelps",
     Guard::kActorIsOfCoUnit,
     {.unit = "parks", .assignments = {Share("works", false, AssignmentEnd::kOpen)}},
     true},
    {"OwnUnitLeads", Guard::kActorIsOfCoUnit, {.assignments = {Share("works", true, AssignmentEnd::kOpen)}}, false},
    {"OwnUnitHasDoneItsShare",
     Guard::kActorIsOfCoUnit,
     {.assignments = {Share("works", false, AssignmentEnd::kConfirmed)}},
     false},
    {"NobodyHelps", Guard::kCoUnitsDone, {.assignments = {Share("works", true, AssignmentEnd::kOpen)}}, true},
    {"AHelperIsNotDone", Guard::kCoUnitsDone, {.assignments = {Share("parks", false, AssignmentEnd::kOpen)}}, false},
    {"HelpersAreDone", Guard::kCoUnitsDone, {.assignments = {Share("parks", false, AssignmentEnd::kConfirmed)}}, true},
    {"OwnUnitWasLate",
     Guard::kActorIsOfLateUnit,
     {.assignments = {Share("works", true, AssignmentEnd::kConfirmed, true)}},
     true},
    {"OwnUnitIsExempted",
     Guard::kActorIsOfLateUnit,
     {.assignments = {Share("works", true, AssignmentEnd::kConfirmed, true, true)}},
     false},
    {"AnotherUnitWasLate",
     Guard::kActorIsOfLateUnit,
     {.assignments = {Share("parks", true, AssignmentEnd::kConfirmed, true)}},
     false},
    {"Returned", Guard::kWasReturned, {.returned = true}, true},
    {"NotReturned", Guard::kWasReturned, {}, false},
    {"NeverReturned", Guard::kWasNotReturned, {}, true},
    {"WasReturned", Guard::kWasNotReturned, {.returned = true}, false},
};

bool HoldsFor(Guard guard, const Case& c, const Actor& actor) {
  const System system = testing::TownSystem();
  const Procedure procedure = testing::TownProcedure();
  return Holds(guard, {c, actor, system, procedure, Timestamp{} + Seconds(100)});
}

class Guards : public ::testing::TestWithParam<Row> {};

TEST_P(Guards, HoldExactlyAsTheirNameSays) {
  const auto& [name, guard, situation, holds] = GetParam();
  Case c{.round = 1};
  c.source = situation.source;
  c.unit = situation.unit;
  c.inspector = situation.inspector;
  c.parts = situation.parts;
  c.handler = situation.handler;
  c.returned = situation.returned;
  c.assignments = situation.assignments;
  c.clocks = situation.clocks;
  EXPECT_EQ(HoldsFor(guard, c, kWorker), holds);
}

INSTANTIATE_TEST_SUITE_P(Table, Guards, ::testing::ValuesIn(kRows),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(GuardTable, EveryGuardHasARowThatHoldsAndOneThatDoesNot) {
  for (const Guard guard : kAll) {
    std::set<bool> seen;
    for (const Row& row : kRows) {
      if (row.guard == guard) seen.insert(row.holds);
    }
    EXPECT_EQ(seen.size(), 2u) << static_cast<int>(guard);
  }
}

TEST(GuardTable, EveryGuardRefusesForAReasonOfItsOwn) {
  std::set<std::string> reasons;
  for (const Guard guard : kAll) {
    const Rejection refusal = RefusalOf(guard);
    EXPECT_EQ(refusal.kind, RefusalKind::kPrecondition);
    EXPECT_EQ(refusal.text.rfind("Expected ", 0), 0u) << refusal.text;
    EXPECT_TRUE(reasons.insert(refusal.reason).second) << refusal.reason;
  }
}

TEST(GuardTable, AnActorWithoutAnOrganisationIsOfNoUnit) {
  for (const Guard guard : {Guard::kActorIsOfUnit, Guard::kActorIsAssigned, Guard::kActorIsOfCoUnit}) {
    EXPECT_FALSE(HoldsFor(guard, Case{}, Actor{.id = "x"})) << static_cast<int>(guard);
  }
}

}  // namespace
}  // namespace wangge::domain
