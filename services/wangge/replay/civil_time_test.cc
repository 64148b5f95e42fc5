#include "services/wangge/replay/civil_time.h"

#include <gtest/gtest.h>

#include "base/rfc3339.h"
#include "base/status/text.h"

namespace wangge::replay {
namespace {

LocalTimeReader ReaderOf(const std::string& zone_name, const std::vector<std::string>& formats) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(ToAbsl(zone_name), &zone)) << zone_name;
  std::vector<TimeFormat> parsed;
  for (const std::string& format : formats) parsed.push_back(TimeFormat::Parse(format).value());
  return LocalTimeReader(zone, parsed);
}

std::string Text(std::optional<Timestamp> t) { return t ? FormatRfc3339(*t) : "nothing"; }

const LocalTimeReader& NewYork() {
  static const LocalTimeReader reader =
      ReaderOf("America/New_York",
               {"%Y-%m-%d %H:%M:%S", "%m/%d/%y %H:%M", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d"});
  return reader;
}

struct Case {
  std::string text, instant, later;
};

TEST(CivilTime, FollowsTheRulesOfTheZone) {
  const std::vector<Case> cases = {
      {"2011-07-01 01:32:33", "2011-07-01T05:32:33Z", "nothing"},
      {"2011-12-01 01:32:33", "2011-12-01T06:32:33Z", "nothing"},
      // Set back on 2011-11-06 at 02:00: 01:00 to 02:00 comes twice.
      {"2011-11-06 00:59:59", "2011-11-06T04:59:59Z", "nothing"},
      {"2011-11-06 01:00:00", "2011-11-06T05:00:00Z", "2011-11-06T06:00:00Z"},
      {"2011-11-06 01:30:00", "2011-11-06T05:30:00Z", "2011-11-06T06:30:00Z"},
      {"2011-11-06 02:00:00", "2011-11-06T07:00:00Z", "nothing"},
      // Set forward on 2012-03-11 at 02:00: 02:30 is read as 03:30.
      {"2012-03-11 01:59:59", "2012-03-11T06:59:59Z", "nothing"},
      {"2012-03-11 02:30:00", "2012-03-11T07:30:00Z", "nothing"},
      {"2012-03-11 03:00:00", "2012-03-11T07:00:00Z", "nothing"},
      {"10/21/18 0:59", "2018-10-21T04:59:00Z", "nothing"},
      {"2011-07-01", "2011-07-01T04:00:00Z", "nothing"},
      {"2011-11-06 01:30:00.5", "2011-11-06T05:30:00.5Z", "2011-11-06T06:30:00.5Z"},
      {"2011-11-06 01:30:00-05:00", "2011-11-06T06:30:00Z", "nothing"},
      {"1969-12-31 18:59:59.75", "1969-12-31T23:59:59.75Z", "nothing"},
  };
  for (const Case& c : cases) {
    const auto reading = NewYork().Read(c.text);
    ASSERT_TRUE(reading) << c.text;
    EXPECT_EQ(Text(reading->instant), c.instant) << c.text;
    EXPECT_EQ(Text(reading->later), c.later) << c.text;
  }
}

TEST(CivilTime, AMidnightThatIsLeftOutMovesForward) {
  const auto reading = ReaderOf("America/Sao_Paulo", {"%Y-%m-%d"}).Read("2018-11-04");
  ASSERT_TRUE(reading);
  EXPECT_EQ(Text(reading->instant), "2018-11-04T03:00:00Z");  // 01:00 by the new offset
}

TEST(CivilTime, TriesFormatsInOrder) {
  const auto reader = ReaderOf("UTC", {"%d/%m/%Y", "%m/%d/%Y"});
  EXPECT_EQ(Text(reader.Read("02/03/2020")->instant), "2020-03-02T00:00:00Z");
  EXPECT_EQ(Text(reader.Read("02/13/2020")->instant), "2020-02-13T00:00:00Z");
  EXPECT_FALSE(reader.Read("13/13/2020"));
  EXPECT_FALSE(reader.Read("2020"));
}

TEST(CivilTime, AClosingInARepeatedHourIsTheLaterOneOnlyWhenTheEarlierPrecedesTheOpening) {
  const auto closed = [](const char* opened) {
    return Text(SpanOf(*NewYork().Read(opened), NewYork().Read("2011-11-06 01:10:00")).closed);
  };
  EXPECT_EQ(closed("2011-11-06 00:30:00"), "2011-11-06T05:10:00Z");
  EXPECT_EQ(closed("2011-11-06 01:10:00"), "2011-11-06T05:10:00Z");
  EXPECT_EQ(closed("2011-11-06 01:40:00"), "2011-11-06T06:10:00Z");
  // Before the opening either way: stays what it is, to be refused.
  EXPECT_EQ(closed("2011-11-06 02:00:00"), "2011-11-06T05:10:00Z");
}

// Set forward on 2012-03-11 at 02:00, which is 07:00 in UTC.
TEST(CivilTime, AnOpeningThatIsLeftOutIsTheInstantOfTheChangeWhereMovingItWouldPassTheClosing) {
  const auto span = [](const char* opened, const char* closed) {
    const Span found = SpanOf(*NewYork().Read(opened), NewYork().Read(closed));
    return Text(found.opened) + " " + Text(found.closed);
  };
  // Moved forward where that stays in order.
  EXPECT_EQ(span("2012-03-11 02:30:00", "2012-03-11 03:40:00"), "2012-03-11T07:30:00Z 2012-03-11T07:40:00Z");
  EXPECT_EQ(span("2012-03-11 02:10:00", "2012-03-11 02:50:00"), "2012-03-11T07:10:00Z 2012-03-11T07:50:00Z");
  EXPECT_EQ(span("2012-03-11 01:30:00", "2012-03-11 02:30:00"), "2012-03-11T06:30:00Z 2012-03-11T07:30:00Z");
  // The opening moved past the closing: opened at the change.
  EXPECT_EQ(span("2012-03-11 02:30:00", "2012-03-11 03:10:00"), "2012-03-11T07:00:00Z 2012-03-11T07:10:00Z");
  EXPECT_EQ(span("2012-03-11 02:30:00.5", "2012-03-11 03:00:00"), "2012-03-11T07:00:00Z 2012-03-11T07:00:00Z");
  // What the record itself tells the wrong way round stays to be refused.
  EXPECT_EQ(span("2012-03-11 02:50:00", "2012-03-11 02:10:00"), "2012-03-11T07:50:00Z 2012-03-11T07:10:00Z");
  EXPECT_EQ(span("2012-03-11 03:10:00", "2012-03-11 01:50:00"), "2012-03-11T07:10:00Z 2012-03-11T06:50:00Z");
}

TEST(CivilTime, AnOpeningWithoutAClosingIsItsFirstReading) {
  const Span span = SpanOf(*NewYork().Read("2012-03-11 02:30:00"), std::nullopt);
  EXPECT_EQ(Text(span.opened), "2012-03-11T07:30:00Z");
  EXPECT_EQ(span.closed, std::nullopt);
}

}  // namespace
}  // namespace wangge::replay
