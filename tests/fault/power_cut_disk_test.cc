// The disk under the fault rounds: only what was synced survives, and it fails when it is told to.
#include "storage/testing/power_cut_disk.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "storage/rocks_store.h"
#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

class PowerCutDiskTest : public ::testing::Test {
 protected:
  PowerCutDiskTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

  // Each pair is written, with a sync or without; then the power goes.
  void WriteAndCutPower(const std::vector<std::pair<std::string, bool>>& keys, const DiskFaults& faults = {}) {
    const auto disk = PowerCutDisk::Open(state_, faults).value();
    const auto store = OpenRocksStore(state_, {.env = disk->env()}).value();
    for (const auto& [key, sync] : keys) {
      ASSERT_TRUE(store->Write(std::vector<Effect>{{Family::kCase, Expect::kInsert, key, "x"}}, sync).ok());
    }
    disk->CutPower();
  }
  bool Has(const std::string& key) {
    return OpenRocksStore(state_).value()->TakeSnapshot()->Get(Family::kCase, key).value().has_value();
  }

  // The same in the process that a death test starts.
  const std::string state_ =
      ::testing::TempDir() + "wangge_power_cut_" + ::testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(PowerCutDiskTest, WhatWasSyncedSurvivesAndWhatWasNotIsGone) {
  std::filesystem::remove_all(state_);
  EXPECT_EXIT(WriteAndCutPower({{"a", true}, {"b", true}, {"c", false}}), ::testing::KilledBySignal(SIGKILL), "");
  EXPECT_TRUE(Has("a"));
  EXPECT_TRUE(Has("b"));
  EXPECT_FALSE(Has("c"));
}

TEST_F(PowerCutDiskTest, AFullDiskRefusesTheWriteAndLosesNothing) {
  std::filesystem::remove_all(state_);
  const auto disk = PowerCutDisk::Open(state_, {.room_bytes = 100'000}).value();
  auto store = OpenRocksStore(state_, {.env = disk->env()}).value();
  const std::string value(1'000, 'x');
  absl::Status written;
  int count = 0;
  for (; written.ok() && count < 200; ++count) {
    written = store->Write(std::vector<Effect>{{Family::kCase, Expect::kInsert, std::to_string(count), value}}, true);
  }
  EXPECT_EQ(written.code(), absl::StatusCode::kResourceExhausted) << written;
  EXPECT_NE(std::string(written.message()).find("the disk is full: make room"), std::string::npos) << written;
  store.reset();
  EXPECT_TRUE(Has("0"));
  EXPECT_TRUE(Has(std::to_string(count - 2)));
}

TEST_F(PowerCutDiskTest, AReadOnlyDiskRefusesTheStartAndSaysWhatToDo) {
  std::filesystem::remove_all(state_);
  ASSERT_TRUE(OpenRocksStore(state_).ok());
  const auto disk = PowerCutDisk::Open(state_, {.read_only = true}).value();
  const auto store = OpenRocksStore(state_, {.env = disk->env()});
  EXPECT_EQ(store.status().code(), absl::StatusCode::kFailedPrecondition) << store.status();
  EXPECT_NE(std::string(store.status().message()).find("mount it for writing"), std::string::npos) << store.status();
}

TEST_F(PowerCutDiskTest, ABadSyncIsToldAndItsBytesAreNeverThere) {
  std::filesystem::remove_all(state_);
  absl::Status written;
  for (std::uint64_t at = 1; at < 60; ++at) {
    std::filesystem::remove_all(state_);
    const auto disk = PowerCutDisk::Open(state_, {.bad_sync_at = at}).value();
    const auto store = OpenRocksStore(state_, {.env = disk->env()});
    if (!store.ok()) continue;  // the start itself syncs
    written = (*store)->Write(std::vector<Effect>{{Family::kCase, Expect::kInsert, "a", "x"}}, true);
    if (!written.ok()) break;
  }
  EXPECT_EQ(written.code(), absl::StatusCode::kInternal) << written;
  EXPECT_FALSE(Has("a"));
}

}  // namespace
}  // namespace wangge::storage
