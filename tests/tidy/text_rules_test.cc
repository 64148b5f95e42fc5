#include "tests/tidy/text_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace wangge::tidy {
namespace {

std::string Repeat(const std::string& text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Name, FindsNamesThatSayNothing) {
  EXPECT_EQ(CheckName({"libs/geo/util.h", ""}).size(), 1U);
  EXPECT_EQ(CheckName({"libs/common/id.h", ""}).size(), 1U);
  EXPECT_EQ(CheckName({"tests/kit/clock_helper.cc", ""}).size(), 1U);
  EXPECT_EQ(CheckName({"services/report/case-manager.cc", ""}).size(), 1U);
  EXPECT_EQ(CheckName({"libs/geo/utilisation.h", ""}).size(), 0U);
}

TEST(FileLength, FindsFilesThatAreTooLong) {
  const std::string long_text = Repeat("x\n", kFileLinesMax + 1);
  EXPECT_EQ(CheckFileLength({"libs/geo/a.cc", long_text}).size(), 1U);
  EXPECT_EQ(CheckFileLength({"libs/geo/a.cc", Repeat("x\n", kFileLinesMax)}).size(), 0U);
  EXPECT_EQ(CheckFileLength({"libs/geo/a_test.cc", long_text}).size(), 0U);
  EXPECT_EQ(CheckFileLength({"libs/geo/a_test.cc", Repeat("x\n", kTestLinesMax + 1)}).size(), 1U);
  EXPECT_EQ(CheckFileLength({"config/catalogue.csv", long_text}).size(), 0U);
}

TEST(LineLength, CountsCodePointsNotBytes) {
  EXPECT_EQ(CheckLineLength({"a.cc", Repeat("网", kLineCharactersMax) + "\n"}).size(), 0U);
  std::string text = "\n";
  text += Repeat("网", kLineCharactersMax + 1);
  const Faults faults = CheckLineLength({"a.cc", text});
  EXPECT_EQ(Render(faults), "a.cc:2: Expected at most 120 characters, but found 121.\n");
}

TEST(LineLength, LetsLinksAndTableRowsOfProseBeLong) {
  const std::string long_line = Repeat("x", kLineCharactersMax + 1);
  EXPECT_EQ(CheckLineLength({"README.md", "| " + long_line}).size(), 0U);
  EXPECT_EQ(CheckLineLength({"README.md", "https://" + long_line}).size(), 0U);
  EXPECT_EQ(CheckLineLength({"README.md", long_line}).size(), 1U);
  EXPECT_EQ(CheckLineLength({"deploy/build", long_line}).size(), 1U);
}

TEST(Leftovers, FindsWholeWordsOnly) {
  EXPECT_EQ(CheckLeftovers({"a.cc",
                            "// TO"
                            "DO(me): later\n// FIX"
                            "ME\n"})
                .size(),
            2U);
  EXPECT_EQ(CheckLeftovers({"proto/a.proto",
                            "// XX"
                            "X wrong"})
                .size(),
            1U);
  EXPECT_EQ(CheckLeftovers({"a.cc",
                            "mkstemp(\"XX"
                            "XXXX\")"})
                .size(),
            0U);
}

TEST(MachinePaths, FindsAbsolutePathsOnly) {
  EXPECT_EQ(CheckMachinePaths({"a.md",
                               "see /ro"
                               "ot/x"})
                .size(),
            1U);
  EXPECT_EQ(CheckMachinePaths({"a.cc",
                               "\"/wo"
                               "rk/main\""})
                .size(),
            1U);
  EXPECT_EQ(CheckMachinePaths({"a.sh",
                               "cd /ho"
                               "me/me"})
                .size(),
            1U);
  EXPECT_EQ(CheckMachinePaths({"a.md",
                               "https://example.org/wo"
                               "rk/x, ./ho"
                               "me/x, net"
                               "/wo"
                               "rk/x"})
                .size(),
            0U);
}

TEST(PragmaOnce, FindsAHeaderWithoutIt) {
  EXPECT_EQ(CheckPragmaOnce({"a.h", "int x;\n"}).size(), 1U);
  EXPECT_EQ(CheckPragmaOnce({"a.h", "// What.\n#pragma once\n"}).size(), 0U);
  EXPECT_EQ(CheckPragmaOnce({"a.cc", "int x;\n"}).size(), 0U);
}

}  // namespace
}  // namespace wangge::tidy
