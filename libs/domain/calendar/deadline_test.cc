#include "domain/calendar/deadline.h"

#include "base/rfc3339.h"
#include "domain/calendar/testing/calendars.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::China;
using testing::ChinaSpec;
using testing::Compiled;

Timestamp At(const char* text) { return *ParseRfc3339(std::string(text) + "+08:00"); }

std::string Text(const DeadlineOrNot& result) {
  if (const auto* reason = std::get_if<NoDeadline>(&result)) return std::string(NameOf(*reason));
  const Deadline& deadline = std::get<Deadline>(result);
  return FormatRfc3339(deadline.at, Hours(8)).substr(0, 19) + (deadline.provisional ? " provisional" : "");
}

std::string Due(const char* start, const char* limit, const std::vector<Interval>& pauses = {}) {
  static const Calendar kChina = China();
  return Text(DeadlineOf(kChina, At(start), *ParseLimit(limit), pauses));
}

Interval Paused(const char* from, const char* to) { return {At(from), At(to)}; }

TEST(Deadline, UrgentUnitsNeverStopForNightsAndHolidays) {
  EXPECT_EQ(Due("2026-02-16T23:30:00", "45um"), "2026-02-17T00:15:00");
  EXPECT_EQ(Due("2026-02-16T23:30:00", "2uh"), "2026-02-17T01:30:00");
  EXPECT_EQ(Due("2026-02-28T12:00:00", "1ud"), "2026-03-01T12:00:00");
}

TEST(Deadline, AnUrgentDayMayBeANaturalDay) {
  CalendarSpec spec = ChinaSpec();
  spec.urgent_day_is_natural = true;
  EXPECT_EQ(Text(DeadlineOf(Compiled(spec), At("2026-02-28T12:00:00"), *ParseLimit("1ud"))), "2026-03-02T00:00:00");
}

TEST(Deadline, WorkingUnitsCountOnlyInsideTheSessions) {
  EXPECT_EQ(Due("2026-02-13T17:00:00", "4wh"), "2026-02-14T11:00:00") << "Saturday is a make-up day";
  EXPECT_EQ(Due("2026-03-02T11:50:00", "30wm"), "2026-03-02T14:20:00");
  EXPECT_EQ(Due("2026-03-02T10:00:00", "1wd"), "2026-03-03T10:00:00");
  EXPECT_EQ(Due("2026-02-14T10:00:00", "2wd"), "2026-02-25T10:00:00");
  EXPECT_EQ(Due("2026-03-01T03:00:00", "1wd"), "2026-03-02T18:00:00") << "a start outside the sessions";
}

TEST(Deadline, ANaturalDayEndsAtMidnightAfterTheLastDayAndTheStartDayIsNotCounted) {
  EXPECT_EQ(Due("2026-03-02T00:00:00", "1nd"), "2026-03-04T00:00:00");
  EXPECT_EQ(Due("2026-03-02T23:59:59", "1nd"), "2026-03-04T00:00:00");
  EXPECT_EQ(Due("2026-03-05T12:00:00", "2nd"), "2026-03-08T00:00:00") << "does not roll over a weekend";
}

TEST(Deadline, AStatutoryDayThatIsNotWorkedRollsToTheNextWorkingDay) {
  EXPECT_EQ(Due("2026-03-05T12:00:00", "2sd"), "2026-03-10T00:00:00");
  EXPECT_EQ(Due("2026-02-01T12:00:00", "15sd"), "2026-02-25T00:00:00") << "the 16th lies in the Spring Festival";
  EXPECT_EQ(Due("2026-02-12T12:00:00", "2sd"), "2026-02-15T00:00:00") << "a make-up day is worked";
}

TEST(Deadline, StatutoryWorkingDaysBeginOnTheDayAfter) {
  EXPECT_EQ(Due("2026-02-13T08:00:00", "1sw"), "2026-02-15T00:00:00");
  EXPECT_EQ(Due("2026-02-13T08:00:00", "2sw"), "2026-02-25T00:00:00");
}

TEST(Deadline, AMonthEndsOnTheCorrespondingDayOrTheMonthsLast) {
  EXPECT_EQ(Due("2026-01-15T09:00:00", "3sm"), "2026-04-16T00:00:00");
  EXPECT_EQ(Due("2026-01-31T09:00:00", "1sm"), "2026-03-01T00:00:00") << "28 February is a make-up Saturday";
  EXPECT_EQ(Due("2026-08-31T09:00:00", "1sm"), "2026-10-01T00:00:00");
  EXPECT_EQ(Due("2026-09-02T09:00:00", "1sm"), "2026-10-09T00:00:00") << "rolls over National Day";
}

TEST(Deadline, APauseTakesItsWorkingTimeOut) {
  EXPECT_EQ(Due("2026-03-02T10:00:00", "4wh", {Paused("2026-03-02T11:00:00", "2026-03-02T15:00:00")}),
            "2026-03-02T18:00:00");
  EXPECT_EQ(Due("2026-03-02T10:00:00", "2uh", {Paused("2026-03-02T11:00:00", "2026-03-02T15:00:00")}),
            "2026-03-02T16:00:00");
}

TEST(Deadline, PausesAreMergedAndCountNothingBeforeTheStartOrFromTheDeadlineOn) {
  const std::vector<Interval> pauses{
      Paused("2026-03-02T16:00:00", "2026-03-02T17:00:00"), Paused("2026-03-02T09:00:00", "2026-03-02T10:30:00"),
      Paused("2026-03-02T16:30:00", "2026-03-02T17:30:00"), Paused("2026-03-03T08:00:00", "2026-03-03T09:00:00")};
  EXPECT_EQ(Due("2026-03-02T10:00:00", "4wh", pauses), "2026-03-02T18:00:00")
      << "an hour and a half in the morning, two hours in the afternoon, half an hour before 18:00";
  EXPECT_EQ(Due("2026-03-02T10:00:00", "3wh", pauses), "2026-03-02T15:30:00");
}

TEST(Deadline, APauseMovesTheLastDayByItsDaysBeforeTheRoll) {
  EXPECT_EQ(Due("2026-03-02T10:00:00", "2nd", {Paused("2026-03-03T23:00:00", "2026-03-05T01:00:00")}),
            "2026-03-07T00:00:00");
  EXPECT_EQ(Due("2026-03-02T10:00:00", "3sd", {Paused("2026-03-03T10:00:00", "2026-03-05T10:00:00")}),
            "2026-03-10T00:00:00")
      << "the 5th moves to Saturday the 7th, which rolls to Monday";
  EXPECT_EQ(Due("2026-03-02T10:00:00", "2nd", {Paused("2026-03-03T08:00:00", "2026-03-03T20:00:00")}),
            "2026-03-05T00:00:00")
      << "within one day";
  EXPECT_EQ(Due("2026-03-02T10:00:00", "2nd", {Paused("2026-03-05T00:00:00", "2026-03-09T00:00:00")}),
            "2026-03-05T00:00:00")
      << "from the deadline on";
}

TEST(Deadline, WhatRestsOnDaysBeyondTheLastListIsProvisional) {
  EXPECT_EQ(Due("2026-12-31T17:00:00", "1wh"), "2026-12-31T18:00:00");
  EXPECT_EQ(Due("2026-12-31T17:00:00", "2wh"), "2027-01-01T09:00:00 provisional");
  EXPECT_EQ(Due("2026-12-30T17:00:00", "1sd"), "2027-01-01T00:00:00") << "the last day is 31 December";
  EXPECT_EQ(Due("2026-12-31T17:00:00", "1sd"), "2027-01-02T00:00:00 provisional");
  EXPECT_EQ(Due("2026-12-31T17:00:00", "1nd"), "2027-01-02T00:00:00") << "rests on no list";
  EXPECT_EQ(Due("2026-12-31T17:00:00", "1ud"), "2027-01-01T17:00:00") << "rests on no list";
}

TEST(Deadline, NamesWhyThereIsNone) {
  EXPECT_EQ(Due("2024-12-31T23:59:59", "1wh"), "BEFORE_CALENDAR");
  EXPECT_EQ(Due("9999-12-31T12:00:00", "1wd"), "DEADLINE_TOO_FAR");
  EXPECT_EQ(Due("2026-01-01T00:00:00", "100000sm"), "DEADLINE_TOO_FAR");
  const Calendar bare = Calendar::Bare(Hours(8));
  EXPECT_EQ(Text(DeadlineOf(bare, At("1999-01-01T00:00:00"), *ParseLimit("1sd"))), "NO_WORKING_TIME");
  EXPECT_EQ(Text(DeadlineOf(bare, At("1999-01-01T00:00:00"), *ParseLimit("1nd"))), "1999-01-03T00:00:00");
}

}  // namespace
}  // namespace wangge::domain
