#include "services/wangge/client/fix_csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace wangge::client {
namespace {

using ::testing::HasSubstr;

absl::StatusOr<std::vector<report::v1::Fix>> Read(const std::string& text) {
  const std::string path = ::testing::TempDir() + "fixes.csv";
  std::ofstream(path) << text;
  return ReadFixes(path);
}

TEST(FixCsvTest, ColumnsStandInAnyOrderAndSomeMayBeMissing) {
  const auto fixes = Read("time,lat,lon,mock,sequence,accuracy_m\n2026-02-13T09:00:00+08:00,28.45,119.91,true,7,4.5\n");
  ASSERT_TRUE(fixes.ok()) << fixes.status();
  ASSERT_EQ(fixes->size(), 1u);
  const report::v1::Fix& fix = fixes->front();
  EXPECT_EQ(fix.sequence(), 7u);
  EXPECT_EQ(fix.longitude(), 119.91);
  EXPECT_EQ(fix.latitude(), 28.45);
  EXPECT_EQ(fix.accuracy_m(), 4.5);
  EXPECT_EQ(fix.device_time().seconds(), 1'770'944'400);
  EXPECT_TRUE(fix.mock());
  EXPECT_FALSE(fix.has_speed_mps());
}

TEST(FixCsvTest, WhatIsNoFixIsNamedWithItsLineAndColumn) {
  const std::string header = "sequence,lon,lat,accuracy_m,time,mock\n";
  const auto told = [&header](const std::string& row) { return std::string(Read(header + row).status().message()); };
  EXPECT_THAT(told("one,1,1,1,2026-02-13T09:00:00Z,\n"), HasSubstr("fixes.csv:2: Expected a whole number"));
  EXPECT_THAT(told("1,east,1,1,2026-02-13T09:00:00Z,\n"), HasSubstr("a number in column lon, but it is \"east\""));
  EXPECT_THAT(told("1,1,1,1,yesterday,\n"), HasSubstr("in column time, but it is \"yesterday\""));
  EXPECT_THAT(told("1,1,1,1,2026-02-13T09:00:00Z,maybe\n"), HasSubstr("true or false in column mock"));
  EXPECT_THAT(std::string(Read("sequence,lon\n1,1\n").status().message()), HasSubstr("lat"));
}

}  // namespace
}  // namespace wangge::client
