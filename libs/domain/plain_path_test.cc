#include "domain/plain_path.h"

#include "domain/testing/town.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

namespace action = testing::action;
namespace stage = testing::stage;

TEST(PlainPath, IsTheShortestWayToAClosedCase) {
  EXPECT_EQ(PlainPath(testing::TownProcedure()),
            (std::vector<ActionIndex>{action::kFile, action::kSend, action::kRepair, action::kShut}));
}

TEST(PlainPath, OfTwoShortestWaysTheOneThatStandsFirst) {
  Procedure procedure = testing::TownProcedure();
  Action twin = procedure.actions[action::kFile];
  twin.id = "twin";
  procedure.actions.push_back(twin);
  EXPECT_EQ(PlainPath(procedure).front(), action::kFile);
}

TEST(PlainPath, LeavesOutWhatIsForUntrustedReportsOnly) {
  Procedure procedure = testing::TownProcedure();
  Action shortcut = testing::MakeAction("shortcut", stage::kIntake, stage::kShut, "clerk");
  procedure.actions.push_back(shortcut);
  EXPECT_EQ(PlainPath(procedure).size(), 1u);
  procedure.actions.back().guards = {Guard::kSourceIsNotTrusted};
  EXPECT_EQ(PlainPath(procedure).size(), 4u);
}

TEST(PlainPath, IsEmptyWhereNothingCloses) {
  Procedure procedure = testing::TownProcedure();
  procedure.actions[action::kShut].to = stage::kDropped;
  EXPECT_TRUE(PlainPath(procedure).empty());
}

}  // namespace
}  // namespace wangge::domain
