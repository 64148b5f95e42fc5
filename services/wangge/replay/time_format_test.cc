#include "services/wangge/replay/time_format.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace wangge::replay {
namespace {

using ::testing::HasSubstr;

struct Case {
  std::string format, text;
  absl::CivilSecond second;
  int micros = 0;
  std::optional<int> offset_s = {};
};

TEST(TimeFormat, ReadsWhatExportsWrite) {
  const absl::CivilSecond evening(2011, 7, 1, 18, 5, 9);
  const std::vector<Case> cases = {
      {"%Y-%m-%d %H:%M:%S", "2011-07-01 18:05:09", evening},
      {"%Y-%m-%d %H:%M:%S", "2011-7-1   18:5:9", evening},
      {"%m/%d/%Y %I:%M:%S %p", "07/01/2011 06:05:09 PM", evening},
      {"%m/%d/%Y %I:%M:%S%p", "7/1/2011 6:05:09pm", evening},
      {"%m/%d/%Y %I:%M %p", "07/01/2011 12:00 AM", absl::CivilSecond(2011, 7, 1)},
      {"%m/%d/%Y %I:%M %p", "07/01/2011 12:30 PM", absl::CivilSecond(2011, 7, 1, 12, 30)},
      {"%m/%d/%y %H:%M", "10/21/18 0:05", absl::CivilSecond(2018, 10, 21, 0, 5)},
      {"%m/%d/%y", "1/2/69", absl::CivilSecond(1969, 1, 2)},
      {"%m/%d/%y", "1/2/68", absl::CivilSecond(2068, 1, 2)},
      {"%Y-%m-%d", "2024-02-29", absl::CivilSecond(2024, 2, 29)},
      {"%Y%m%d", "20110701", absl::CivilSecond(2011, 7, 1)},
      {"%d %b %Y", "1 July 2011", absl::CivilSecond(2011, 7, 1)},
      {"%d-%b-%Y", "01-JUL-2011", absl::CivilSecond(2011, 7, 1)},
      {"%b %d, %Y", "May 31, 2011", absl::CivilSecond(2011, 5, 31)},
      {"%Y-%m-%dT%H:%M:%S.%fZ", "2011-07-01T18:05:09.25Z", evening, 250'000},
      {"%Y-%m-%dT%H:%M:%S.%f", "2011-07-01T18:05:09.123456789", evening, 123'456},
      {"%Y-%m-%dT%H:%M:%S%z", "2011-07-01T18:05:09Z", evening, 0, 0},
      {"%Y-%m-%dT%H:%M:%S%z", "2011-07-01T18:05:09-0430", evening, 0, -16'200},
      {"%Y-%m-%d %H:%M:%S %z", "2011-07-01 18:05:09 +08:00", evening, 0, 28'800},
      {"%Y-%m-%d %H:%M:%S%z", "2011-07-01 18:05:09+02", evening, 0, 7'200},
      {"%Y-%m-%d %H:%M:%S+00:00", "2011-07-01 18:05:09+00:00", evening},
      {"100%% %Y-%m-%d", "100% 2011-07-01", absl::CivilSecond(2011, 7, 1)},
  };
  for (const Case& c : cases) {
    const auto format = TimeFormat::Parse(c.format);
    ASSERT_TRUE(format.ok()) << format.status();
    const auto time = format->Read(c.text);
    ASSERT_TRUE(time) << c.format << " on " << c.text;
    EXPECT_EQ(time->second, c.second) << c.text;
    EXPECT_EQ(time->micros, c.micros) << c.text;
    EXPECT_EQ(time->offset_s, c.offset_s) << c.text;
  }
}

TEST(TimeFormat, RefusesATextThatDoesNotMatchAsAWhole) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"%Y-%m-%d %H:%M:%S", "2011-07-01"},
      {"%Y-%m-%d", "2011-07-01 18:05:09"},
      {"%Y-%m-%d", " 2011-07-01"},
      {"%Y-%m-%d", "2011-07-01 "},
      {"%Y-%m-%d", "2011-02-30"},
      {"%Y-%m-%d", "2011-13-01"},
      {"%Y-%m-%d", "2011-00-01"},
      {"%Y-%m-%d", "-011-07-01"},
      {"%Y-%m-%d", "+2011-07-01"},
      {"%m/%d/%Y", "07/01/11"},
      {"%m/%d/%y", "07/01/2011"},
      {"%Y-%m-%d %H:%M", "2011-07-01 24:00"},
      {"%Y-%m-%d %H:%M", "2011-07-01 23:60"},
      {"%Y-%m-%d %H:%M:%S", "2011-07-01 23:59:60"},
      {"%Y-%m-%d %I:%M %p", "2011-07-01 00:10 AM"},
      {"%Y-%m-%d %I:%M %p", "2011-07-01 13:10 PM"},
      {"%Y-%m-%d %I:%M %p", "2011-07-01 11:10 XM"},
      {"%Y-%m-%d%z", "2011-07-01+24:00"},
      {"%Y-%m-%d%z", "2011-07-01+8"},
      {"%Y-%m-%d %H:%M:%S.%f", "2011-07-01 10:00:00."},
      {"%d %b %Y", "1 Jux 2011"},
      {"%Y-%m-%d", ""},
  };
  for (const auto& [text_format, text] : cases) {
    const auto format = TimeFormat::Parse(text_format);
    ASSERT_TRUE(format.ok()) << format.status();
    EXPECT_FALSE(format->Read(text)) << text_format << " on " << text;
  }
}

TEST(TimeFormat, SaysWhatIsWrongWithAFormat) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"%Y-%m-%d %Q", "unknown sign %Q"}, {"%Y-%m-%d %", "lone %"},         {"%Y-%m", "no %d"},
      {"%Y-%Y-%m-%d", "%Y twice"},        {"%m-%d", "one of %Y and %y"},    {"%Y-%d", "one of %m and %b"},
      {"%Y-%m-%d %I:%M", "%I and %p"},    {"%Y-%m-%d %H%I%p", "%H and %I"}, {"", "%Y and %y"},
  };
  for (const auto& [format, what] : cases) {
    const auto parsed = TimeFormat::Parse(format);
    ASSERT_FALSE(parsed.ok()) << format;
    EXPECT_THAT(std::string(parsed.status().message()), HasSubstr(what));
  }
}

}  // namespace
}  // namespace wangge::replay
