#include "base/limits.h"
#include "domain/testing/town.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::kCatalogueEdition;
using testing::kClerk;
using testing::kProcedureEdition;
using testing::kSystemEdition;
using testing::kWatcher;
using testing::kWorker;
using testing::LampReport;
using testing::Town;

TEST(DecideReport, ACaseIsPinnedToTheEditionsInForce) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  EXPECT_EQ(c.system, kSystemEdition);
  EXPECT_EQ(c.procedure, kProcedureEdition);
  EXPECT_EQ(c.catalogue, kCatalogueEdition);
  town.editions.procedures.Activate("town", EditionId{50}, std::make_shared<const Procedure>(testing::TownProcedure()));
  EXPECT_EQ(town.Report(kClerk, LampReport()).procedure, EditionId{50});
}

TEST(DecideReport, ACaseBeginsInTheFirstStageWithItsClocks) {
  Town town;
  const Case c = town.Report(kClerk, LampReport());
  EXPECT_EQ(c.stage, testing::stage::kIntake);
  EXPECT_EQ(c.outcome, Outcome::kOpen);
  EXPECT_EQ(c.received_at, town.now);
  EXPECT_EQ(c.reporter, "carla");
  ASSERT_EQ(c.clocks.size(), 1u);
  EXPECT_EQ(c.clocks[0].clock, testing::clock::kIntake);
  EXPECT_EQ(c.clocks[0].due, town.now + Minutes(15));
  EXPECT_FALSE(c.filed);
}

TEST(DecideReport, TheCellOfTheFirstLayerIsTheArea) {
  Town town;
  SubmitReport report = LampReport();
  std::swap(report.location.placements[0], report.location.placements[1]);
  EXPECT_EQ(town.Report(kClerk, report).area, "330101");
}

TEST(DecideReport, InAGapOrWithoutAPointACaseHasNoArea) {
  Town town;
  SubmitReport gap = LampReport();
  gap.location.placements.erase(gap.location.placements.begin());
  gap.location.gaps = {{.layer = "grid", .version = 1, .nearest = "330101", .nearest_cm = 420}};
  const Case c = town.Report(kClerk, gap);
  EXPECT_EQ(c.area, "");
  EXPECT_EQ(c.location.gaps.size(), 1u);
  SubmitReport nowhere = LampReport();
  nowhere.location = {};
  EXPECT_EQ(town.Report(kClerk, nowhere).area, "");
}

TEST(DecideReport, WhatIsNotInForceIsRefusedByName) {
  Town town;
  const auto reason = [&town](auto&& change) {
    SubmitReport report = LampReport();
    change(report);
    return town.Reason(kClerk, nullptr, report);
  };
  EXPECT_EQ(reason([](SubmitReport& r) { r.system = "village"; }), "UNKNOWN_SYSTEM");
  EXPECT_EQ(reason([](SubmitReport& r) { r.source = "letter"; }), "UNKNOWN_SOURCE");
  EXPECT_EQ(reason([](SubmitReport& r) { r.category = "bench"; }), "UNKNOWN_CATEGORY");
  const Decision decision = town.Try(kClerk, nullptr, SubmitReport{.system = "village"});
  EXPECT_EQ(std::get<Rejection>(decision).details.at("system"), "village");
  EXPECT_EQ(std::get<Rejection>(decision).kind, RefusalKind::kInvalid);
}

TEST(DecideReport, ASystemWithoutItsProcedureOrCatalogueTakesNoReports) {
  Town town;
  town.editions.procedures = {};
  EXPECT_EQ(town.Reason(kClerk, nullptr, LampReport()), "SYSTEM_INCOMPLETE");
  Town other;
  other.editions.catalogues = {};
  EXPECT_EQ(other.Reason(kClerk, nullptr, LampReport()), "SYSTEM_INCOMPLETE");
}

TEST(DecideReport, OnlyTheRolesOfTheProcedureReport) {
  Town town;
  EXPECT_EQ(town.Reason(kWatcher, nullptr, LampReport()), "");
  EXPECT_EQ(town.Reason(kWorker, nullptr, LampReport()), "ROLE_NOT_ALLOWED");
  EXPECT_EQ(town.Reason(Actor{.id = "nobody"}, nullptr, LampReport()), "ROLE_NOT_ALLOWED");
}

TEST(DecideReport, ASourceIsForTheRolesThatItNames) {
  Town town;
  System system = testing::TownSystem();
  system.sources.at("patrol").roles = {"watcher"};
  town.editions.systems.Activate("town", testing::kSystemEdition, std::make_shared<const System>(system));
  EXPECT_EQ(town.Reason(kWatcher, nullptr, LampReport()), "");
  EXPECT_EQ(town.Reason(kClerk, nullptr, LampReport()), "SOURCE_NOT_ALLOWED")
      << "or a public desk would get around the verification by calling itself an inspector";
  SubmitReport phoned = LampReport();
  phoned.source = "phone";
  EXPECT_EQ(town.Reason(kClerk, nullptr, phoned), "") << "a source that names no role is for all who report";
}

TEST(DecideReport, TheTimeOfCaptureIsKeptAndNotAhead) {
  Town town;
  SubmitReport report = LampReport();
  report.captured_at = town.now - Minutes(30);
  EXPECT_EQ(town.Report(kClerk, report).captured_at, town.now - Minutes(30));
  report.captured_at = town.now + limits::kOccurredAheadMax + Microseconds(1);
  EXPECT_EQ(town.Reason(kClerk, nullptr, report), "CAPTURED_IN_FUTURE");
}

TEST(DecideReport, APositionLiesOnEarth) {
  Town town;
  const auto reason = [&town](std::int32_t lon_e7, std::int32_t lat_e7) {
    SubmitReport report = LampReport();
    report.location.position = Position{lon_e7, lat_e7};
    return town.Reason(kClerk, nullptr, report);
  };
  EXPECT_EQ(reason(1'800'000'000, -900'000'000), "");
  EXPECT_EQ(reason(1'800'000'001, 0), "POSITION_OUT_OF_RANGE");
  EXPECT_EQ(reason(-1'800'000'001, 0), "POSITION_OUT_OF_RANGE");
  EXPECT_EQ(reason(0, 900'000'001), "POSITION_OUT_OF_RANGE");
  EXPECT_EQ(reason(0, -900'000'001), "POSITION_OUT_OF_RANGE");
}

TEST(DecideReport, ADeviceClockMayBeFiveMinutesAheadAndAnyTimeBehind) {
  Town town;
  const auto reason = [&town](Timestamp occurred) {
    SubmitReport report = LampReport();
    report.occurred_at = occurred;
    return town.Reason(kClerk, nullptr, report);
  };
  EXPECT_EQ(reason(town.now + limits::kOccurredAheadMax), "");
  EXPECT_EQ(reason(town.now + limits::kOccurredAheadMax + Microseconds(1)), "OCCURRED_IN_FUTURE");
  EXPECT_EQ(reason(Timestamp{0}), "");
}

TEST(DecideReport, WithoutATimeItOccurredWhenItWasReceived) {
  Town town;
  EXPECT_EQ(town.Report(kClerk, LampReport()).occurred_at, std::nullopt) << "not told";
  SubmitReport report = LampReport();
  report.occurred_at = town.now - Hours(3);
  EXPECT_EQ(town.Report(kClerk, report).occurred_at, town.now - Hours(3));
}

TEST(DecideReport, APlaceIsFoundInTheLayersInForce) {
  Town town;
  town.editions.activations[{EditionKind::kLayer, "grid"}].version = 2;
  EXPECT_EQ(town.Reason(kClerk, nullptr, LampReport()), "LAYER_VERSION_CHANGED") << "found in version 1";
  SubmitReport report = LampReport();
  report.location.placements[0].version = 2;
  EXPECT_EQ(town.Reason(kClerk, nullptr, report), "");
  report.location.placements.erase(report.location.placements.begin());
  EXPECT_EQ(town.Reason(kClerk, nullptr, report), "LAYER_VERSION_CHANGED") << "not looked for in the layer at all";
  report.location.gaps = {{.layer = "grid", .version = 2, .nearest = "", .nearest_cm = 0}};
  EXPECT_EQ(town.Reason(kClerk, nullptr, report), "");
  SubmitReport nowhere = LampReport();
  nowhere.location = {};
  EXPECT_EQ(town.Reason(kClerk, nullptr, nowhere), "") << "without a point there is nothing to find";
}

TEST(DecideReport, TheSameCommandGivesTheSameEvents) {
  const Town town;
  EXPECT_EQ(town.Events(kClerk, nullptr, LampReport()), town.Events(kClerk, nullptr, LampReport()));
}

}  // namespace
}  // namespace wangge::domain
