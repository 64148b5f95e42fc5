#include <string>

#include "base/rfc3339.h"
#include "base/status/text.h"
#include "catalog/load.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kSmall = R"(id: "shop"
label { zh: "商店" en: "Shop" }
utc_offset: "+08:00"
hours {
  from: "2026-01-01"
  week { weekdays: [WEEKDAY_MONDAY, WEEKDAY_TUESDAY] sessions: ["08:00-12:00", "22:00-02:00"] }
  make_up_sessions: "08:00-24:00"
}
years {
  year: 2026
  holidays { name: "节" off: "2026-03-02..2026-03-03" work: "2026-03-01" }
}
)";

std::string FaultWith(const std::string& from, const std::string& to) {
  std::string text = kSmall;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const auto calendar = LoadCalendar(text, "c");
  EXPECT_EQ(calendar.status().code(), absl::StatusCode::kInvalidArgument) << calendar.status();
  return std::string(ToStd(calendar.status().message()));
}

TEST(LoadCalendar, ReadsHoursWeekdaysAndMarkedDays) {
  const auto calendar = LoadCalendar(kSmall, "c");
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  EXPECT_EQ(calendar->id(), "shop");
  EXPECT_EQ(calendar->utc_offset(), Hours(8));
  EXPECT_EQ(calendar->working_day(), Hours(8)) << "unless it says otherwise";
  const auto worked = [&](const char* from, const char* to) {
    return calendar->Measure(*ParseRfc3339(std::string(from) + "+08:00"), *ParseRfc3339(std::string(to) + "+08:00"));
  };
  EXPECT_EQ(worked("2026-03-09T00:00:00", "2026-03-10T00:00:00"), Hours(6)) << "a Monday up to midnight";
  EXPECT_EQ(worked("2026-03-10T00:00:00", "2026-03-10T03:00:00"), Hours(2)) << "which runs on until 02:00";
  EXPECT_EQ(worked("2026-03-01T00:00:00", "2026-03-03T00:00:00"), Hours(16)) << "a make-up Sunday, a holiday Monday";
}

TEST(LoadCalendar, TheNextListMayMarkDaysOfDecemberFromTheDayThatIsDeclaredOn) {
  EXPECT_EQ(LoadCalendar(kSmall, "c")->unsettled_from(), domain::FirstDayOf(2027)) << "none is declared";
  EXPECT_EQ(domain::FormatDay(LoadCalendar(kSmall + "next_list_from: \"12-25\"\n", "c")->unsettled_from()),
            "2026-12-25");
  for (const char* text : {"12-32", "11-30", "12-25 ", "2026-12-25"}) {
    const auto fault = LoadCalendar(kSmall + "next_list_from: \"" + text + "\"\n", "c").status();
    EXPECT_THAT(std::string(ToStd(fault.message())), StartsWith("c:13:1: Expected a day of December")) << text;
  }
}

TEST(LoadCalendar, AFaultOfASessionNamesItsLine) {
  EXPECT_THAT(FaultWith("22:00-02:00", "11:00-13:00"), StartsWith("c:6:"));
  EXPECT_THAT(FaultWith("22:00-02:00", "11:00-13:00"), HasSubstr("do not overlap"));
  EXPECT_THAT(FaultWith("22:00-02:00", "22-02"), HasSubstr("as \"08:00-12:00\", but got \"22-02\"."));
  EXPECT_THAT(FaultWith("22:00-02:00", "22:00-09:00"), StartsWith("c:4:"));
  EXPECT_THAT(FaultWith("22:00-02:00", "22:00-09:00"), HasSubstr("past midnight"));
}

TEST(LoadCalendar, AMakeUpDayThatIsAHolidayNamesItsLine) {
  const std::string fault = FaultWith("off: \"2026-03-02..2026-03-03\"", "off: \"2026-03-01\"");
  EXPECT_THAT(fault, StartsWith("c:11:"));
  EXPECT_THAT(fault, HasSubstr("both a holiday and"));
}

TEST(LoadCalendar, AZoneWithDaylightSavingIsRefused) {
  const std::string fault = FaultWith("\"+08:00\"", "\"Europe/Berlin\"");
  EXPECT_THAT(fault, StartsWith("c:3:"));
  EXPECT_THAT(fault, HasSubstr("fixed offset"));
}

TEST(LoadCalendar, YearsStandInOrderWithoutAGap) {
  EXPECT_THAT(FaultWith("years {", "years { year: 2024 }\nyears {"), HasSubstr("Expected the year 2025"));
}

TEST(LoadCalendar, ADayThatDoesNotExistIsNamed) {
  EXPECT_THAT(FaultWith("2026-03-01", "2026-02-30"), HasSubstr("but got \"2026-02-30\""));
  EXPECT_THAT(FaultWith("..2026-03-03", "..2026-01-03"), HasSubstr("in order"));
}

}  // namespace
}  // namespace wangge::catalog
