#include "vault/attachment_store.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "base/hex.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "gtest/gtest.h"
#include "vault/reason.h"

namespace wangge::vault {
namespace {

constexpr Timestamp kNow{1'700'000'000'000'000};
constexpr std::string_view kMark = "a face that someone knows";

// A JPEG as far as its first bytes go, with words in it to look for.
std::string Photo(std::size_t size) {
  std::string photo = "\xFF\xD8\xFF\xE1";
  while (photo.size() < size) photo.append(kMark);
  photo.resize(size);
  return photo;
}

class AttachmentStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "attachment_store.XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    store_ = Opened();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<AttachmentStore> Opened() {
    auto store = AttachmentStore::Open(folder_ + "/attachments", master_, entropy_);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  absl::StatusOr<StoredAttachment> Store(std::string_view content, std::string_view declared = "",
                                         Timestamp begun = kNow, std::string_view request = {}) {
    auto upload = store_->BeginUpload(BytesOf(Sha256::Of(content)), declared, begun, request);
    WANGGE_RETURN_IF_ERROR(upload.status());
    for (std::size_t at = 0; at < content.size(); at += 100'000) {
      WANGGE_RETURN_IF_ERROR(upload->Add(content.substr(at, 100'000)));
    }
    return upload->Finish();
  }

  std::vector<std::string> Files() const {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
      if (entry.is_regular_file()) files.push_back(entry.path().string());
    }
    return files;
  }

  std::string PathOf(const std::string& name) const {
    return folder_ + "/attachments/" + name.substr(0, 2) + "/" + name;
  }
  static std::string ContentOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
  }

  std::string folder_;
  SystemEntropy entropy_;
  MasterKey master_{SecretKey(std::string(32, 'm'))};
  std::unique_ptr<AttachmentStore> store_;
};

TEST_F(AttachmentStoreTest, ReadsBackWhatWasStoredAlsoAfterAReopen) {
  for (const std::size_t size : {std::size_t{4}, std::size_t{70}, std::size_t{65'536}, std::size_t{300'001}}) {
    const std::string photo = Photo(size);
    const auto stored = Store(photo, "image/jpeg");
    ASSERT_TRUE(stored.ok()) << stored.status();
    EXPECT_EQ(stored->size, size);
    EXPECT_EQ(stored->type, MediaType::kJpeg);
    EXPECT_EQ(stored->sha256, Sha256::Of(photo));
    EXPECT_EQ(stored->name, AttachmentName(stored->salt, stored->sha256));
    store_ = Opened();
    const auto secret = store_->Claim(stored->name);
    ASSERT_TRUE(secret.ok()) << secret.status();
    EXPECT_EQ(store_->Read(stored->name, *secret).value(), photo);
  }
}

TEST_F(AttachmentStoreTest, TakesTheLargestAttachmentAndNotAByteMore) {
  const std::string photo = Photo(limits::kAttachmentBytesMax + 1);
  const auto stored = Store(std::string_view(photo).substr(0, limits::kAttachmentBytesMax));
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(store_->Read(stored->name, store_->Claim(stored->name).value()).value().size(),
            limits::kAttachmentBytesMax);
  ASSERT_TRUE(store_->Remove(stored->name).ok());
  const absl::Status refused = Store(photo).status();
  EXPECT_TRUE(absl::IsResourceExhausted(refused)) << refused;
  EXPECT_EQ(ReasonOf(refused), "ATTACHMENT_TOO_LARGE");
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, RefusesAnOversizeChunkAndStaysRefused) {
  auto upload = store_->BeginUpload(std::string(64, '0'), "", kNow);
  ASSERT_TRUE(upload.ok());
  const absl::Status refused = upload->Add(Photo(limits::kAttachmentChunkBytesMax + 1));
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_EQ(ReasonOf(refused), "CHUNK_TOO_LARGE");
  EXPECT_EQ(ReasonOf(upload->Add("x")), "CHUNK_TOO_LARGE");
  EXPECT_EQ(ReasonOf(upload->Finish().status()), "CHUNK_TOO_LARGE");
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, AnotherHashLeavesNothing) {
  auto upload = store_->BeginUpload(ToHex(BytesOf(Sha256::Of("other"))), "", kNow);
  ASSERT_TRUE(upload.ok());
  ASSERT_TRUE(upload->Add(Photo(200'000)).ok());
  EXPECT_EQ(Files().size(), 1u);
  const absl::Status refused = upload->Finish().status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
  EXPECT_EQ(ReasonOf(refused), "HASH_MISMATCH");
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, RefusesOtherTypesAndFalseDeclarations) {
  EXPECT_EQ(ReasonOf(Store("<html>" + std::string(200, 'x')).status()), "UNSUPPORTED_TYPE");
  EXPECT_EQ(ReasonOf(Store("GIF89a").status()), "UNSUPPORTED_TYPE");
  EXPECT_EQ(ReasonOf(Store("").status()), "UNSUPPORTED_TYPE");
  EXPECT_EQ(ReasonOf(Store(Photo(90), "image/png").status()), "UNSUPPORTED_TYPE");
  EXPECT_EQ(ReasonOf(Store(Photo(90), "video/mp4").status()), "UNSUPPORTED_TYPE");
  EXPECT_EQ(ReasonOf(store_->BeginUpload("abc", "", kNow).status()), "HASH_INVALID");
  EXPECT_EQ(ReasonOf(store_->BeginUpload(std::string(64, 'x'), "", kNow).status()), "HASH_INVALID");
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, AnotherTypeIsRefusedBeforeAllHasCome) {
  auto upload = store_->BeginUpload(std::string(64, '0'), "", kNow);
  ASSERT_TRUE(upload.ok());
  EXPECT_TRUE(upload->Add("<html>").ok());
  EXPECT_EQ(ReasonOf(upload->Add(std::string(100, ' '))), "UNSUPPORTED_TYPE");
}

TEST_F(AttachmentStoreTest, ADroppedUploadLeavesNothing) {
  {
    auto upload = store_->BeginUpload(std::string(64, '0'), "", kNow);
    ASSERT_TRUE(upload.ok());
    ASSERT_TRUE(upload->Add(Photo(100'000)).ok());
    const Upload moved = *std::move(upload);
    EXPECT_EQ(Files().size(), 1u);
  }
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, NothingOnDiskIsPlain) {
  const std::string photo = Photo(150'000);
  const auto stored = Store(photo);
  ASSERT_TRUE(stored.ok());
  const AttachmentSecret secret = store_->Claim(stored->name).value();
  ASSERT_EQ(Files().size(), 2u);
  for (const std::string& path : Files()) {
    const std::string content = ContentOf(path);
    for (const std::string_view hidden : {kMark, std::string_view("\xFF\xD8\xFF\xE1"), BytesOf(stored->sha256),
                                          secret.content_key.View(), std::string_view(secret.salt.data(), 16)}) {
      EXPECT_EQ(content.find(hidden), std::string::npos) << path;
    }
    EXPECT_EQ(path.find(ToHex(BytesOf(stored->sha256))), std::string::npos);
    struct stat stat {};
    ASSERT_EQ(::stat(path.c_str(), &stat), 0);
    EXPECT_EQ(stat.st_mode & 0777, 0600u);
  }
}

TEST_F(AttachmentStoreTest, EqualPhotosNeverShareANameOrAKey) {
  const auto one = Store(Photo(90));
  const auto two = Store(Photo(90));
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_NE(one->name, two->name);
  EXPECT_NE(ContentOf(PathOf(one->name)), ContentOf(PathOf(two->name)));
  EXPECT_TRUE(absl::IsDataLoss(store_->Read(one->name, store_->Claim(two->name).value()).status()));
}

TEST_F(AttachmentStoreTest, AForgottenAttachmentIsReadWithItsSecretOnly) {
  const std::string photo = Photo(90);
  const auto stored = Store(photo);
  const AttachmentSecret secret = store_->Claim(stored->name).value();
  EXPECT_TRUE(store_->Forget(stored->name).ok());
  EXPECT_TRUE(store_->Forget(stored->name).ok());
  EXPECT_TRUE(absl::IsNotFound(store_->Claim(stored->name).status()));
  EXPECT_EQ(store_->Read(stored->name, secret).value(), photo);
  EXPECT_TRUE(store_->Remove(stored->name).ok());
  EXPECT_TRUE(store_->Remove(stored->name).ok());
  EXPECT_TRUE(absl::IsNotFound(store_->Read(stored->name, secret).status()));
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, RefusesAChangedFileAndAnotherMasterKey) {
  const auto stored = Store(Photo(200'000));
  const AttachmentSecret secret = store_->Claim(stored->name).value();
  const std::string path = PathOf(stored->name);
  const std::string sealed = ContentOf(path);
  for (const std::string& changed : {std::string(), sealed.substr(0, sealed.size() - 1), sealed.substr(0, 2 + 65'552),
                                     sealed + "x", std::string(sealed).replace(100'000, 1, "?!")}) {
    std::ofstream(path, std::ios::binary) << changed;
    EXPECT_TRUE(absl::IsDataLoss(store_->Read(stored->name, secret).status()));
  }
  const MasterKey other(SecretKey(std::string(32, 'o')));
  const auto foreign = AttachmentStore::Open(folder_ + "/attachments", other, entropy_);
  ASSERT_TRUE(foreign.ok());
  EXPECT_TRUE(absl::IsFailedPrecondition((*foreign)->Claim(stored->name).status()));
}

TEST_F(AttachmentStoreTest, ANameIsNeverAPath) {
  for (const std::string_view name : {"", "../../../etc/passwd", "..", "AA"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(store_->Claim(name).status()));
    EXPECT_TRUE(absl::IsInvalidArgument(store_->Forget(name)));
    EXPECT_TRUE(absl::IsInvalidArgument(store_->Remove(name)));
  }
  EXPECT_TRUE(absl::IsNotFound(store_->Claim(std::string(64, 'a')).status()));
  EXPECT_TRUE(store_->Remove(std::string(64, 'a')).ok());
}

TEST_F(AttachmentStoreTest, ASweepRemovesWhatIsOldAndUnnamedOnly) {
  const auto old_unnamed = Store(Photo(90), "", kNow - Days(3));
  const auto old_named = Store(Photo(90), "", kNow - Days(3));
  const auto young = Store(Photo(90), "", kNow - Hours(1));
  ASSERT_TRUE(old_unnamed.ok() && old_named.ok() && young.ok());
  const AttachmentSecret secret = store_->Claim(old_named->name).value();
  // What a killed process leaves among the incoming files, and a file that is not ours.
  const auto left = Store(Photo(90), "", kNow - Days(3));
  std::filesystem::rename(PathOf(left->name),
                          folder_ + "/attachments/incoming/" + std::string(16, '0') + "-" + std::string(16, 'a'));
  std::ofstream(folder_ + "/attachments/incoming/README") << "not ours";
  const auto swept =
      store_->SweepPending(Days(2), kNow, [&](std::string_view name) { return name == old_named->name; });
  ASSERT_TRUE(swept.ok()) << swept.status();
  EXPECT_EQ(swept->unfinished, 1u);
  EXPECT_EQ(swept->unnamed, 2u);
  EXPECT_EQ(swept->named, 1u);
  EXPECT_FALSE(std::filesystem::exists(PathOf(old_unnamed->name)));
  EXPECT_TRUE(store_->Read(old_named->name, secret).ok());
  EXPECT_TRUE(absl::IsNotFound(store_->Claim(old_named->name).status()));
  EXPECT_TRUE(store_->Read(young->name, store_->Claim(young->name).value()).ok());
  EXPECT_EQ(Files().size(), 4u);
}

TEST_F(AttachmentStoreTest, AnUploadSweptWhileItRunsFailsAndLeavesNothing) {
  const std::string photo = Photo(90);
  auto upload = store_->BeginUpload(BytesOf(Sha256::Of(photo)), "", kNow - Days(3));
  ASSERT_TRUE(upload->Add(photo).ok());
  EXPECT_EQ(store_->SweepPending(Days(2), kNow, [](std::string_view) { return false; })->unfinished, 1u);
  EXPECT_FALSE(upload->Finish().ok());
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, TheSameContentUnderTheSameRequestIsOneAttachment) {
  const std::string photo = Photo(70'000);
  const auto first = Store(photo, "", kNow, "post-1 a");
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(Store(photo, "", kNow, "post-1 a")->name, first->name);
  EXPECT_EQ(Files().size(), 2u);
  EXPECT_EQ(store_->Read(first->name, store_->Claim(first->name).value()).value(), photo);
  EXPECT_NE(Store(photo, "", kNow, "post-1 b")->name, first->name);
  EXPECT_NE(Store(Photo(70'001), "", kNow, "post-1 a")->name, first->name);
  EXPECT_NE(Store(photo)->name, Store(photo)->name);
}

TEST_F(AttachmentStoreTest, ARequestRepeatedAfterItsReportLeavesTheAttachmentAsItIs) {
  const std::string photo = Photo(70'000);
  const auto first = Store(photo, "", kNow, "post-1 a");
  const AttachmentSecret secret = store_->Claim(first->name).value();
  ASSERT_TRUE(store_->Forget(first->name).ok());
  EXPECT_EQ(Store(photo, "", kNow, "post-1 a")->name, first->name);
  EXPECT_EQ(store_->Read(first->name, secret).value(), photo);
  EXPECT_EQ(Files().size(), 1u);
}

TEST_F(AttachmentStoreTest, ARequestSentManyTimesAtOnceIsStoredOnce) {
  const std::string photo = Photo(70'000);
  std::vector<std::string> names(4);
  {
    std::vector<std::jthread> threads;
    for (std::string& mine : names) {
      threads.emplace_back([&] { mine = Store(photo, "", kNow, "post-1 a")->name; });
    }
  }
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), 1u);
  EXPECT_EQ(store_->Read(names[0], store_->Claim(names[0]).value()).value(), photo);
  EXPECT_EQ(Files().size(), 2u);
}

TEST_F(AttachmentStoreTest, AnUploadFinishesOnce) {
  const std::string photo = Photo(90);
  auto upload = store_->BeginUpload(BytesOf(Sha256::Of(photo)), "", kNow);
  ASSERT_TRUE(upload->Add(photo).ok());
  ASSERT_TRUE(upload->Finish().ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(upload->Finish().status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(upload->Add("x")));
  EXPECT_EQ(Files().size(), 2u);
}

TEST_F(AttachmentStoreTest, ADiskThatRefusesLeavesNothing) {
  const std::string photo = Photo(90);
  auto upload = store_->BeginUpload(BytesOf(Sha256::Of(photo)), "", kNow);
  ASSERT_TRUE(upload->Add(photo).ok());
  std::filesystem::remove(folder_ + "/attachments/pending");
  EXPECT_FALSE(upload->Finish().ok());
  EXPECT_TRUE(Files().empty());
}

TEST_F(AttachmentStoreTest, ManyThreadsUploadAtOnce) {
  std::vector<std::vector<std::string>> names(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : names) {
      threads.emplace_back([this, &mine] {
        for (std::size_t i = 0; i < 8; ++i) {
          const std::string photo = Photo(60'000 + i * 9'000);
          const auto stored = Store(photo);
          if (!stored.ok() || store_->Read(stored->name, store_->Claim(stored->name).value()).value() != photo)
            continue;
          mine.push_back(stored->name);
        }
      });
    }
  }
  std::set<std::string> all;
  for (const auto& mine : names) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 32u);
  EXPECT_EQ(Files().size(), 64u);
}

TEST(SeededAttachmentStore, GivesTheSameNamesAndBytes) {
  std::string name;
  for (int run = 0; run < 2; ++run) {
    std::string folder = ::testing::TempDir() + "seeded.XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    SeededEntropy entropy(3);
    const MasterKey master{SecretKey(std::string(32, 'm'))};
    const auto store = AttachmentStore::Open(folder, master, entropy);
    ASSERT_TRUE(store.ok()) << store.status();
    auto upload = (*store)->BeginUpload(BytesOf(Sha256::Of(Photo(90))), "", kNow);
    ASSERT_TRUE(upload->Add(Photo(90)).ok());
    const std::string stored = upload->Finish()->name;
    EXPECT_EQ(stored, run == 0 ? stored : name);
    name = stored;
    std::filesystem::remove_all(folder);
  }
}

}  // namespace
}  // namespace wangge::vault
