// What the engine does by itself right after a step: it dispatches by the rules of responsibility.
#include <gtest/gtest.h>

#include "domain/testing/town.h"

namespace wangge::domain {
namespace {

using namespace testing;  // NOLINT: the town is all that these tests speak of

class FollowingTest : public ::testing::Test {
 protected:
  FollowingTest() {
    auto procedure = std::make_shared<Procedure>(TownProcedure());
    Action by_itself = procedure->actions[action::kSend];
    by_itself.id = "send_by_rules";
    by_itself.roles.clear();
    procedure->actions[action::kFile].then = static_cast<ActionIndex>(procedure->actions.size());
    procedure->actions.push_back(std::move(by_itself));
    town_.editions.procedures.Activate("town", kProcedureEdition, std::move(procedure));
    c_ = town_.Report(kClerk, LampReport());
  }
  // Files, and what is to follow.
  FollowAction File(RoutingAnswer answer) {
    PerformAction command = FileAs("lamp-1");
    command.then_routing = std::move(answer);
    town_.Do(kClerk, c_, command);
    const auto follow = FollowOf(town_.editions, c_, command);
    CHECK(follow.has_value());
    return *follow;
  }

  Town town_;
  Case c_;
};

TEST_F(FollowingTest, AFiledCaseGoesToTheUnitThatTheRulesName) {
  const FollowAction follow = File({.unit = "works", .rule = "rules/lamp/33"});
  const auto events = town_.Events(kTimer, &c_, follow);
  EXPECT_EQ(Only<ActionPerformed>(events)->actor, kTimer.id);
  EXPECT_EQ(Only<Routed>(events)->rule, "rules/lamp/33");
  town_.Apply(c_, events);
  EXPECT_EQ(c_.unit, "works");
  EXPECT_EQ(c_.stage, stage::kUnit);
}

TEST_F(FollowingTest, WhereTheRulesDecideNothingAnIncidentSaysSoAndAPersonDispatches) {
  const FollowAction follow = File({RoutingFault::kNoRule, "", "rules"});
  town_.Apply(c_, town_.Events(kTimer, &c_, follow));
  EXPECT_EQ(c_.stage, stage::kDesk);
  ASSERT_NE(OpenIncident(c_), nullptr);
  EXPECT_EQ(OpenIncident(c_)->fault, RoutingFault::kNoRule);
  town_.Do(kClerk, c_, SendTo("parks"));
  EXPECT_EQ(OpenIncident(c_), nullptr);
}

TEST_F(FollowingTest, AUnitThatIsGoneByThenIsAnIncident) {
  const FollowAction follow = File({.unit = "gone", .rule = "rules/lamp/33"});
  town_.Apply(c_, town_.Events(kTimer, &c_, follow));
  ASSERT_NE(OpenIncident(c_), nullptr);
  EXPECT_EQ(OpenIncident(c_)->fault, RoutingFault::kInactiveUnit);
  EXPECT_EQ(OpenIncident(c_)->rule, "rules/lamp/33");
}

TEST_F(FollowingTest, WhatTheCaseDoesNotAllowAnyMoreIsLeftAlone) {
  const FollowAction follow = File({.unit = "works", .rule = "rules/lamp/33"});
  town_.Do(kClerk, c_, SendTo("parks"));
  EXPECT_TRUE(town_.Events(kTimer, &c_, follow).empty());
}

TEST_F(FollowingTest, NobodyPerformsItAndNothingFollowsWithoutAnAnswerOfTheRules) {
  town_.Do(kClerk, c_, FileAs("lamp-1"));
  EXPECT_FALSE(FollowOf(town_.editions, c_, FileAs("lamp-1")).has_value());
  PerformAction by_hand = SendTo("works");
  by_hand.action = "send_by_rules";
  by_hand.case_id = c_.id;
  EXPECT_EQ(town_.Reason(kClerk, &c_, by_hand), "ROLE_NOT_ALLOWED");
}

}  // namespace
}  // namespace wangge::domain
