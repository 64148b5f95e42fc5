#include "services/wangge/backup/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/status/text.h"
#include "engine/shard.h"
#include "engine/testing/small_city.h"
#include "services/wangge/backup/key_id.h"
#include "services/wangge/backup/restore.h"
#include "services/wangge/state_files.h"
#include "storage/testing/test_state.h"

namespace wangge::backup {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string TextOf(const absl::Status& status) { return std::string(ToStd(status.message())); }

std::string ReadAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class BackupTest : public ::testing::Test {
 protected:
  // Adds so many reports, and a photo.
  void Work(int reports) {
    const OpenState open = OpenStateFiles(state_, OpenFor::kEither, {.inline_mode = true}).value();
    const auto shard = engine::Shard::Open(*open.committer, {}, engine::SmallCityLoader(), {}).value();
    if (shard->last_position().value == 0) {
      for (engine::Envelope& edition : engine::SmallCityEditions()) shard->Stage({std::move(edition), nullptr}, now_);
    }
    for (int i = 0; i < reports; ++i) {
      shard->Stage({engine::Report("1101", engine::RequestId(++requests_)), nullptr}, now_);
    }
    shard->Commit();
    fs::create_directories(AttachmentsDir(state_) + "/ab");
    std::ofstream(AttachmentsDir(state_) + "/ab/photo" + std::to_string(requests_)) << "sealed " << requests_;
    std::ofstream(ReadingsFile(state_), std::ios::app) << "{}\n";
    fs::create_directories(IndexesDir(state_));
    std::ofstream(IndexesDir(state_) + "/x") << "made anew";
  }

  absl::StatusOr<BackupReport> Back() {
    now_ = now_ + Minutes(1);
    const OpenState open = OpenStateFiles(state_, OpenFor::kExisting, {.inline_mode = true}).value();
    return MakeBackup(
        {.state = state_, .store = *open.store, .committer = *open.committer, .master_key = "", .now = now_}, folder_);
  }

  // The content of the first file of the newest backup whose path begins so.
  fs::path ContentOf(const std::string& prefix) {
    const Manifest manifest = ReadManifest(folder_, "").value();
    for (const BackedFile& file : manifest.files) {
      if (file.path.starts_with(prefix)) return ContentPath(folder_, file.sha256);
    }
    return {};
  }

  storage::TempDirectory dir_;
  const std::string state_ = dir_ / "state";
  const std::string folder_ = dir_ / "backups";
  const std::string again_ = dir_ / "again";
  Timestamp now_ = engine::kStart;
  std::uint64_t requests_ = 0;
};

TEST_F(BackupTest, ARestoredStateProvesItselfAndHasEveryFile) {
  Work(20);
  const BackupReport made = Back().value();
  EXPECT_EQ(made.manifest.position, 25u);
  const RestoreReport restored = Restore({.folder = folder_, .state = again_}).value();
  EXPECT_EQ(restored.proof.records, 25u);
  EXPECT_EQ(restored.proof.cases, 20u);
  EXPECT_EQ(ReadAll(AttachmentsDir(again_) + "/ab/photo20"), "sealed 20");
  EXPECT_EQ(ReadAll(ReadingsFile(again_)), "{}\n");
  EXPECT_FALSE(fs::exists(IndexesDir(again_))) << "what is made anew is no part of a backup";
  EXPECT_FALSE(fs::exists(again_ + ".restoring"));
  EXPECT_FALSE(fs::exists(CheckpointDir(state_)));
}

TEST_F(BackupTest, OnlyWhatIsNewIsCopiedAgain) {
  fs::create_directories(AttachmentsDir(state_) + "/cd");
  std::ofstream(AttachmentsDir(state_) + "/cd/large") << std::string(1'000'000, 'x');
  Work(20);
  const BackupReport first = Back().value();
  EXPECT_GT(first.copied_files, 3u);
  Work(1);
  const BackupReport second = Back().value();
  EXPECT_GT(first.copied_bytes, 1'000'000u);
  EXPECT_LT(second.copied_bytes, 100'000u);
  EXPECT_LT(second.copied_files, second.manifest.files.size());
  EXPECT_GT(second.manifest.position, first.manifest.position);
  EXPECT_EQ(ListBackups(folder_).value(), (std::vector<std::string>{first.name, second.name}));
  // Each of them can be had.
  EXPECT_EQ(Restore({.folder = folder_, .name = first.name, .state = again_}).value().proof.cases, 20u);
  fs::create_directories(again_ + "2");
  EXPECT_EQ(Restore({.folder = folder_, .state = again_ + "2/"}).value().proof.cases, 21u) << "an empty directory";
}

// Both go on from the same backup and give the same numbers to tables of other contents.
TEST_F(BackupTest, TwoStatesOfOneBackupHaveDatabasesOfTheirOwn) {
  Work(3);
  ASSERT_TRUE(Back().ok());
  ASSERT_TRUE(Restore({.folder = folder_, .state = again_}).ok());
  ASSERT_TRUE(Restore({.folder = folder_, .state = again_ + "2"}).ok());
  EXPECT_NE(ReadAll(RocksDir(again_) + "/IDENTITY"), ReadAll(RocksDir(again_ + "2") + "/IDENTITY"));
  EXPECT_NE(ReadAll(RocksDir(again_) + "/IDENTITY"), "");
}

TEST_F(BackupTest, NothingIsOverwritten) {
  Work(1);
  ASSERT_TRUE(Back().ok());
  EXPECT_THAT(TextOf(Restore({.folder = folder_, .state = state_}).status()), HasSubstr("it is not overwritten"));
  fs::create_directories(dir_ / "letters");
  std::ofstream(dir_ / "letters/april.txt") << "Dear Sir";
  const OpenState open = OpenStateFiles(state_, OpenFor::kExisting, {.inline_mode = true}).value();
  const BackupSource source{.state = state_, .store = *open.store, .committer = *open.committer};
  EXPECT_THAT(TextOf(MakeBackup(source, dir_ / "letters").status()), HasSubstr("holds other things"));
  EXPECT_THAT(TextOf(ReadManifest(dir_ / "letters", "").status()), HasSubstr("Expected a folder of backups"));
}

TEST_F(BackupTest, OfAnotherCityIsRefusedInTheSameFolder) {
  Work(1);
  ASSERT_TRUE(Back().ok());
  fs::remove_all(state_);
  now_ = now_ + Hours(1);
  Work(1);
  EXPECT_THAT(TextOf(Back().status()), HasSubstr("those there are of another one"));
}

TEST_F(BackupTest, AChangedByteIsRefusedWithTheNameOfItsFile) {
  Work(20);
  ASSERT_TRUE(Back().ok());
  for (const std::string path : {"rocks/0", "rocks/CURRENT", "rocks/MANIFEST", "attachments/", "readings.jsonl"}) {
    const fs::path content = ContentOf(path);
    const std::string before = ReadAll(content);
    std::string changed = before;
    changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 0x10);
    std::ofstream(content, std::ios::binary) << changed;
    const auto restored = Restore({.folder = folder_, .state = again_});
    EXPECT_EQ(restored.status().code(), absl::StatusCode::kDataLoss) << path;
    EXPECT_THAT(TextOf(restored.status()), HasSubstr("Expected \"" + path));
    EXPECT_FALSE(fs::exists(again_)) << path;
    EXPECT_FALSE(CheckBackup(folder_, "").ok());
    std::ofstream(content, std::ios::binary) << before;
  }
  EXPECT_TRUE(CheckBackup(folder_, "").ok());
  fs::remove(ContentOf("rocks/CURRENT"));
  EXPECT_THAT(TextOf(Restore({.folder = folder_, .state = again_}).status()), HasSubstr("is missing"));
}

// The files are as they were, and yet the state is not what its log says.
TEST_F(BackupTest, OfAStateThatDoesNotProveItselfIsNotRestored) {
  Work(3);
  {
    const OpenState open = OpenStateFiles(state_, OpenFor::kExisting, {.inline_mode = true}).value();
    const auto snapshot = open.committer->Published();
    const auto row = snapshot->Last(storage::Family::kCase, "").value();
    ASSERT_TRUE(open.store
                    ->Write(std::vector<storage::Effect>{{storage::Family::kCase, storage::Expect::kDeleteExisting,
                                                          row->key, ""}},
                            true)
                    .ok());
  }
  ASSERT_TRUE(Back().ok());
  EXPECT_THAT(TextOf(Restore({.folder = folder_, .state = again_}).status()), HasSubstr("row missing"));
  EXPECT_FALSE(fs::exists(again_));
}

TEST_F(BackupTest, WhatACrashLeftIsRemovedByTheNext) {
  Work(3);
  fs::create_directories(CheckpointDir(state_));
  std::ofstream(CheckpointDir(state_) + "/x") << "x";
  ASSERT_TRUE(Back().ok());
  fs::create_directories(IncomingDir(folder_));
  std::ofstream(IncomingDir(folder_) + "/1") << "x";
  fs::create_directories(again_ + ".restoring");
  std::ofstream(again_ + ".restoring/x") << "x";
  ASSERT_TRUE(Back().ok());
  ASSERT_TRUE(Restore({.folder = folder_, .state = again_}).ok());
  EXPECT_FALSE(fs::exists(again_ + "/x"));
  EXPECT_FALSE(fs::exists(IncomingDir(folder_)));
}

}  // namespace
}  // namespace wangge::backup
