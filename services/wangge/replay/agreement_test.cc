#include "services/wangge/replay/agreement.h"

#include <gtest/gtest.h>

namespace wangge::replay {
namespace {

Record RecordIn(std::string area, bool located = true) {
  Record record;
  if (located) record.position = Position{1, 1};
  record.recorded_areas = {std::move(area)};
  return record;
}

TEST(Agreement, ComparesOnlyRecordsWithAnAreaAndAPointInExactlyOneCell) {
  ReplayMap map;
  map.layers.push_back({.name = "wards", .area_rules = {.ignore_leading_zeros = true}});
  Agreement agreement(map);
  const std::vector<std::string> none, one = {"03"}, many = {"03", "04"};
  agreement.Add(0, RecordIn("3"), one);
  agreement.Add(0, RecordIn("4"), one);
  agreement.Add(0, RecordIn(""), one);
  agreement.Add(0, RecordIn("3"), many);
  agreement.Add(0, RecordIn("3"), none);
  agreement.Add(0, RecordIn("3", false), none);
  const LayerCounts& counts = agreement.counts()[0];
  EXPECT_EQ(counts.one, 3u);
  EXPECT_EQ(counts.many, 1u);
  EXPECT_EQ(counts.none, 1u);
  EXPECT_EQ(counts.no_point, 1u);
  EXPECT_EQ(counts.compared, 2u);
  EXPECT_EQ(counts.agree, 1u);
}

}  // namespace
}  // namespace wangge::replay
