#include <gtest/gtest.h>

#include "domain/testing/town.h"

namespace wangge::domain {
namespace {

using testing::kKeeper;
using testing::Town;

constexpr EditionId kNext{41};

// Another edition of the town's catalogue, in which a dark lamp has this limit.
void Release(Town& town, std::optional<Limit> limit, const char* condition = "lamp-1") {
  Catalogue next;
  next.Add(Category{.id = "lamp", .label = {"路灯", "Street lamp"}});
  next.Add(Condition{condition, "lamp", {"不亮", "Dark"}, limit});
  ASSERT_TRUE(next.Seal().empty());
  town.editions.catalogues.Activate("town", kNext, std::make_shared<const Catalogue>(std::move(next)));
}

constexpr Limit kFiveHours{LimitUnit::kUrgentHour, 5};

TEST(CatalogueMigration, ARunningCaseKeepsItsLimitUntilItIsMoved) {
  Town town;
  Case c = testing::LampAtWorks(town);
  const ClockRun before = c.clocks.back();
  Release(town, kFiveHours);
  EXPECT_EQ(c.clocks.back().due, before.due) << "an edition in force moves no case by itself";
  town.now = town.now + Hours(1);
  town.Apply(c, town.Events(kKeeper, &c, MigrateCatalogue{c.id}));
  EXPECT_EQ(c.catalogue, kNext);
  EXPECT_EQ(c.clocks.back().limit, kFiveHours);
  EXPECT_EQ(c.clocks.back().due, before.start + Hours(5)) << "from the clock's own start";
  EXPECT_TRUE(town.Events(kKeeper, &c, MigrateCatalogue{c.id}).empty()) << "nothing is left to do";
}

TEST(CatalogueMigration, AnExtensionStaysAsItWasGranted) {
  Town town;
  Case c = testing::LampAtWorks(town);
  const ClockRun& run = c.clocks.back();
  const Limit two{LimitUnit::kUrgentHour, 2};
  town.Apply(
      c, {ClockExtended{.clock = run.clock, .at = town.now, .limit = two, .due = run.due + Hours(2), .by = "carla"}});
  Release(town, kFiveHours);
  town.Apply(c, town.Events(kKeeper, &c, MigrateCatalogue{c.id}));
  EXPECT_EQ(c.clocks.back().due, c.clocks.back().start + Hours(7));
}

TEST(CatalogueMigration, AStoppedClockKeepsItsFact) {
  Town town;
  Case c = testing::LampAtWorks(town);
  town.Do(testing::kWorker, c, testing::Perform("repair"));
  Release(town, kFiveHours);
  EXPECT_EQ(testing::Only<ClockRelimited>(town.Events(kKeeper, &c, MigrateCatalogue{c.id})), nullptr);
}

TEST(CatalogueMigration, AClockThatStandsStillIsCountedWhenItResumes) {
  Town town;
  Case c = testing::LampAtWorks(town);
  const ClockRun run = c.clocks.back();
  town.Apply(c, {ClockPaused{.clock = run.clock, .at = town.now, .by = "carla"}});
  Release(town, kFiveHours);
  town.now = town.now + Hours(10);
  const auto events = town.Events(kKeeper, &c, MigrateCatalogue{c.id});
  ASSERT_NE(testing::Only<ClockRelimited>(events), nullptr);
  EXPECT_EQ(testing::Only<ClockRelimited>(events)->due, run.due);
  EXPECT_EQ(testing::Only<ClockRelimited>(events)->limit, kFiveHours);
}

TEST(CatalogueMigration, ADeadlineThatHadPassedRunsAgainWhenItMovesAhead) {
  Town town;
  Case c = testing::LampAtWorks(town);
  town.now = c.clocks.back().due + Seconds(1);
  town.Apply(c,
             town.Events(testing::kTimer, &c, ExpireClock{c.id, testing::clock::kRepair, c.clocks.back().generation}));
  ASSERT_TRUE(c.clocks.back().passed);
  Release(town, kFiveHours);
  town.Apply(c, town.Events(kKeeper, &c, MigrateCatalogue{c.id}));
  EXPECT_FALSE(c.clocks.back().passed);
}

TEST(CatalogueMigration, WhatTheNewEditionHasNoNameForKeepsTheCase) {
  Town town;
  const Case c = testing::LampAtWorks(town);
  Release(town, kFiveHours, "lamp-9");
  EXPECT_EQ(town.Reason(kKeeper, &c, MigrateCatalogue{c.id}), "MIGRATION_LOSES") << "the condition";
  Release(town, std::nullopt);
  EXPECT_EQ(town.Reason(kKeeper, &c, MigrateCatalogue{c.id}), "MIGRATION_LOSES") << "a deadline";
  town.editions.catalogues.Activate("town", kNext, std::make_shared<const Catalogue>());
  EXPECT_EQ(town.Reason(kKeeper, &c, MigrateCatalogue{c.id}), "MIGRATION_LOSES") << "the category";
}

TEST(CatalogueMigration, OnlyWhoAdministersMovesCases) {
  Town town;
  const Case c = testing::LampAtWorks(town);
  Release(town, kFiveHours);
  EXPECT_EQ(town.Reason(testing::kClerk, &c, MigrateCatalogue{c.id}), "ROLE_NOT_ALLOWED");
}

}  // namespace
}  // namespace wangge::domain
