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
      for (int i = 0; i < 10; ++i) committer->Submit(TestGroup(head, {std::string(1'000, 'x')}), [](CommitOutcome) {});
    }
    fs::copy(dir_ / "live", state_);
    for (const auto& entry : fs::directory_iterator(state_)) {
      if (entry.path().extension() == ".log" && fs::file_size(entry) > 10'000) wal_ = entry.path();
    }
    ASSERT_FALSE(wal_.empty());
  }

  absl::StatusOr<LogHead> Reopen() {
    WANGGE_ASSIGN_OR_RETURN(const auto store, OpenRocksStore(state_));
    WANGGE_ASSIGN_OR_RETURN(const auto committer, RocksCommitter::Open(store.get(), {.inline_mode = true}));
    return committer->Head();
  }

  // The end of what was written: the file may be longer, preallocated.
  std::size_t WrittenBytes() {
    std::ostringstream bytes;
    bytes << std::ifstream(wal_, std::ios::binary).rdbuf();
    return bytes.str().find_last_not_of('\0') + 1;
  }

  void FlipByte(std::size_t offset) {
    std::fstream file(wal_, std::ios::binary | std::ios::in | std::ios::out);
    file.seekg(static_cast<std::streamoff>(offset));
    const int byte = file.get();
    file.seekp(static_cast<std::streamoff>(offset));
    file.put(static_cast<char>(byte ^ 1));
  }

  TempDirectory dir_;
  const std::string state_ = dir_ / "copy";
  fs::path wal_;
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
              HasSubstr("keep the directory as it is and restore a backup beside it"));
}

}  // namespace
}  // namespace wangge::storage
