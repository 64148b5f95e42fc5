// Dispatch by the rules of responsibility, and incidents where they fail.
#include <gtest/gtest.h>

#include "domain/testing/town.h"

namespace wangge::domain {
namespace {

using namespace testing;  // NOLINT: the town is all that these tests speak of

class ByRulesTest : public ::testing::Test {
 protected:
  ByRulesTest() : c_(town_.Report(kClerk, LampReport())) { town_.Do(kClerk, c_, FileAs("lamp-1")); }
  PerformAction ByRules(RoutingAnswer answer) const {
    return {.case_id = c_.id, .action = "send", .desk = Desk::kDispatch, .routing = std::move(answer)};
  }

  Town town_;
  Case c_;
};

TEST_F(ByRulesTest, TheRulesNameTheUnitAndTheStepTellsWhich) {
  const auto events = town_.Events(kClerk, &c_, ByRules({.unit = "works", .rule = "rules/lamp/33"}));
  ASSERT_NE(Only<Routed>(events), nullptr);
  EXPECT_EQ(Only<Routed>(events)->rule, "rules/lamp/33");
  EXPECT_EQ(Only<Dispatched>(events)->unit, "works");
}

TEST_F(ByRulesTest, AFailingRuleIsAnIncidentOnTheCaseWhichStaysWhereItIs) {
  const auto events = town_.Events(kClerk, &c_, ByRules({RoutingFault::kAmbiguous, "", "a/lamp/*, b/lamp/*"}));
  EXPECT_EQ(events, (std::vector<Event>{RoutingFailed{RoutingFault::kAmbiguous, "a/lamp/*, b/lamp/*", town_.now}}));
  town_.Apply(c_, events);
  EXPECT_EQ(c_.stage, stage::kDesk);
  ASSERT_NE(OpenIncident(c_), nullptr);
  EXPECT_EQ(OpenIncident(c_)->rule, "a/lamp/*, b/lamp/*");
}

TEST_F(ByRulesTest, TheSameFailureAgainIsNoOtherIncident) {
  const RoutingAnswer answer{RoutingFault::kNoRule, "", "rules"};
  town_.Do(kClerk, c_, ByRules(answer));
  EXPECT_TRUE(town_.Events(kClerk, &c_, ByRules(answer)).empty());
  town_.now = town_.now + Minutes(5);
  town_.Do(kClerk, c_, ByRules({RoutingFault::kInactiveUnit, "", "rules/lamp/*"}));
  ASSERT_EQ(c_.incidents.size(), 2u);
  EXPECT_EQ(c_.incidents[0].resolved_at, town_.now) << "followed by another";
  EXPECT_EQ(OpenIncident(c_)->fault, RoutingFault::kInactiveUnit);
}

TEST_F(ByRulesTest, ALaterDispatchResolvesTheIncident) {
  town_.Do(kClerk, c_, ByRules({RoutingFault::kNoRule, "", "rules"}));
  town_.now = town_.now + Minutes(5);
  town_.Do(kClerk, c_, SendTo("works"));
  EXPECT_EQ(OpenIncident(c_), nullptr);
  EXPECT_EQ(c_.incidents[0].resolved_at, town_.now);
}

TEST_F(ByRulesTest, OnlyADispatchWithoutAUnitFollowsTheRules) {
  PerformAction named = ByRules({.unit = "works", .rule = "rules/lamp/33"});
  named.unit = "parks";
  EXPECT_EQ(town_.Reason(kClerk, &c_, named), "NOT_BY_RULES");
  Case c = town_.Report(kClerk, LampReport());
  PerformAction drop = Perform("drop");
  drop.case_id = c.id;
  drop.routing = RoutingAnswer{.fault = RoutingFault::kNoRule, .rule = "rules"};
  EXPECT_EQ(town_.Reason(kClerk, &c, drop), "NOT_BY_RULES");
}

TEST_F(ByRulesTest, WhoMayNotDispatchRaisesNoIncident) {
  EXPECT_EQ(town_.Reason(kWatcher, &c_, ByRules({RoutingFault::kNoRule, "", "rules"})), "ROLE_NOT_ALLOWED");
}

}  // namespace
}  // namespace wangge::domain
