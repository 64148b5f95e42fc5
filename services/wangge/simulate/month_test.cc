// A month of the demo city at a thousand reports a day gives back the shares that its habits are set to.
#include <cmath>
#include <filesystem>

#include "gtest/gtest.h"
#include "services/wangge/simulate/day.h"
#include "services/wangge/simulate/engine_port.h"
#include "services/wangge/state_counts.h"

namespace wangge::simulate {
namespace {

constexpr Timestamp kStart{1'767'542'400'000'000};  // 2026-01-05T00:00:00+08:00
constexpr std::uint64_t kSeed = 20'260'105;

// Within four standard deviations of a count of independent events: wrong once in fifteen thousand.
void ExpectShare(const char* what, std::uint64_t count, std::uint64_t of, double share) {
  const auto n = static_cast<double>(of);
  const double deviation = std::sqrt(share * (1 - share) / n);
  EXPECT_NEAR(static_cast<double>(count) / n, share, 4 * deviation) << what << ": " << count << " of " << of;
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
  const insight::CaseCounts& counts = *counted;
  const insight::AssignmentCounts& assignments = counts.assignments;
  const Habits& habits = city->habits;
  ASSERT_EQ(counts.cases, 30'000u);
  ExpectShare("overdue of those confirmed", assignments.late, assignments.confirmed, habits.late_share);
  ExpectShare("extended", assignments.extended, assignments.assignments, habits.extension_share);
  ExpectShare("returned", assignments.returned, assignments.assignments, habits.return_share);
  ExpectShare("reworked of those confirmed", counts.reworked, assignments.confirmed, habits.rework_share);
  ExpectShare("recurring", counts.recurring, counts.cases, habits.recurring_share);
  ExpectShare("without a place", counts.without_place, counts.cases, habits.no_place_share);
  std::filesystem::remove_all(state);
}

}  // namespace
}  // namespace wangge::simulate
