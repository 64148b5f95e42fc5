#include "domain/project.h"
#include "domain/testing/town.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::kClerk;
using testing::kTimer;
using testing::kWorker;
using testing::LampAtWorks;
using testing::LampReport;
using testing::Perform;
using testing::Town;
namespace clock = testing::clock;

ExpireClock Expire(const Case& c) {
  const std::optional<TimerRow> row = TimerOf(c);
  CHECK(row.has_value());
  return {.case_id = c.id, .clock = row->clock, .generation = row->generation};
}

bool HasEffect(const Town& town, const Case& c, const ExpireClock& command) {
  return !town.Events(kTimer, &c, command).empty();
}

TEST(DecideExpiry, AtTheDeadlineOneIsOnTimeAndOneMicrosecondLaterLate) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  const ExpireClock timer = Expire(c);
  town.now = c.clocks[0].due;
  EXPECT_FALSE(HasEffect(town, c, timer));
  town.now = c.clocks[0].due + Microseconds(1);
  EXPECT_EQ(town.Events(kTimer, &c, timer), (std::vector<Event>{DeadlinePassed{clock::kIntake, 1, c.clocks[0].due}}));
}

TEST(DecideExpiry, ASecondTimerOfTheSameRunHasNoEffect) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  const ExpireClock timer = Expire(c);
  town.now = town.now + Hours(1);
  town.Apply(c, town.Events(kTimer, &c, timer));
  EXPECT_TRUE(c.clocks[0].passed);
  EXPECT_FALSE(HasEffect(town, c, timer));
  EXPECT_EQ(TimerOf(c), std::nullopt);
}

TEST(DecideExpiry, ATimerOfAStoppedClockHasNoEffect) {
  Town town;
  Case c = town.Report(kClerk, LampReport());
  const ExpireClock timer = Expire(c);
  town.Do(kClerk, c, testing::FileAs("lamp-1"));
  town.now = town.now + Hours(1);
  EXPECT_FALSE(HasEffect(town, c, timer));
}

TEST(DecideExpiry, ATimerOfAnOlderRunHasNoEffectOnTheNewOne) {
  Town town;
  Case c = LampAtWorks(town);
  const ExpireClock first = Expire(c);
  PerformAction back = Perform("give_back");
  back.has_note = true;
  town.Do(kWorker, c, back);
  town.Do(kClerk, c, testing::SendTo("works"));
  town.now = town.now + Hours(5);
  EXPECT_FALSE(HasEffect(town, c, first));
  EXPECT_TRUE(HasEffect(town, c, Expire(c)));
}

TEST(DecideExpiry, ATimerWithoutACaseOrRunHasNoEffect) {
  Town town;
  town.now = town.now + Hours(1);
  EXPECT_TRUE(town.Events(kTimer, nullptr, ExpireClock{}).empty());
  const Case c = town.Report(kClerk, LampReport());
  EXPECT_FALSE(HasEffect(town, c, ExpireClock{.case_id = c.id, .clock = clock::kReview, .generation = 1}));
  EXPECT_FALSE(HasEffect(town, c, ExpireClock{.case_id = c.id, .clock = 99, .generation = 1}));
}

TEST(DecideExpiry, AFiredTimerMovesNothingElse) {
  Town town;
  Case c = LampAtWorks(town);
  const StageIndex before = c.stage;
  town.now = town.now + Hours(3);
  town.Apply(c, town.Events(kTimer, &c, Expire(c)));
  EXPECT_EQ(c.stage, before);
  EXPECT_FALSE(EverLate(c, clock::kRepair)) << "lateness is fixed when the clock stops";
  town.Do(kWorker, c, Perform("repair"));
  EXPECT_TRUE(EverLate(c, clock::kRepair));
}

}  // namespace
}  // namespace wangge::domain
