// Whole exports of real cities through the engine, against the figures that were computed independently of it.
#include "services/wangge/replay/run.h"

#include <cstdlib>
#include <filesystem>

#include "engine/verify.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/wangge/state_files.h"

namespace wangge::replay {
namespace {

namespace fs = std::filesystem;

std::string DataDir() {
  const char* given = std::getenv("WANGGE_DATA");
  return given != nullptr ? given : std::string(WANGGE_SOURCE_DIR) + "/../shared/data";
}

std::string NewState(const std::string& name) {
  const std::string dir = ::testing::TempDir() + "replay_" + name;
  fs::remove_all(dir);
  return dir;
}

absl::StatusOr<RunReport> RunCity(const std::string& map, const std::string& input, const std::string& state) {
  return Run({.map_file = std::string(WANGGE_SOURCE_DIR) + "/config/replay/" + map,
              .input = DataDir() + "/" + input,
              .state = state,
              .layer_files = {},
              .rejects_file = {},
              .config_dir = std::string(WANGGE_SOURCE_DIR) + "/config",
              .progress = {}});
}

double Hours(std::int64_t micros) { return static_cast<double>(micros) / 3.6e9; }

const insight::ResolutionRow& UnitOf(const RunReport& report, const std::string& unit) {
  for (const insight::ResolutionRow& row : report.by_unit) {
    if (row.keys.front() == unit) return row;
  }
  static const insight::ResolutionRow none;
  return none;
}

#define SKIP_WITHOUT(path)                                                                             \
  if (!fs::exists(DataDir() + "/" + (path))) {                                                         \
    GTEST_SKIP() << "The records of " << (path) << " are not here; name their folder in WANGGE_DATA."; \
  }

TEST(ReplayRun, BostonGivesTheFiguresOfItsRecords) {
  const std::string input = "boston_311_2011/cases.csv.gz";
  SKIP_WITHOUT(input);
  const std::string state = NewState("boston");
  const auto report = RunCity("boston_311_2011.textproto", input, state);
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->all.count, 58'251u);
  EXPECT_EQ(report->all.closed, 54'570u);
  EXPECT_EQ(report->all.closed_with_deadline, 43'821u);
  EXPECT_NEAR(static_cast<double>(report->all.closed_late), 8'230, 8'230 * 0.005);
  EXPECT_NEAR(Hours(report->all.resolution.p50), 22.18, 0.2218);
  EXPECT_NEAR(Hours(report->all.resolution.p90), 1'899, 18.99);
  EXPECT_EQ(UnitOf(*report, "PWDx").closed, 36'945u);
  EXPECT_NEAR(Hours(UnitOf(*report, "PWDx").resolution.p50), 4.74, 0.0474);
  EXPECT_NEAR(Hours(UnitOf(*report, "ISD").resolution.p50), 760.3, 7.6);
  EXPECT_NEAR(Hours(UnitOf(*report, "PARK").resolution.p50), 75.9, 0.76);
  EXPECT_NEAR(Hours(UnitOf(*report, "BTDT").resolution.p50), 144.9, 1.45);
  ASSERT_EQ(report->layer_names.front(), "precincts");
  EXPECT_EQ(report->layers.front().one, 58'234u);
  EXPECT_EQ(report->layers.front().none, 17u);
  EXPECT_GE(static_cast<double>(report->layers.front().agree),
            0.92 * static_cast<double>(report->layers.front().compared));

  const auto files = OpenStateFiles(state, OpenFor::kExisting);
  ASSERT_TRUE(files.ok()) << files.status();
  const auto verified = engine::Verify(*files->committer->Published(), {});
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_TRUE(verified->ok()) << ::testing::PrintToString(verified->fault_texts);
}

TEST(ReplayRun, BaltimoreGivesTheFiguresOfItsRecordsAndTheSameDigestTwice) {
  const std::string input = "baltimore_311_sample/requests.csv.gz";
  SKIP_WITHOUT(input);
  const auto report = RunCity("baltimore_311.textproto", input, NewState("baltimore"));
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->all.count, 10'000u);
  EXPECT_EQ(report->all.closed, 9'792u);
  EXPECT_EQ(report->all.closed_with_deadline, 9'555u);
  EXPECT_NEAR(static_cast<double>(report->all.closed_late), 1'567, 1'567 * 0.005);
  EXPECT_NEAR(Hours(report->all.resolution.p50), 32.40, 0.324);
  EXPECT_NEAR(Hours(report->all.resolution.p90), 647.76, 6.48);
  // The records' README leaves edges out: 8,314 in one, 1,096 in none. 17 points lie on an edge between two cells, and
  // each of these is in one.
  EXPECT_EQ(report->layers.front().one, 8'314u + 17u);
  EXPECT_EQ(report->layers.front().many, 0u);
  EXPECT_EQ(report->layers.front().none, 1'096u - 17u);
  EXPECT_EQ(report->layers.front().no_point, 590u);

  const auto again = RunCity("baltimore_311.textproto", input, NewState("baltimore_again"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->digest, report->digest);
}

TEST(ReplayRun, RefusesAStateThatIsNotEmpty) {
  const std::string input = "baltimore_311_sample/requests.csv.gz";
  SKIP_WITHOUT(input);
  const std::string state = NewState("used");
  ASSERT_TRUE(RunCity("baltimore_311.textproto", input, state).ok());
  const auto second = RunCity("baltimore_311.textproto", input, state);
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status())) << second.status();
}

}  // namespace
}  // namespace wangge::replay
