// What a power cut or a bad disk does to the write-ahead log, and what the next open makes of it: a torn tail is a
// group that was never acknowledged; anything else is refused, never shortened in silence.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/status/text.h"
#include "storage/rocks_committer.h"
#include "storage/rocks_store.h"
#include "storage/testing/test_state.h"

namespace wangge::storage {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WalTest : public ::testing::Test {
 protected:
  // Ten synced groups, then a copy of the files as they are, as after a power cut.
  void SetUp() override {
    auto store = OpenRocksStore(dir_ / "live").value();
    {
      const auto committer = RocksCommitter::Open(store.get(), {.inline_mode = true}).value();
      LogHead head = committer->Head().value();
      for (int i = 0; i < 10; ++i) {
        nine_groups_bytes_ = i == 0 ? 0 : WrittenBytes(WalIn(dir_ / "live"));
        committer->Submit(TestGroup(head, {std::string(1'000, 'x')}), [](CommitOutcome) {});
      }
    }
    fs::copy(dir_ / "live", state_);
    wal_ = WalIn(state_);
    ASSERT_FALSE(wal_.empty());
  }

  absl::StatusOr<LogHead> Reopen() {
    WANGGE_ASSIGN_OR_RETURN(const auto store, OpenRocksStore(state_));
    WANGGE_ASSIGN_OR_RETURN(const auto committer, RocksCommitter::Open(store.get(), {.inline_mode = true}));
    return committer->Head();
  }

  // The end of what was written: the file may be longer, preallocated.
  std::size_t WrittenBytes() { return WrittenBytes(wal_); }
  static std::size_t WrittenBytes(const fs::path& wal) {
    std::ostringstream bytes;
    bytes << std::ifstream(wal, std::ios::binary).rdbuf();
    return bytes.str().find_last_not_of('\0') + 1;
  }

  static fs::path WalIn(const std::string& dir) {
    fs::path largest;
    for (const auto& entry : fs::directory_iterator(dir)) {
      if (entry.path().extension() != ".log") continue;
      if (largest.empty() || fs::file_size(entry) > fs::file_size(largest)) largest = entry.path();
    }
    return largest;
  }

  void FlipByte(std::size_t offset, int mask = 1) { FlipByte(wal_, offset, mask); }
  static void FlipByte(const fs::path& path, std::size_t offset, int mask = 1) {
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(offset));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(static_cast<char>(byte ^ mask));
  }

  TempDirectory dir_;
  const std::string state_ = dir_ / "copy";
  fs::path wal_;
  std::size_t nine_groups_bytes_ = 0;  // of the write-ahead log: the tenth group's record begins there
};

TEST_F(WalTest, AWholeLogComesBackWhole) { EXPECT_EQ(Reopen().value().last_position, 10u); }

TEST_F(WalTest, ATornTailLosesOnlyTheLastGroup) {
  fs::resize_file(wal_, WrittenBytes() - 500);
  EXPECT_EQ(Reopen().value().last_position, 9u);
  EXPECT_EQ(Reopen().value().last_position, 9u) << "and the next open is of a clean state";
}

TEST_F(WalTest, AFlippedBitInTheMiddleIsRefused) {
  FlipByte(WrittenBytes() / 2);
  const auto opened = Reopen();
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << opened.status();
  EXPECT_THAT(std::string(ToStd(opened.status().message())),
              HasSubstr("keep this state as it is and restore a backup beside it"));
}

// Its checksum does not cover its length, so that RocksDB takes it for the torn write of a power cut.
TEST_F(WalTest, AFlippedBitInTheLengthOfTheLastRecordIsRefusedWithItsOffset) {
  for (std::size_t bit = 0; bit < 16; ++bit) {
    const std::size_t offset = nine_groups_bytes_ + 4 + bit / 8;
    FlipByte(offset, 1 << bit % 8);
    const auto opened = Reopen();
    ASSERT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << "bit " << bit << ": " << opened.status();
    EXPECT_THAT(std::string(ToStd(opened.status().message())), HasSubstr(wal_.string()));
    EXPECT_THAT(std::string(ToStd(opened.status().message())), HasSubstr("offset"));
    FlipByte(offset, 1 << bit % 8);
  }
  EXPECT_EQ(Reopen().value().last_position, 10u);
}

TEST_F(WalTest, ATornTailOfAnyLengthOpens) {
  const std::size_t whole = WrittenBytes();
  for (std::size_t cut = whole - 1; cut > nine_groups_bytes_; cut -= std::min<std::size_t>(97, cut)) {
    fs::remove_all(state_);
    fs::copy(dir_ / "live", state_);
    fs::resize_file(wal_, cut);
    ASSERT_EQ(Reopen().value().last_position, 9u) << "cut to " << cut << " of " << whole;
  }
}

TEST_F(WalTest, AFlippedBitInTheMiddleIsNamedWithFileAndOffset) {
  FlipByte(nine_groups_bytes_ / 2);
  EXPECT_THAT(std::string(ToStd(Reopen().status().message())),
              HasSubstr("undamaged bytes in '" + wal_.string() + "' at offset "));
}

TEST_F(WalTest, AFlippedBitInTheManifestOrInCurrentIsRefused) {
  for (const auto& entry : fs::directory_iterator(state_)) {
    if (!entry.path().filename().string().starts_with("MANIFEST-")) continue;
    FlipByte(entry.path(), 4, 0x80);
    EXPECT_THAT(std::string(ToStd(Reopen().status().message())), HasSubstr(entry.path().filename().string()));
    FlipByte(entry.path(), 4, 0x80);
  }
  FlipByte(fs::path(state_) / "CURRENT", 12);
  const auto opened = Reopen();
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kDataLoss) << opened.status();
  EXPECT_THAT(std::string(ToStd(opened.status().message())), HasSubstr("restore a backup beside it"));
}

}  // namespace
}  // namespace wangge::storage
