#include "services/wangge/calendar/published_year.h"

#include "base/status/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::calendars {
namespace {

using ::testing::HasSubstr;

TEST(PublishedYear, DaysBecomeOneLineAHoliday) {
  const auto year = ReadPublishedYear(
      R"({"year": 2027, "papers": [], "days": [
        {"name": "元旦", "date": "2027-01-02", "isOffDay": true}, {"name": "元旦", "date": "2027-01-01", "isOffDay": true},
        {"name": "春节", "date": "2027-02-06", "isOffDay": true}, {"name": "元旦", "date": "2027-01-04", "isOffDay": true},
        {"name": "国庆节", "date": "2027-10-01", "isOffDay": true},
        {"name": "春节", "date": "2027-01-31", "isOffDay": false}]})",
      "f");
  ASSERT_TRUE(year.ok()) << year.status();
  EXPECT_EQ(year->year, 2027);
  EXPECT_EQ(year->block,
            "years {\n  year: 2027\n"
            "  holidays { name: \"元旦\" off: \"2027-01-01..2027-01-02\" off: \"2027-01-04\" }\n"
            "  holidays { name: \"春节\" off: \"2027-02-06\" work: \"2027-01-31\" }\n"
            "  holidays { name: \"国庆节\" off: \"2027-10-01\" }\n}\n");
}

// An empty list once made the deadlines across New Year's Day firm, and ended the alarm for the missing year.
TEST(PublishedYear, AnEmptyOrCutListIsRefused) {
  for (const char* json : {R"({"year": 2027, "days": []})",
                           R"({"year": 2027, "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]})"}) {
    EXPECT_THAT(std::string(ToStd(ReadPublishedYear(json, "f").status().message())),
                HasSubstr("f:1:24: Expected the holidays of a whole year"));
  }
}

TEST(PublishedYear, WhatIsNoListIsNamedWithItsFileAndPlace) {
  const auto fault = [](const char* json) {
    return std::string(ToStd(ReadPublishedYear(json, "f").status().message()));
  };
  EXPECT_THAT(fault("[\n"), HasSubstr("f:2:1: Expected more JSON"));
  EXPECT_THAT(fault("{\n  \"year\": 2027,\n  oops}"), HasSubstr("f:3:3: Expected JSON, but line 3 column 3"));
  EXPECT_THAT(fault("{\"year\": 1e999}"), HasSubstr("f:1:1: Expected JSON that can be read"));
  EXPECT_THAT(fault("\n[]"), HasSubstr("f:2:1: Expected an object with"));
  EXPECT_THAT(fault("{\n\"days\": [],\n\"year\": \"2027\"}"), HasSubstr("f:3:9: Expected an object with"));
  EXPECT_THAT(fault(R"({"year": 2027, "days": [{"name": "x", "date": "2027-02-30", "isOffDay": true}]})"),
              HasSubstr("f:1:47: Expected a day as \"2026-02-17\" in days[0], but got \"2027-02-30\""));
  EXPECT_THAT(fault(R"({"year": 2027, "days": [{"name": "x", "date": "2027-02-03"}]})"),
              HasSubstr("f:1:25: Expected \"name\""));
}

}  // namespace
}  // namespace wangge::calendars
