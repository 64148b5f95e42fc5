#include "tests/tidy/code_rules.h"

#include <gtest/gtest.h>

#include <string>

namespace wangge::tidy {
namespace {

using Check = Faults (*)(const Source&);

size_t Count(Check check, const std::string& path, const std::string& text) {
  return check(Parse({path, text})).size();
}

size_t InDomain(const std::string& text) { return Count(CheckDeterminism, "libs/domain/a.cc", text); }

TEST(Determinism, FindsClocksRandomnessAndEnvironment) {
  EXPECT_EQ(InDomain("auto t = std::chrono::system_clock::now();"), 2U);
  EXPECT_EQ(InDomain("auto t = Clock::now ();"), 1U);
  EXPECT_EQ(InDomain("auto t = time(nullptr);"), 1U);
  EXPECT_EQ(InDomain("int r = std::rand();"), 1U);
  EXPECT_EQ(InDomain("std::random_device device;"), 1U);
  EXPECT_EQ(InDomain("const char* home = getenv(\"HOME\");"), 1U);
}

TEST(Determinism, FindsFloatingPointAndUnorderedIteration) {
  EXPECT_EQ(InDomain("double ratio = 0;"), 1U);
  EXPECT_EQ(InDomain("float ratio = 0;"), 1U);
  EXPECT_EQ(InDomain("std::unordered_map<int, int> cases;"), 1U);
  EXPECT_EQ(InDomain("#include <unordered_map>\n#include <iostream>\n#include <locale>\n"), 3U);
}

TEST(Determinism, LetsOrdinaryWordsPass) {
  EXPECT_EQ(InDomain("// now() is a double\nTime time; const Time now = context.now; limit.time();"), 0U);
  EXPECT_EQ(Count(CheckDeterminism, "libs/geo/a.cc", "double x;"), 0U);
  EXPECT_EQ(Count(CheckDeterminism, "libs/domain/a_test.cc", "std::mt19937 random;"), 0U);
}

TEST(Sleeps, FindsThemInTestsAndServices) {
  EXPECT_EQ(Count(CheckSleeps, "libs/rpc/a_test.cc", "std::this_thread::sleep_for(1s);"), 1U);
  EXPECT_EQ(Count(CheckSleeps, "services/grid/a.cc", "usleep(1);"), 1U);
  EXPECT_EQ(Count(CheckSleeps, "tests/e2e/a.cc", "absl::SleepFor(absl::Seconds(1));"), 1U);
  EXPECT_EQ(Count(CheckSleeps, "tests/e2e/a.cc", "bool sleep = false; // usleep(1)"), 0U);
}

TEST(DisabledTests, FindsOne) {
  EXPECT_EQ(Count(CheckDisabledTests, "libs/rpc/a_test.cc", "TEST(Server, DISABLED_Stops) {}"), 1U);
  EXPECT_EQ(Count(CheckDisabledTests, "libs/rpc/a_test.cc", "TEST(Server, Stops) {}"), 0U);
}

}  // namespace
}  // namespace wangge::tidy
