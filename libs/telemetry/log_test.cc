#include "telemetry/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace wangge::telemetry {
namespace {

using ::testing::ElementsAre;

constexpr Timestamp kTime{1'770'000'000'000'000};

TEST(LogTest, ATextLineHasTimeLevelEventAndFields) {
  EXPECT_EQ(FormatText(kTime, Level::kInfo, "listening", {{"port", 7000}, {"tls", false}, {"host", "127.0.0.1"}}),
            "2026-02-02T02:40:00Z info listening port=7000 tls=false host=127.0.0.1");
}

TEST(LogTest, AValueThatWouldBreakALineIsQuoted) {
  EXPECT_EQ(FormatText(kTime, Level::kError, "call failed", {{"text", "two words\nand a line"}, {"none", ""}}),
            "2026-02-02T02:40:00Z error call failed text=\"two words\\nand a line\" none=\"\"");
}

TEST(LogTest, AJsonLineKeepsTypesAndReplacesWhatIsNotUtf8) {
  EXPECT_EQ(
      FormatJson(kTime, Level::kWarning, "slow", {{"n", std::uint64_t{7}}, {"s", 0.5}, {"id", "\xff"}}),
      "{\"time\":\"2026-02-02T02:40:00Z\",\"level\":\"warning\",\"event\":\"slow\",\"n\":7,\"s\":0.5,\"id\":\"\xef"
      "\xbf\xbd\"}");
}

TEST(LogTest, LinesBelowTheLeastLevelAreLeftOut) {
  const ManualClock clock(kTime);
  std::vector<std::string> lines;
  Log log(clock, {.least = Level::kWarning, .sink = [&lines](std::string_view line) { lines.emplace_back(line); }});
  log.Info("not told");
  log.Error("told", {{"code", 4}});
  EXPECT_THAT(lines, ElementsAre("2026-02-02T02:40:00Z error told code=4"));
}

TEST(LogTest, LinesOfManyThreadsStayWhole) {
  const ManualClock clock(kTime);
  std::vector<std::string> lines;
  Log log(clock, {.sink = [&lines](std::string_view line) { lines.emplace_back(line); }});
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&log] {
        for (int i = 0; i < 100; ++i) log.Info("step");
      });
    }
  }
  EXPECT_EQ(lines.size(), 400u);
  for (const std::string& line : lines) EXPECT_EQ(line, "2026-02-02T02:40:00Z info step");
}

TEST(LogTest, LevelsHaveOneNameEach) {
  for (const Level level : {Level::kDebug, Level::kInfo, Level::kWarning, Level::kError}) {
    EXPECT_EQ(ParseLevel(TextOf(level)), level);
  }
  EXPECT_FALSE(ParseLevel("loud"));
}

}  // namespace
}  // namespace wangge::telemetry
