#include "catalog/way_of_case.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/testing/town.h"

namespace wangge::catalog {
namespace {

namespace town = domain::testing;
using ::testing::HasSubstr;

TEST(WayOfCase, EveryStateOnTheWayOfACaseIsCoveredByItsOwnProcedure) {
  const domain::Procedure procedure = town::TownProcedure();
  const CoveredStates covered(procedure);
  town::Town place;
  domain::Case c = place.Report(town::kClerk, town::LampReport());
  EXPECT_EQ(covered.WhyNot(c), std::nullopt);
  place.Do(town::kClerk, c, town::FileAs("lamp-1"));
  EXPECT_EQ(covered.WhyNot(c), std::nullopt);
  place.Do(town::kClerk, c, town::SendTo("works"));
  EXPECT_EQ(covered.WhyNot(c), std::nullopt);
  place.Do(town::kWorker, c, town::Perform("repair"));
  EXPECT_EQ(covered.WhyNot(c), std::nullopt);
}

TEST(WayOfCase, AClockThatTheProcedureNeverRunsThereIsNamedWithTheStage) {
  // The same words, but sending starts no clock any more: nothing would stop the one that runs.
  domain::Procedure procedure = town::TownProcedure();
  procedure.actions[town::action::kSend].starts.clear();
  procedure.actions[town::action::kRepeat].starts.clear();
  town::Town place;
  const domain::Case c = town::LampAtWorks(place);
  const auto why = CoveredStates(procedure).WhyNot(c);
  ASSERT_TRUE(why.has_value());
  EXPECT_THAT(*why,
              HasSubstr("stage \"unit\" with clocks running: repair; standing still: none; request waiting: none"));
}

}  // namespace
}  // namespace wangge::catalog
