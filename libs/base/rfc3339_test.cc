#include "base/rfc3339.h"

#include "gtest/gtest.h"

namespace wangge {
namespace {

TEST(Rfc3339, WritesTheOffsetOfTheCalendar) {
  const auto t = ParseRfc3339("2026-02-13T17:00:00+08:00");
  ASSERT_TRUE(t);
  EXPECT_EQ(FormatRfc3339(*t, Hours(8)), "2026-02-13T17:00:00+08:00");
  EXPECT_EQ(FormatRfc3339(*t), "2026-02-13T09:00:00Z");
  EXPECT_EQ(FormatRfc3339(*t, Minutes(-210)), "2026-02-13T05:30:00-03:30");
}

TEST(Rfc3339, KeepsMicroseconds) {
  const auto t = ParseRfc3339("1969-12-31T23:59:59.250000Z");
  ASSERT_TRUE(t);
  EXPECT_EQ(t->micros, -750'000);
  EXPECT_EQ(FormatRfc3339(*t), "1969-12-31T23:59:59.25Z");
}

TEST(Rfc3339, RefusesWhatIsNoInstant) {
  for (const char* text : {"", "2026-02-13", "2026-02-13T17:00:00", "2026-02-30T00:00:00Z", "2026-02-13T24:00:00Z",
                           "2026-02-13T17:00:60Z", "2026-02-13T17:00:00.1234567Z", "2026-02-13T17:00:00+0800",
                           "2026-02-13T17:00:00Zx"}) {
    EXPECT_FALSE(ParseRfc3339(text)) << text;
  }
}

}  // namespace
}  // namespace wangge
