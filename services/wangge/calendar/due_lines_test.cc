#include "services/wangge/calendar/due_lines.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::calendars {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const CalendarFolder& Shipped() {
  static const auto kFolder = CalendarFolder::Open(WANGGE_SOURCE_DIR "/config/calendars");
  EXPECT_TRUE(kFolder.ok()) << kFolder.status();
  return *kFolder;
}

std::string Due(std::string_view line) {
  std::string out;
  AppendDue(Shipped(), line, out);
  return out;
}

std::string Explained(std::string_view line) {
  std::string out;
  AppendExplainedJson(Shipped(), line, out);
  return out;
}

TEST(DueLines, ALineIsAnsweredInTheCalendarsOffset) {
  EXPECT_EQ(Due("cn 2026-02-13T17:00:00+08:00 4wh"), "2026-02-14T11:00:00+08:00");
  EXPECT_EQ(Due("cn 2026-02-13T09:00:00Z 4wh"), "2026-02-14T11:00:00+08:00");
  EXPECT_EQ(Due("cn\t2026-02-13T14:00:00+08:00  4wh \r"), "2026-02-13T18:00:00+08:00");
}

TEST(DueLines, PausesFollowInPairs) {
  EXPECT_EQ(Due("cn 2026-03-02T10:00:00+08:00 4wh 2026-03-02T11:00:00+08:00 2026-03-02T15:00:00+08:00"),
            "2026-03-02T18:00:00+08:00");
  EXPECT_EQ(Due("cn 2026-03-02T10:00:00+08:00 4wh 2026-03-02T11:00:00+08:00"), "error BAD_PAUSE");
  EXPECT_EQ(Due("cn 2026-03-02T10:00:00+08:00 4wh 2026-03-02T11:00:00+08:00 2026-03-02T10:00:00+08:00"),
            "error BAD_PAUSE");
}

TEST(DueLines, PastTheLastYearIsProvisionalAndBeforeTheFirstAnError) {
  EXPECT_EQ(Due("cn 2026-12-31T17:00:00+08:00 2wh"), "2027-01-01T09:00:00+08:00 provisional");
  EXPECT_EQ(Due("cn 2010-12-31T17:00:00+08:00 2wh"), "error BEFORE_CALENDAR");
}

TEST(DueLines, BadInputIsNamedByItsReason) {
  EXPECT_EQ(Due(""), "error MISSING_FIELD");
  EXPECT_EQ(Due("cn 2026-02-13T17:00:00+08:00"), "error MISSING_FIELD");
  EXPECT_EQ(Due("us 2026-02-13T17:00:00+08:00 4wh"), "error UNKNOWN_CALENDAR");
  EXPECT_EQ(Due("cn 2026-02-13T17:00:00 4wh"), "error BAD_START");
  EXPECT_EQ(Due("cn 2026-02-13T17:00:00+08:00 0wh"), "error BAD_LIMIT");
  EXPECT_EQ(Due("cn 2026-02-13T17:00:00+08:00 100000sm"), "error DEADLINE_TOO_FAR");
}

TEST(DueLines, AnExplanationIsOneLineWhoseCountsSumToTheLimit) {
  const std::string line = Explained("cn 2026-02-13T17:00:00+08:00 4wh");
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_THAT(line, HasSubstr(R"("unit":"second","total":14400)"));
  EXPECT_THAT(line, HasSubstr(R"("kind":"counted","rule":"make_up_day","count":10800,"note":"春节")"));
  EXPECT_EQ(Explained("cn 2026 4wh"), R"({"error":"BAD_START"})");
}

TEST(DueLines, AnExplanationForPeopleIsALineASegment) {
  std::string out;
  AppendExplainedText(Shipped(), "cn 2026-02-14T17:00:00+08:00 2wh", out);
  EXPECT_EQ(out,
            "2026-02-24T09:00:00+08:00\n"
            "  2026-02-14T17:00:00+08:00  2026-02-14T18:00:00+08:00  counted 3600 s  make_up_day  春节\n"
            "  2026-02-14T18:00:00+08:00  2026-02-15T00:00:00+08:00  skipped         off_hours\n"
            "  2026-02-15T00:00:00+08:00  2026-02-24T00:00:00+08:00  skipped         holiday  春节\n"
            "  2026-02-24T00:00:00+08:00  2026-02-24T08:00:00+08:00  skipped         off_hours\n"
            "  2026-02-24T08:00:00+08:00  2026-02-24T09:00:00+08:00  counted 3600 s  session");
}

// The plain answer ends in "provisional" past the last year and nowhere else.
TEST(DueLines, ADeadlineThatTheNextListMayMoveIsFirmAndItsExplanationSaysSo) {
  const std::string_view line = "cn 2026-12-24T17:00:00+08:00 2wh";
  EXPECT_EQ(Due(line), "2026-12-25T09:00:00+08:00");
  EXPECT_THAT(Explained(line), HasSubstr(R"("may_move_from":"2026-12-25")"));
  std::string out;
  AppendExplainedText(Shipped(), line, out);
  EXPECT_THAT(out, HasSubstr("\n  may still move: the list of holidays of 2027 has not come, and may change days from "
                             "2026-12-25 on"));
  EXPECT_THAT(Explained("cn 2026-12-23T17:00:00+08:00 2wh"), Not(HasSubstr("may_move_from")));
}

TEST(DueLines, APauseOfStatutoryWorkingDaysStandsWhereItWas) {
  std::string out;
  AppendExplainedText(Shipped(), "cn 2026-03-02T09:00:00+08:00 2sw 2026-03-03T11:00:00+08:00 2026-03-04T12:00:00+08:00",
                      out);
  EXPECT_EQ(out,
            "2026-03-06T00:00:00+08:00\n"
            "  2026-03-02T09:00:00+08:00  2026-03-03T00:00:00+08:00  skipped         start_day\n"
            "  2026-03-03T00:00:00+08:00  2026-03-04T00:00:00+08:00  counted 1 d     working_day\n"
            "  2026-03-04T00:00:00+08:00  2026-03-05T00:00:00+08:00  paused          pause\n"
            "  2026-03-05T00:00:00+08:00  2026-03-06T00:00:00+08:00  counted 1 d     working_day  moved 1 d");
}

}  // namespace
}  // namespace wangge::calendars
