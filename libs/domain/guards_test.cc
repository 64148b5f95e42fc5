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
};

struct Row {
  const char* name;
  Guard guard;
  Situation situation;
  bool holds;
};

constexpr Guard kAll[] = {Guard::kActorIsNotHandler, Guard::kActorIsOfUnit,      Guard::kActorIsTasked,
                          Guard::kSourceIsTrusted,   Guard::kSourceIsNotTrusted, Guard::kVerifiedOrTrusted,
                          Guard::kNotVerified};

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
};

class Guards : public ::testing::TestWithParam<Row> {};

TEST_P(Guards, HoldExactlyAsTheirNameSays) {
  const auto& [name, guard, situation, holds] = GetParam();
  Case c;
  c.source = situation.source;
  c.unit = situation.unit;
  c.inspector = situation.inspector;
  c.parts = situation.parts;
  EXPECT_EQ(Holds(guard, c, kWorker, testing::TownSystem()), holds);
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
  EXPECT_FALSE(Holds(Guard::kActorIsOfUnit, Case{}, Actor{.id = "x"}, testing::TownSystem()));
}

}  // namespace
}  // namespace wangge::domain
