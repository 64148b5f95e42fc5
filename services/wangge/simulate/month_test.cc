// A month of the demo city at a thousand reports a day gives back the shares that its habits are set to.
#include <cmath>
#include <filesystem>
#include <map>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "insight/case_rates.h"
#include "services/wangge/simulate/day.h"
#include "services/wangge/simulate/engine_port.h"
#include "services/wangge/state_counts.h"

namespace wangge::simulate {
namespace {

constexpr Timestamp kStart{1'767'542'400'000'000};  // 2026-01-05T00:00:00+08:00
constexpr std::uint64_t kSeed = 20'260'105;

// Within four standard deviations of a count of independent events: wrong once in fifteen thousand.
void ExpectShare(const insight::Rate& rate, double share) {
  const auto n = static_cast<double>(rate.denominator);
  const double deviation = std::sqrt(share * (1 - share) / n);
  EXPECT_NEAR(static_cast<double>(rate.numerator) / n, share, 4 * deviation)
      << rate.id << ": " << rate.numerator << " of " << rate.denominator << " " << rate.of;
}

TEST(SimulatedMonth, GivesBackTheConfiguredShares) {
  const auto city = LoadCity(std::string(WANGGE_SOURCE_DIR) + "/config/demo/lishui");
  ASSERT_TRUE(city.ok()) << city.status();
  const std::string state = ::testing::TempDir() + "simulated_month";
  std::filesystem::remove_all(state);
  {
    const auto port = EnginePort::Make(*city, state, kStart);
    ASSERT_TRUE(port.ok()) << port.status();
    const auto run =
        CityDays(*city, {.start = kStart, .days = 30, .seed = kSeed, .reports_per_day = 1'000}, **port).Run();
    ASSERT_TRUE(run.ok()) << run.status();
  }
  const auto files = OpenStateFiles(state, OpenFor::kExisting);
  ASSERT_TRUE(files.ok()) << files.status();
  const auto counted = CountCases(*files);
  ASSERT_TRUE(counted.ok()) << counted.status();
  const Habits& habits = city->habits;
  ASSERT_EQ(counted->cases, 30'000u);
  const std::map<std::string_view, double> shares = {
      {"overdue", habits.late_share},    {"extended", habits.extension_share},  {"reworked", habits.rework_share},
      {"returned", habits.return_share}, {"recurring", habits.recurring_share}, {"no_address", habits.no_place_share}};
  const std::vector<insight::Rate> rates = insight::RatesOf(*counted);
  ASSERT_EQ(rates.size(), shares.size());
  for (const insight::Rate& rate : rates) ExpectShare(rate, shares.at(rate.id));
  std::filesystem::remove_all(state);
}

}  // namespace
}  // namespace wangge::simulate
