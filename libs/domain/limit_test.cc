#include "domain/limit.h"

#include "base/rfc3339.h"
#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

constexpr Duration kChina = Hours(8);

std::string Due(const char* start, const char* limit) {
  return FormatRfc3339(DeadlineOf(*ParseRfc3339(start), *ParseLimit(limit), kChina), kChina);
}

TEST(Limit, UrgentUnitsNeverStopForNightsAndHolidays) {
  EXPECT_EQ(Due("2026-02-16T23:30:00+08:00", "45um"), "2026-02-17T00:15:00+08:00");
  EXPECT_EQ(Due("2026-02-16T23:30:00+08:00", "2uh"), "2026-02-17T01:30:00+08:00");
  EXPECT_EQ(Due("2026-02-28T12:00:00.5+08:00", "1ud"), "2026-03-01T12:00:00.5+08:00");
}

TEST(Limit, ANaturalDayEndsAtMidnightAfterTheLastDayAndTheStartDayIsNotCounted) {
  EXPECT_EQ(Due("2026-03-02T00:00:00+08:00", "1nd"), "2026-03-04T00:00:00+08:00");
  EXPECT_EQ(Due("2026-03-02T23:59:59.999999+08:00", "1nd"), "2026-03-04T00:00:00+08:00");
  EXPECT_EQ(Due("2026-03-03T00:00:00+08:00", "5nd"), "2026-03-09T00:00:00+08:00");
}

TEST(Limit, NaturalDaysAreDaysOfTheCalendarsOffsetNotOfUtc) {
  EXPECT_EQ(Due("2026-03-02T20:00:00Z", "1nd"), "2026-03-05T00:00:00+08:00");
  EXPECT_EQ(Due("1969-12-30T23:00:00+08:00", "1nd"), "1970-01-01T00:00:00+08:00");
}

TEST(Limit, TextRoundTrips) {
  for (const char* text : {"1um", "15um", "2uh", "3ud", "100000nd"}) EXPECT_EQ(FormatLimit(*ParseLimit(text)), text);
}

TEST(Limit, RefusesWhatIsNoLimit) {
  for (const char* text : {"", "uh", "0uh", "-1uh", "+1uh", "1.5uh", "1h", "100001nd", "1 uh", "99999999999uh"}) {
    EXPECT_FALSE(ParseLimit(text)) << text;
  }
}

}  // namespace
}  // namespace wangge::domain
