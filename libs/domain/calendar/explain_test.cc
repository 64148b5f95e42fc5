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

// Once such a pause was told with its own days, which may lie beyond the deadline.
TEST(Explain, APauseThatBeginsInTheRollMovesTheLastDayByItsLength) {
  const Pause pause{{At("2026-03-09T11:00:00"), At("2026-03-11T15:00:00")}, "lead-1"};
  EXPECT_EQ(Told("2026-03-04T09:00:00", "3sd", {pause}),
            "03-05T00:00 start_day\n03-08T00:00 day 3\n03-10T00:00 pause lead-1\n");
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
