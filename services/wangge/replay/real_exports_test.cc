// The maps of config/replay on real exports: what is read must be what those who published the data counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "services/wangge/replay/record_source.h"

namespace wangge::replay {
namespace {

namespace fs = std::filesystem;

struct Export {
  std::string map, input;
  std::uint64_t rows, closed_before_opened, closed, no_point, at_default, closed_with_due, late, with_area;
  double median_h;

  friend void PrintTo(const Export& value, std::ostream* out) { *out << value.map; }
};

struct Counts {
  std::uint64_t closed = 0, no_point = 0, at_default = 0, closed_with_due = 0, late = 0, with_area = 0;
  std::vector<double> hours;
};

Counts Count(const std::vector<Record>& records) {
  Counts counts;
  for (const Record& record : records) {
    counts.no_point += record.position ? 0 : 1;
    counts.at_default += record.position_source == PositionSource::kDefault ? 1 : 0;
    counts.with_area += record.position && !record.recorded_areas.at(0).empty() ? 1 : 0;
    if (!record.closed) continue;
    ++counts.closed;
    counts.hours.push_back(static_cast<double>((*record.closed - record.opened).micros) / 3.6e9);
    if (!record.due) continue;
    ++counts.closed_with_due;
    counts.late += *record.closed > *record.due ? 1 : 0;
  }
  return counts;
}

double MedianOf(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[(values.size() + 1) / 2 - 1];
}

class RealExports : public ::testing::TestWithParam<Export> {};

TEST_P(RealExports, GiveThePublishedCounts) {
  const Export& expected = GetParam();
  const char* folder = std::getenv("WANGGE_DATA");
  const fs::path source(WANGGE_SOURCE_DIR);
  const fs::path input = (folder ? fs::path(folder) : source / "../shared/data") / expected.input;
  if (!fs::exists(input)) GTEST_SKIP() << "The export " << input << " is not here; WANGGE_DATA names its folder.";
  const auto map = LoadReplayMap((source / "config/replay" / (expected.map + ".textproto")).string());
  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_TRUE(LayerFiles(*map, input.string(), {}).ok());
  const auto all = LoadAll(*map, input.string());
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->rows, expected.rows);
  EXPECT_EQ(all->rejects.total(), expected.closed_before_opened) << all->rejects.csv().substr(0, 2'000);
  const Counts counts = Count(all->records);
  EXPECT_EQ(counts.closed, expected.closed);
  EXPECT_EQ(counts.no_point, expected.no_point);
  EXPECT_EQ(counts.at_default, expected.at_default);
  EXPECT_EQ(counts.closed_with_due, expected.closed_with_due);
  EXPECT_EQ(counts.with_area, expected.with_area);
  // The published figures are differences of local times; ours know the hours that a change of the clock adds or takes.
  EXPECT_NEAR(static_cast<double>(counts.late), static_cast<double>(expected.late),
              std::ceil(0.005 * static_cast<double>(expected.late)));
  EXPECT_NEAR(MedianOf(counts.hours), expected.median_h, 0.01 * expected.median_h);
}

// Seventeen requests of San Francisco close before they open; everything else is read.
INSTANTIATE_TEST_SUITE_P(Cities, RealExports,
                         ::testing::Values(Export{"boston_311_2011", "boston_311_2011/cases.csv.gz", 58'251, 0, 54'570,
                                                  0, 4'775, 43'821, 8'230, 55'291, 22.18},
                                           Export{"baltimore_311", "baltimore_311_sample/requests.csv.gz", 10'000, 0,
                                                  9'792, 590, 0, 9'555, 1'567, 9'200, 32.40},
                                           Export{"newyork_311", "newyork_311_day/requests_2018-10-21.csv.gz", 6'765, 0,
                                                  2'441, 115, 0, 2'188, 124, 6'624, 1.82},
                                           Export{"sanfrancisco_311", "sanfrancisco_311_sample/requests.csv.gz", 10'000,
                                                  17, 9'613, 4'264, 0, 0, 0, 0, 135.02},
                                           Export{"budapest_jarokelo", "budapest_jarokelo/reports.csv.gz", 37'869, 0,
                                                  21'617, 0, 0, 0, 0, 37'643, 34 * 24}),
                         [](const auto& instance) { return instance.param.map; });

}  // namespace
}  // namespace wangge::replay
