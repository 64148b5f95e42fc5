#include "domain/calendar/limit.h"

#include "gtest/gtest.h"

namespace wangge::domain {
namespace {

TEST(Limit, TextRoundTrips) {
  for (const char* text : {"1um", "15um", "2uh", "3ud", "100000nd", "30wm", "4wh", "5wd", "60sd", "5sw", "3sm"}) {
    EXPECT_EQ(FormatLimit(*ParseLimit(text)), text);
  }
}

TEST(Limit, RefusesWhatIsNoLimit) {
  for (const char* text :
       {"", "uh", "0uh", "-1uh", "+1uh", "1.5uh", "1h", "100001nd", "1 uh", "99999999999uh", "1WD", "1xd"}) {
    EXPECT_FALSE(ParseLimit(text)) << text;
  }
}

TEST(Limit, OnlyWorkingAndStatutoryUnitsNeedToKnowWhatIsWorked) {
  for (const char* text : {"1um", "1uh", "1ud", "1nd"}) EXPECT_FALSE(NeedsWorkingTime(ParseLimit(text)->unit)) << text;
  for (const char* text : {"1wm", "1wh", "1wd", "1sd", "1sw", "1sm"}) {
    EXPECT_TRUE(NeedsWorkingTime(ParseLimit(text)->unit)) << text;
  }
}

TEST(Limit, AWorkingDayOfTheCatalogueIsNoStatutoryUnit) {
  EXPECT_FALSE(IsStatutory(LimitUnit::kWorkingDay));
  for (const char* text : {"1sd", "1sw", "1sm"}) EXPECT_TRUE(IsStatutory(ParseLimit(text)->unit)) << text;
}

}  // namespace
}  // namespace wangge::domain
