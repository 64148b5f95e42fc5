#include "domain/calendar/calendar.h"

#include "base/rfc3339.h"
#include "domain/calendar/testing/calendars.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::China;
using testing::ChinaSpec;
using testing::Compiled;

Timestamp At(const char* text) { return *ParseRfc3339(std::string(text) + "+08:00"); }

std::string Reached(const Calendar& calendar, const char* from, Duration work) {
  return FormatRfc3339(calendar.Add(At(from), work).at, calendar.utc_offset()).substr(0, 19);
}

std::string RefusalOf(CalendarSpec spec) {
  const auto result = Calendar::Compile(std::move(spec));
  const auto* fault = std::get_if<CalendarFault>(&result);
  return fault == nullptr ? "" : fault->text;
}

TEST(Calendar, WorkingTimeIsTheTimeInsideTheSessions) {
  const Calendar china = China();
  EXPECT_EQ(china.Measure(At("2026-03-02T07:00:00"), At("2026-03-02T23:00:00")), Hours(8));
  EXPECT_EQ(china.Measure(At("2026-03-02T11:30:00"), At("2026-03-02T14:15:00")), Minutes(45));
  EXPECT_EQ(china.Measure(At("2026-03-06T18:00:00"), At("2026-03-09T08:00:00")), Hours(0)) << "a weekend";
}

TEST(Calendar, AHolidayIsNotWorkedAndAMakeUpDayIs) {
  const Calendar china = China();
  EXPECT_EQ(china.Measure(At("2026-02-14T00:00:00"), At("2026-02-15T00:00:00")), Hours(8));
  EXPECT_EQ(china.Measure(At("2026-02-15T00:00:00"), At("2026-02-24T00:00:00")), Hours(0));
  EXPECT_TRUE(china.IsWorkingDay(*ParseDay("2026-02-28")));
  EXPECT_FALSE(china.IsWorkingDay(*ParseDay("2026-02-23")));
}

TEST(Calendar, TheEarliestInstantIsReachedNotTheNextOpening) {
  const Calendar china = China();
  EXPECT_EQ(Reached(china, "2026-03-02T14:00:00", Hours(4)), "2026-03-02T18:00:00");
  EXPECT_EQ(Reached(china, "2026-03-02T14:00:00", Hours(4) + Microseconds(1)), "2026-03-03T08:00:00");
  EXPECT_EQ(Reached(china, "2026-03-06T18:00:00", Minutes(1)), "2026-03-09T08:01:00");
  EXPECT_EQ(Reached(china, "2026-02-13T17:00:00", Hours(4)), "2026-02-14T11:00:00");
}

TEST(Calendar, ASessionPastMidnightBelongsToTheDayItStarts) {
  CalendarSpec spec = ChinaSpec();
  spec.hours = {testing::OfficeWeek({{20 * 3600, 26 * 3600}})};
  const Calendar night = Compiled(spec);
  // Friday night is worked until Saturday 02:00; the night before Monday is not.
  EXPECT_EQ(night.Measure(At("2026-03-06T00:00:00"), At("2026-03-06T02:00:00")), Hours(2));
  EXPECT_EQ(night.Measure(At("2026-03-07T01:00:00"), At("2026-03-08T12:00:00")), Hours(1));
  EXPECT_EQ(night.Measure(At("2026-03-09T00:00:00"), At("2026-03-09T03:00:00")), Hours(0));
  EXPECT_EQ(Reached(night, "2026-03-07T00:30:00", Minutes(90)), "2026-03-07T02:00:00");
  EXPECT_EQ(night.Add(At("2026-03-06T23:00:00"), Hours(3)).day, *ParseDay("2026-03-06"));
  EXPECT_EQ(Reached(night, "2026-03-07T00:30:00", Minutes(91)), "2026-03-09T20:01:00");
}

TEST(Calendar, HoursChangeOnTheirFirstDay) {
  CalendarSpec spec = ChinaSpec();
  spec.hours.push_back(testing::OfficeWeek({{9 * 3600, 12 * 3600}}));
  spec.hours[1].from = *ParseDay("2026-06-01");
  const Calendar calendar = Compiled(spec);
  EXPECT_EQ(calendar.Measure(At("2026-05-29T00:00:00"), At("2026-05-30T00:00:00")), Hours(8));
  EXPECT_EQ(calendar.Measure(At("2026-06-01T00:00:00"), At("2026-06-02T00:00:00")), Hours(3));
}

TEST(Calendar, BeyondTheLastListTheWeekPatternRepeats) {
  const Calendar china = China();
  EXPECT_EQ(china.provisional_from(), *ParseDay("2027-01-01"));
  EXPECT_TRUE(china.IsWorkingDay(*ParseDay("2027-01-01")));
  EXPECT_EQ(china.Measure(At("2030-03-04T00:00:00"), At("2030-03-11T00:00:00")), Hours(40));
  EXPECT_EQ(Reached(china, "2026-12-31T14:00:00", Hours(8 * 5)), "2027-01-07T12:00:00");
  EXPECT_EQ(china.WorkingDayAfter(*ParseDay("2040-01-06"), 1), *ParseDay("2040-01-09"));
}

TEST(Calendar, TheNthWorkingDaySkipsHolidaysAndCountsMakeUpDays) {
  const Calendar china = China();
  EXPECT_EQ(china.WorkingDayAfter(*ParseDay("2026-02-13"), 1), *ParseDay("2026-02-14"));
  EXPECT_EQ(china.WorkingDayAfter(*ParseDay("2026-02-13"), 2), *ParseDay("2026-02-24"));
  EXPECT_EQ(china.WorkingDayAfter(*ParseDay("2026-02-13"), 6), *ParseDay("2026-02-28"));
  EXPECT_EQ(china.WorkingDayFrom(*ParseDay("2026-02-14")), *ParseDay("2026-02-14"));
  EXPECT_EQ(china.WorkingDayFrom(*ParseDay("2026-02-15")), *ParseDay("2026-02-24"));
}

TEST(Calendar, KnowsNothingBeforeItsFirstYear) {
  EXPECT_FALSE(China().Knows(At("2024-12-31T23:59:59")));
  EXPECT_TRUE(China().Knows(At("2025-01-01T00:00:00")));
}

TEST(Calendar, TheNextYearIsMissedFromTheFirstOfNovemberOn) {
  const Calendar china = China();
  EXPECT_EQ(MissingYear(china, At("2026-10-31T23:59:59")), std::nullopt);
  EXPECT_EQ(MissingYear(china, At("2026-11-01T00:00:00")), 2027);
  EXPECT_EQ(MissingYear(china, At("2028-05-01T00:00:00")), 2027);
  EXPECT_EQ(MissingYear(Calendar::Bare(Hours(8)), At("2028-05-01T00:00:00")), std::nullopt);
}

// -- what is refused --------------------------------------------------------------------------------------------------

TEST(Calendar, RefusesOverlappingSessions) {
  CalendarSpec spec = ChinaSpec();
  spec.hours[0].week[2] = {{8 * 3600, 12 * 3600}, {11 * 3600, 18 * 3600}};
  EXPECT_NE(RefusalOf(spec).find("do not overlap"), std::string::npos);
}

TEST(Calendar, RefusesASessionThatReachesIntoTheNextDaysFirst) {
  CalendarSpec spec = ChinaSpec();
  spec.hours[0].week[2] = {{20 * 3600, 33 * 3600}};
  EXPECT_NE(RefusalOf(spec).find("past midnight"), std::string::npos);
}

TEST(Calendar, RefusesAMakeUpDayThatIsAHoliday) {
  CalendarSpec both = ChinaSpec();
  both.days.push_back({*ParseDay("2026-10-04"), DayMark::kMakeUp, "国庆节"});
  EXPECT_NE(RefusalOf(both).find("both a holiday and a make-up day"), std::string::npos);
  CalendarSpec worked = ChinaSpec();
  worked.days.push_back({*ParseDay("2026-03-02"), DayMark::kMakeUp, ""});
  EXPECT_EQ(RefusalOf(worked), "") << "it says nothing new";
  EXPECT_EQ(Compiled(worked).MarkOf(*ParseDay("2026-03-02")), nullptr);
}

TEST(Calendar, RefusesADayOutsideItsYears) {
  CalendarSpec spec = ChinaSpec();
  spec.days.push_back({*ParseDay("2027-01-01"), DayMark::kHoliday, "元旦"});
  EXPECT_NE(RefusalOf(spec).find("2027-01-01"), std::string::npos);
  spec.days.back().day = *ParseDay("2024-12-31");
  EXPECT_EQ(RefusalOf(spec), "") << "a year's notice may reach back into December";
}

TEST(Calendar, RefusesAWeekWithoutWork) {
  CalendarSpec spec = ChinaSpec();
  spec.hours[0].week = {};
  EXPECT_NE(RefusalOf(spec).find("at least one hour"), std::string::npos);
}

}  // namespace
}  // namespace wangge::domain
