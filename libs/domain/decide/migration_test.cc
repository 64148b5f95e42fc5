#include <gtest/gtest.h>

#include "domain/testing/town.h"

namespace wangge::domain {
namespace {

using testing::kKeeper;
using testing::Town;

constexpr EditionId kNext{31};

// The town's procedure with another stage and another clock before all others, so that every index moves.
Procedure Next() {
  Procedure next = testing::TownProcedure();
  next.stages.insert(next.stages.begin(), {.id = "hall", .label = {"大厅", "Hall"}});
  next.clocks.insert(next.clocks.begin(), {.id = "hall", .label = {"大厅", "Hall"}});
  return next;
}

void Release(Town& town, Procedure procedure) {
  town.editions.procedures.Activate("town", kNext, std::make_shared<const Procedure>(std::move(procedure)));
}

TEST(Migration, ACaseKeepsItsStageAndClocksByTheirIds) {
  Town town;
  Case c = testing::LampAtWorks(town);
  const ClockRun running = c.clocks.back();
  Release(town, Next());
  town.Apply(c, town.Events(kKeeper, &c, MigrateCase{c.id}));
  EXPECT_EQ(c.procedure, kNext);
  EXPECT_EQ(c.stage, testing::stage::kUnit + 1);
  EXPECT_EQ(c.clocks.back().clock, running.clock + 1);
  EXPECT_EQ(c.clocks.back().due, running.due) << "deadlines stay";
  EXPECT_TRUE(town.Events(kKeeper, &c, MigrateCase{c.id}).empty()) << "nothing is left to do";
}

TEST(Migration, WhatTheNewEditionHasNoNameForIsNotLost) {
  Town town;
  const Case c = testing::LampAtWorks(town);
  Procedure without = testing::TownProcedure();
  without.clocks[testing::clock::kIntake].id = "reception";
  Release(town, without);
  EXPECT_EQ(town.Reason(kKeeper, &c, MigrateCase{c.id}), "MIGRATION_LOSES");
  without = testing::TownProcedure();
  without.stages[testing::stage::kUnit].id = "squad";
  Release(town, without);
  EXPECT_EQ(town.Reason(kKeeper, &c, MigrateCase{c.id}), "MIGRATION_LOSES");
}

TEST(Migration, OnlyWhoAdministersMovesCases) {
  Town town;
  const Case c = testing::LampAtWorks(town);
  Release(town, Next());
  EXPECT_EQ(town.Reason(testing::kClerk, &c, MigrateCase{c.id}), "ROLE_NOT_ALLOWED");
}

}  // namespace
}  // namespace wangge::domain
