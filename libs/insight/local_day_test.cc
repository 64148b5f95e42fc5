#include "insight/local_day.h"

#include <gtest/gtest.h>

#include "base/rfc3339.h"

namespace wangge::insight {
namespace {

std::string StartIn(const domain::System& system, const char* date) {
  const auto start = StartOfDay(date, system);
  return start ? FormatRfc3339(*start) : "none";
}

TEST(StartOfDay, ADateIsADayOfTheSystemsOffset) {
  const domain::System system{.local_days = domain::Calendar::Bare(Hours(8))};
  EXPECT_EQ(StartIn(system, "2026-01-05"), "2026-01-04T16:00:00Z");
  EXPECT_EQ(StartIn(domain::System{}, "2026-01-05"), "2026-01-05T00:00:00Z");
}

TEST(StartOfDay, AZoneGoesBeforeTheOffsetAndHasItsOwnRules) {
  const domain::System boston{.time_zone = "America/New_York"};
  EXPECT_EQ(StartIn(boston, "2011-01-05"), "2011-01-05T05:00:00Z");
  EXPECT_EQ(StartIn(boston, "2011-07-05"), "2011-07-05T04:00:00Z");
}

TEST(StartOfDay, AMidnightThatIsLeftOutBeginsAtTheChangeAndARepeatedOneWithTheFirst) {
  const domain::System santiago{.time_zone = "America/Santiago"};
  EXPECT_EQ(StartIn(santiago, "2023-09-03"), "2023-09-03T04:00:00Z") << "24:00 is 01:00";
  const domain::System havana{.time_zone = "America/Havana"};
  EXPECT_EQ(StartIn(havana, "2023-11-05"), "2023-11-05T04:00:00Z") << "0:00 to 1:00 comes twice";
}

TEST(StartOfDay, WhatIsNoDateIsNone) {
  for (const char* text : {"", "2026-02-30", "2026-2-3", "2026-02-13T00:00:00Z", "today"}) {
    EXPECT_EQ(StartIn(domain::System{}, text), "none") << text;
  }
}

}  // namespace
}  // namespace wangge::insight
