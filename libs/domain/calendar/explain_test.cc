#include "domain/calendar/explain.h"

#include "base/rfc3339.h"
#include "domain/calendar/testing/calendars.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

using testing::China;

Timestamp At(const std::string& text) { return *ParseRfc3339(text + "+08:00"); }

// One line a segment: "02-13 17:00 session 3600000000".
std::string Told(const char* start, const char* limit, const std::vector<Pause>& pauses = {}) {
  const auto result = Explain(China(), At(start), *ParseLimit(limit), pauses);
  const Explanation& e = std::get<Explanation>(result);
  std::string text;
  std::int64_t sum = 0;
  Timestamp at = e.start;
  for (const Segment& segment : e.segments) {
    EXPECT_EQ(segment.from, at) << "a gap";
    at = segment.to;
    sum += segment.count;
    const std::int64_t scale = e.unit == CountUnit::kMicrosecond ? Minutes(1).micros : 1;
    text.append(FormatRfc3339(segment.to, Hours(8)).substr(5, 11)).append(" ").append(NameOf(segment.rule));
    if (segment.count != 0) text.append(" ").append(std::to_string(segment.count / scale));
    if (!segment.note.empty()) text.append(" ").append(segment.note);
    if (segment.moved_days != 0) text.append(" moved ").append(std::to_string(segment.moved_days));
    text.append("\n");
  }
  EXPECT_EQ(at, e.deadline.at);
  EXPECT_EQ(sum, e.total) << "the segments sum to the limit";
  return text;
}

TEST(Explain, WorkingTimeNamesSessionsNightsRestAndHolidays) {
  EXPECT_EQ(Told("2026-02-14T11:00:00", "8wh"),
            "02-14T12:00 make_up_day 60 春节\n"
            "02-14T14:00 off_hours\n"
            "02-14T18:00 make_up_day 240 春节\n"
            "02-15T00:00 off_hours\n"
            "02-24T00:00 holiday 春节\n"
            "02-24T08:00 off_hours\n"
            "02-24T11:00 session 180\n");
}

TEST(Explain, AStartOutsideTheSessionsIsSkippedUpToTheNext) {
  EXPECT_EQ(Told("2026-02-28T19:00:00", "30wm"),
            "03-01T00:00 off_hours\n03-02T00:00 day_of_rest\n03-02T08:00 off_hours\n03-02T08:30 session 30\n");
}

TEST(Explain, APauseSaysWhoPaused) {
  const Pause pause{{At("2026-03-02T11:00:00"), At("2026-03-02T15:00:00")}, "lead-1"};
  EXPECT_EQ(Told("2026-03-02T10:00:00", "2wh", {pause}),
            "03-02T11:00 session 60\n03-02T15:00 pause lead-1\n03-02T16:00 session 60\n");
  EXPECT_EQ(Told("2026-03-02T10:00:00", "2uh", {pause}),
            "03-02T11:00 running 60\n03-02T15:00 pause lead-1\n03-02T16:00 running 60\n");
}

TEST(Explain, DaysBeginAfterTheStartDayAndRollAtTheEnd) {
  EXPECT_EQ(Told("2026-03-04T09:00:00", "3sd"), "03-05T00:00 start_day\n03-08T00:00 day 3\n03-10T00:00 roll\n");
  EXPECT_EQ(Told("2026-03-04T09:00:00", "3nd"), "03-05T00:00 start_day\n03-08T00:00 day 3\n");
  const Pause pause{{At("2026-03-05T11:00:00"), At("2026-03-07T15:00:00")}, "lead-1"};
  EXPECT_EQ(Told("2026-03-04T09:00:00", "3nd", {pause}),
            "03-05T00:00 start_day\n03-06T00:00 day 1\n03-08T00:00 pause lead-1\n03-10T00:00 day 2\n");
}

// The last day is moved by its length before the roll, which may end before the pause does: the way ends there.
TEST(Explain, APauseThatBeginsInTheRollStandsInTheRoll) {
  const Pause pause{{At("2026-03-09T11:00:00"), At("2026-03-11T15:00:00")}, "lead-1"};
  EXPECT_EQ(Told("2026-03-04T09:00:00", "3sd", {pause}),
            "03-05T00:00 start_day\n03-08T00:00 day 3\n03-09T00:00 roll\n03-10T00:00 pause lead-1\n");
}

TEST(Explain, APauseOfStatutoryWorkingDaysStandsWhereItWasAndMovesTheRest) {
  const Pause tuesday_to_thursday{{At("2026-03-03T11:00:00"), At("2026-03-05T15:00:00")}, "lead-1"};
  EXPECT_EQ(Told("2026-03-02T09:00:00", "3sw", {tuesday_to_thursday}),
            "03-03T00:00 start_day\n03-04T00:00 working_day 1\n03-06T00:00 pause lead-1\n"
            "03-08T00:00 working_day 2 moved 2\n03-10T00:00 roll\n");
  const Pause weekend{{At("2026-03-06T11:00:00"), At("2026-03-08T15:00:00")}, "lead-1"};
  EXPECT_EQ(Told("2026-03-05T09:00:00", "2sw", {weekend}),
            "03-06T00:00 start_day\n03-07T00:00 working_day 1\n03-09T00:00 pause lead-1\n"
            "03-11T00:00 day_of_rest moved 2\n03-12T00:00 working_day 1 moved 2\n");
}

TEST(Explain, APauseOfStatutoryMonthsStandsBetweenTheMonthsThatWereOverAndTheRest) {
  const Pause pause{{At("2026-02-25T11:00:00"), At("2026-02-27T15:00:00")}, "lead-1"};
  EXPECT_EQ(Told("2026-01-21T09:00:00", "2sm", {pause}),
            "01-22T00:00 start_day\n02-26T00:00 month 1\n02-28T00:00 pause lead-1\n03-24T00:00 month 1\n");
}

TEST(Explain, PausesThatOverlapAreOneAndNameEverybodyOnce) {
  const std::vector<Pause> pauses{{{At("2026-03-02T11:00:00"), At("2026-03-02T13:00:00")}, "lead-1"},
                                  {{At("2026-03-02T12:00:00"), At("2026-03-02T14:00:00")}, "lead-2"},
                                  {{At("2026-03-02T12:30:00"), At("2026-03-02T15:00:00")}, "lead-1"}};
  EXPECT_EQ(Told("2026-03-02T10:00:00", "2wh", pauses),
            "03-02T11:00 session 60\n03-02T15:00 pause lead-1, lead-2\n03-02T16:00 session 60\n");
}

// -- what the list of the next year may still change ------------------------------------------------------------------

std::string MayMoveFrom(const char* start, const char* limit) {
  CalendarSpec spec = testing::ChinaSpec();
  spec.next_list_from = std::chrono::December / 25;
  const auto result = Explain(testing::Compiled(spec), At(start), *ParseLimit(limit));
  const auto& may_move_from = std::get<Explanation>(result).may_move_from;
  return may_move_from ? FormatDay(*may_move_from) : "";
}

TEST(Explain, AFirmDeadlineThatRestsOnTheLastWorkingDaysOfTheYearMayStillMove) {
  EXPECT_EQ(MayMoveFrom("2026-12-24T09:00:00", "2wh"), "");
  EXPECT_EQ(MayMoveFrom("2026-12-24T17:00:00", "2wh"), "2026-12-25");
  EXPECT_EQ(MayMoveFrom("2026-12-24T17:00:00", "2uh"), "") << "no list changes hours that run";
  EXPECT_EQ(MayMoveFrom("2026-12-24T17:00:00", "2nd"), "");
  EXPECT_EQ(MayMoveFrom("2026-12-24T17:00:00", "2sd"), "2026-12-25") << "the list decides whether it rolls";
  EXPECT_EQ(MayMoveFrom("2026-12-31T17:00:00", "2wh"), "") << "provisional, which says more";
  EXPECT_EQ(MayMoveFrom("2025-12-30T17:00:00", "2wh"), "") << "the list of 2026 has come";
}

TEST(Explain, StatutoryWorkingDaysAndMonthsCountWholes) {
  EXPECT_EQ(Told("2026-02-13T09:00:00", "2sw"),
            "02-14T00:00 start_day\n02-15T00:00 working_day 1\n02-24T00:00 holiday 春节\n02-25T00:00 working_day 1\n");
  EXPECT_EQ(Told("2026-01-21T09:00:00", "1sm"), "01-22T00:00 start_day\n02-22T00:00 month 1\n02-25T00:00 roll\n");
}

TEST(Explain, SaysWhyThereIsNoDeadline) {
  const auto result = Explain(China(), At("2020-01-01T00:00:00"), *ParseLimit("1wd"));
  EXPECT_EQ(std::get<NoDeadline>(result), NoDeadline::kBeforeCalendar);
}

}  // namespace
}  // namespace wangge::domain
