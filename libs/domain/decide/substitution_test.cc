// Absence, substitution and avoidance in the life of a case.
#include <gtest/gtest.h>

#include "domain/testing/town.h"

namespace wangge::domain {
namespace {

using namespace testing;  // NOLINT: the town is all that these tests speak of

// Somebody of another organisation, without a role of their own that would do.
const Actor kSam{.id = "sam", .organisation = "parks", .area = "", .roles = {"worker"}};
const Actor kTess{.id = "tess", .organisation = "hall", .area = "33", .roles = {"watcher"}};

Actor For(const Actor& substitute, const Actor& absent) {
  Actor actor = substitute;
  actor.on_behalf_of = absent.id;
  return actor;
}

class SubstitutionTest : public ::testing::Test {
 protected:
  SubstitutionTest() {
    town_.editions.absences = std::make_shared<const Absences>(
        Absences{Of(kWorker, kSam), Of(kWatcher, kSam), Of(kClerk, kTess), Of(kWatcher, kWorker)});
  }
  Absence Of(const Actor& absent, const Actor& substitute) const {
    return {absent.id,     absent.roles[0], absent.organisation, absent.area,
            substitute.id, town_.now,       town_.now + Days(1)};
  }
  std::string Reason(const Actor& actor, const Case& c, PerformAction command) {
    command.case_id = c.id;
    return town_.Reason(actor, &c, command);
  }
  PerformAction Review() const { return {.action = "review", .attachments = 1}; }

  Town town_;
};

TEST_F(SubstitutionTest, ASubstituteDoesWhatTheAbsentPersonWouldAndTheEventTellsBoth) {
  Case c = LampAtWorks(town_);
  EXPECT_EQ(Reason(kSam, c, Perform("repair")), "CASE_NOT_FOUND") << "in their own name it is none of theirs";
  PerformAction repair = Perform("repair");
  repair.case_id = c.id;
  const auto events = town_.Events(For(kSam, kWorker), &c, repair);
  const auto* acted = Only<ActedOnBehalf>(events);
  ASSERT_NE(acted, nullptr);
  EXPECT_EQ(*acted, (ActedOnBehalf{"sam", "wolf", "works", "", {"worker"}}));
  EXPECT_EQ(Only<ActionPerformed>(events)->actor, "sam");
  town_.Apply(c, events);
  EXPECT_EQ(c.stand_ins, (std::vector<StandIn>{{"sam", "wolf"}}));
}

TEST_F(SubstitutionTest, OutsideItsTimeASubstitutionAllowsNothing) {
  Case c = LampAtWorks(town_);
  town_.now = town_.now + Days(1);
  EXPECT_EQ(Reason(For(kSam, kWorker), c, Perform("repair")), "NOT_A_SUBSTITUTE");
}

TEST_F(SubstitutionTest, WhoeverIsAwayMayStillAct) {
  Case c = LampAtWorks(town_);
  EXPECT_EQ(Reason(kWorker, c, Perform("repair")), "");
}

TEST_F(SubstitutionTest, ASubstitutionNeverWidensWhatThePostMayDo) {
  Case c = LampAtWorks(town_);
  EXPECT_EQ(Reason(For(kTess, kClerk), c, Perform("repair")), "ROLE_NOT_ALLOWED");
  SubmitReport elsewhere = LampReport();
  elsewhere.location.placements[0].code = "330201";
  Case outside = town_.Report(kClerk, elsewhere);
  EXPECT_EQ(Reason(For(kSam, kWatcher), outside, Perform("verify")), "CASE_NOT_FOUND") << "the post's area is 3301";
}

TEST_F(SubstitutionTest, ATaskOfTheAbsentPersonIsTheSubstitutesToDo) {
  SubmitReport call = LampReport();
  call.source = "phone";
  Case c = town_.Report(kClerk, call);
  PerformAction ask = Perform("ask");
  ask.inspector = "wang";
  town_.Do(kClerk, c, ask);
  EXPECT_EQ(Reason(kTess, c, Perform("verify")), "NOT_THE_TASKED_INSPECTOR");
  EXPECT_EQ(Reason(For(kSam, kWatcher), c, Perform("verify")), "");
}

TEST_F(SubstitutionTest, WhoHandledForSomebodyNeverChecksNorDoesTheOne) {
  Case c = LampAtWorks(town_);
  town_.Do(For(kSam, kWorker), c, Perform("repair"));
  EXPECT_EQ(Reason(For(kSam, kWatcher), c, Review()), "ACTOR_IS_HANDLER") << "the same person in another post";
  EXPECT_EQ(Reason(For(kWorker, kWatcher), c, Review()), "ACTOR_IS_HANDLER") << "the person for whom it was handled";
  EXPECT_EQ(Reason(kWatcher, c, Review()), "") << "the absent checker has no part in it";
}

TEST_F(SubstitutionTest, NobodyOfTheHandlingUnitChecksForSomebodyElse) {
  Case c = LampAtWorks(town_);
  Actor colleague{.id = "wanda", .organisation = "works", .area = "", .roles = {"worker"}};
  town_.editions.absences = std::make_shared<const Absences>(Absences{Of(kWatcher, colleague)});
  town_.Do(kWorker, c, Perform("repair"));
  EXPECT_EQ(Reason(For(colleague, kWatcher), c, Review()), "ACTOR_IS_HANDLER") << "by their own organisation";
}

TEST_F(SubstitutionTest, WhoHandledHasNoSubstituteThatChecks) {
  Case c = LampAtWorks(town_);
  Actor both = kWatcher;
  both.id = "wolf";  // a second post of the handler
  town_.editions.absences = std::make_shared<const Absences>(Absences{Of(both, kTess)});
  town_.Do(kWorker, c, Perform("repair"));
  EXPECT_EQ(Reason(For(kTess, both), c, Review()), "ACTOR_IS_HANDLER");
  EXPECT_EQ(Reason(kTess, c, Review()), "") << "in their own name";
}

TEST_F(SubstitutionTest, WhoHasWithdrawnComesBackThroughNoSubstitution) {
  Case c = LampAtWorks(town_);
  c.parts.push_back({Part::kRecused, "wolf"});
  EXPECT_EQ(Reason(For(kSam, kWorker), c, Perform("repair")), "ACTOR_IS_RECUSED") << "somebody acts for them";
  EXPECT_EQ(Reason(For(kWorker, kWatcher), c, Review()), "ACTOR_IS_RECUSED") << "they act for somebody";
  Case other = LampAtWorks(town_);
  other.parts.push_back({Part::kRecused, "sam"});
  EXPECT_EQ(Reason(For(kSam, kWorker), other, Perform("repair")), "ACTOR_IS_RECUSED");
}

// One person with two roles once filed a case and handled it.
TEST_F(SubstitutionTest, WhoFiledHandlesNeitherInTheirOwnNameNorForAnother) {
  Case c = LampAtWorks(town_);
  c.parts.push_back({Part::kFiler, "wolf"});
  EXPECT_EQ(Reason(kWorker, c, Perform("repair")), "ACTOR_IS_FILER");
  EXPECT_EQ(Reason(For(kSam, kWorker), c, Perform("repair")), "ACTOR_IS_FILER");
}

TEST_F(SubstitutionTest, AnAdministrativeStepIsTakenInNobodysName) {
  EXPECT_EQ(town_.Reason(For(kTess, kClerk), nullptr, ActivateEdition{EditionKind::kRoles, "roles", {}}),
            "ROLE_NOT_ALLOWED");
}

}  // namespace
}  // namespace wangge::domain
