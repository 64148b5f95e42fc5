#include "insight/case_counts.h"

#include <gtest/gtest.h>

#include "domain/testing/town.h"
#include "insight/case_rates.h"

namespace wangge::insight {
namespace {

using domain::Case;
namespace town = domain::testing;

constexpr Timestamp kStart{1'767'225'600'000'000};

Case At(std::int32_t lon_e7, Timestamp at, const char* category = "lamp") {
  Case c{.category = category, .received_at = at};
  c.location.position = Position{.lon_e7 = lon_e7, .lat_e7 = 280'000'000};
  return c;
}

std::uint64_t RecurringOf(const std::vector<Case>& cases) {
  CaseCounter counter(kStart);
  for (const Case& c : cases) counter.Add(c, town::TownProcedure());
  return counter.counts().recurring;
}

// At 28 degrees north 5,000 units of longitude are 49.1 m, 5,200 are 51.1 m.
TEST(Recurring, IsOfTheSameCategoryWithinFiftyMetresAndADay) {
  const Case first = At(1'200'000'000, kStart);
  EXPECT_EQ(RecurringOf({first, At(1'200'005'000, kStart + Hours(24))}), 1u);
  EXPECT_EQ(RecurringOf({first, At(1'200'005'200, kStart + Hours(24))}), 0u);
  EXPECT_EQ(RecurringOf({first, At(1'200'005'000, kStart + Hours(24) + Microseconds(1))}), 0u);
  EXPECT_EQ(RecurringOf({first, At(1'200'000'000, kStart, "tree")}), 0u);
}

TEST(CaseCounts, ALateAssignmentAndItsExemptionAreBothCounted) {
  town::Town place;
  Case c = town::LampAtWorks(place);
  place.now = place.now + Hours(3);
  c.assignments.back().end = domain::AssignmentEnd::kConfirmed;
  c.assignments.back().late = true;
  c.assignments.back().exempt = true;
  CaseCounter counter(place.now);
  counter.Add(c, town::TownProcedure());
  EXPECT_EQ(counter.counts().units.at("works").late, 1u);
  EXPECT_EQ(counter.counts().units.at("works").exempt, 1u);
  EXPECT_EQ(counter.counts().assignments.confirmed, 1u);
  EXPECT_EQ(counter.counts().clocks.at("repair").overdue, 1u);
  EXPECT_EQ(counter.counts().clocks.at("intake").on_time, 1u);
}

TEST(CaseCounts, WhatGoesOnIsOverdueByTheClockOfTheReader) {
  town::Town place;
  const Case c = town::LampAtWorks(place);
  CaseCounter early(place.now + Hours(2));
  early.Add(c, town::TownProcedure());
  EXPECT_EQ(early.counts().assignments.overdue, 0u) << "at the deadline one is on time";
  CaseCounter later(place.now + Hours(2) + Microseconds(1));
  later.Add(c, town::TownProcedure());
  EXPECT_EQ(later.counts().assignments.overdue, 1u);
}

// -- rates ------------------------------------------------------------------------------------------------------------

Rate RateNamed(const CaseCounts& counts, std::string_view id) {
  for (const Rate& rate : RatesOf(counts)) {
    if (rate.id == id) return rate;
  }
  ADD_FAILURE() << "no rate " << id;
  return {};
}

TEST(CaseRates, OverdueIsOfWhatWasDueToBeHandledOpenOrNot) {
  CaseCounts counts;
  counts.assignments = {.assignments = 20,
                        .confirmed = 9,
                        .late = 2,
                        .exempt = 1,
                        .returned = 4,
                        .withdrawn = 2,
                        .open = 5,
                        .overdue = 1,
                        .extended = 6,
                        .due_extended = 3};
  const Rate overdue = RateNamed(counts, "overdue");
  EXPECT_EQ(overdue.numerator, 3u) << "an exempt one is overdue all the same";
  EXPECT_EQ(overdue.denominator, 10u) << "what went back, was withdrawn or is not due yet is left out";
  EXPECT_EQ(RateNamed(counts, "extended").numerator, 3u);
  EXPECT_EQ(RateNamed(counts, "extended").denominator, 10u);
  EXPECT_EQ(RateNamed(counts, "returned").numerator, 4u);
  EXPECT_EQ(RateNamed(counts, "returned").denominator, 20u);
}

TEST(CaseRates, ReworkIsOfCasesThatWereHandledAndCountsACaseOnce) {
  town::Town place;
  Case c = town::LampAtWorks(place);
  place.Do(town::kWorker, c, town::Perform("repair"));
  place.Do(town::kWatcher, c, town::Perform("repeat"));
  c.assignments.front().end = domain::AssignmentEnd::kConfirmed;
  CaseCounter counter(place.now);
  counter.Add(c, town::TownProcedure());
  EXPECT_EQ(RateNamed(counter.counts(), "reworked").numerator, 1u);
  EXPECT_EQ(RateNamed(counter.counts(), "reworked").denominator, 1u);
}

TEST(CaseRates, NothingHasNoRate) {
  for (const Rate& rate : RatesOf({})) EXPECT_EQ(rate.denominator, 0u) << rate.id;
}

}  // namespace
}  // namespace wangge::insight
