#include "tests/bench/contest/contest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/bench/contest/settings.h"

namespace wangge::bench {
namespace {

using ::testing::UnorderedElementsAre;

TEST(ContestTest, EachContenderTakesPartInEachRoundAndIsFirstEquallyOften) {
  std::map<std::size_t, int> first;
  for (int round = 1; round <= 6; ++round) {
    const std::vector<std::size_t> order = OrderOf(3, round, 1);
    EXPECT_THAT(order, UnorderedElementsAre(0, 1, 2));
    ++first[order.front()];
  }
  EXPECT_EQ(first, (std::map<std::size_t, int>{{0, 2}, {1, 2}, {2, 2}}));
}

TEST(SettingsTest, ASettingThatIsEvenWithAnotherComesAfterIt) {
  for (const auto& settings : {IntakeSettings(), LifecycleSettings(), QueriesSettings(), TimersSettings()}) {
    std::vector<std::string> before;
    for (const Setting& setting : settings) {
      if (!setting.even_with.empty()) {
        EXPECT_THAT(before, ::testing::Contains(setting.even_with));
      }
      if (!setting.beside.empty()) {
        EXPECT_THAT(before, ::testing::Contains(setting.beside));
      }
      before.push_back(setting.name);
    }
  }
}

}  // namespace
}  // namespace wangge::bench
