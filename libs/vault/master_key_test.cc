#include "vault/master_key.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

#include "base/hex.h"
#include "base/status/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::vault {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class MasterKeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "master_key.XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    path_ = folder + "/master.key";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Content() const {
    std::ostringstream text;
    text << std::ifstream(path_).rdbuf();
    return text.str();
  }
  void Write(const std::string& content, mode_t mode = 0600) const {
    std::ofstream(path_) << content;
    ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
  }
  std::string RefusalOf(const std::string& content, mode_t mode = 0600) {
    Write(content, mode);
    const auto loaded = MasterKey::LoadOrCreate(path_, entropy_);
    EXPECT_EQ(loaded.status().code(), absl::StatusCode::kFailedPrecondition) << content;
    EXPECT_THAT(std::string(loaded.status().message()), HasSubstr(path_));
    return std::string(loaded.status().message());
  }

  std::string folder_;
  std::string path_;
  SeededEntropy entropy_{1};
};

TEST(MasterKey, DerivesAKeyForEachUse) {
  const MasterKey one(SecretKey(std::string(kKeyBytes, 'a')));
  const MasterKey other(SecretKey(std::string(kKeyBytes, 'b')));
  EXPECT_EQ(one.Derive("numbers"), one.Derive("numbers"));
  EXPECT_FALSE(one.Derive("numbers") == one.Derive("tokens"));
  EXPECT_FALSE(one.Derive("numbers") == other.Derive("numbers"));
}

TEST_F(MasterKeyFile, IsMadeOnceAndLoadedAfterwards) {
  const auto made = MasterKey::LoadOrCreate(path_, entropy_);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(Content(), MatchesRegex("wangge-master-key 1 [0-9a-f]+ [0-9a-f]+\n"));
  struct stat stat {};
  ASSERT_EQ(::stat(path_.c_str(), &stat), 0);
  EXPECT_EQ(stat.st_mode & 07777, 0600u);
  const auto loaded = MasterKey::LoadOrCreate(path_, entropy_);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(made->id(), loaded->id());
  EXPECT_EQ(loaded->Unwrap("p", "c", made->Wrap(entropy_, "p", "c", "secret")).value(), "secret");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(MasterKeyFile, IsTheSameForAllWhoStartTogether) {
  SystemEntropy entropy;
  std::vector<std::string> ids(8);
  {
    std::vector<std::jthread> threads;
    for (std::string& id : ids) {
      threads.emplace_back([this, &entropy, &id] {
        const auto made = MasterKey::LoadOrCreate(path_, entropy);
        if (made.ok()) id = ToHex(made->id().View());
      });
    }
  }
  for (const std::string& id : ids) EXPECT_EQ(id, ids[0]);
  EXPECT_EQ(ids[0].size(), 16u);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(MasterKeyFile, IsRefusedWhenOthersMayReachIt) {
  ASSERT_TRUE(MasterKey::LoadOrCreate(path_, entropy_).ok());
  const std::string content = Content();
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0610, 0644}) {
    EXPECT_THAT(RefusalOf(content, mode), HasSubstr("chmod 600"));
  }
  EXPECT_THAT(RefusalOf(content, 0644), HasSubstr("mode is 0644"));
  Write(content, 0400);
  EXPECT_TRUE(MasterKey::LoadOrCreate(path_, entropy_).ok());
}

TEST_F(MasterKeyFile, IsRefusedWhenMalformedAndItsTextIsNotRepeated) {
  ASSERT_TRUE(MasterKey::LoadOrCreate(path_, entropy_).ok());
  const std::string good = Content();
  const std::string key = good.substr(good.size() - 65, 64);
  EXPECT_THAT(RefusalOf(""), HasSubstr("begins otherwise"));
  EXPECT_THAT(RefusalOf("wangge-master-key 2" + good.substr(19)), HasSubstr("begins otherwise"));
  EXPECT_THAT(RefusalOf(good.substr(0, good.size() - 3)), HasSubstr("another length"));
  EXPECT_THAT(RefusalOf(good + "x"), HasSubstr("another length"));
  std::string changed = good;
  changed[good.size() - 2] = changed[good.size() - 2] == '0' ? '1' : '0';
  EXPECT_THAT(RefusalOf(changed), HasSubstr("not the id of its key"));
  changed[good.size() - 2] = 'g';
  EXPECT_THAT(RefusalOf(changed), HasSubstr("not hexadecimal"));
  EXPECT_THAT(RefusalOf(changed), Not(HasSubstr(key.substr(0, 8))));
  Write(good.substr(0, good.size() - 1));  // an editor that drops the last line end does no harm
  EXPECT_TRUE(MasterKey::LoadOrCreate(path_, entropy_).ok());
}

TEST_F(MasterKeyFile, IsNotMadeInAFolderThatIsMissing) {
  const auto made = MasterKey::LoadOrCreate(folder_ + "/none/master.key", entropy_);
  EXPECT_EQ(made.status().code(), absl::StatusCode::kNotFound) << made.status();
  EXPECT_EQ(MasterKey::LoadOrCreate(folder_, entropy_).status().code(), absl::StatusCode::kFailedPrecondition);
}

class MasterKeyWrapping : public ::testing::Test {
 protected:
  SeededEntropy entropy_{1};
  MasterKey master_{SecretKey(std::string(32, 'm'))};
  std::string wrapped_ = master_.Wrap(entropy_, "purpose", "context", "the secret");
};

TEST_F(MasterKeyWrapping, OpensOnlyForItsPurposeAndContext) {
  EXPECT_EQ(master_.Unwrap("purpose", "context", wrapped_).value(), "the secret");
  EXPECT_TRUE(absl::IsDataLoss(master_.Unwrap("other", "context", wrapped_).status()));
  EXPECT_TRUE(absl::IsDataLoss(master_.Unwrap("purpose", "other", wrapped_).status()));
  EXPECT_TRUE(absl::IsDataLoss(master_.Unwrap("purposecontext", "", wrapped_).status()));
}

TEST_F(MasterKeyWrapping, NamesTheMasterKeyThatIsNeeded) {
  const MasterKey other(SecretKey(std::string(32, 'o')));
  const auto refused = other.Unwrap("purpose", "context", wrapped_);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(ToHex(master_.id().View())));
}

TEST_F(MasterKeyWrapping, RefusesEveryFlippedBitAndEveryCut) {
  for (std::size_t i = 0; i < wrapped_.size() * 8; ++i) {
    std::string changed = wrapped_;
    changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
    EXPECT_FALSE(master_.Unwrap("purpose", "context", changed).ok()) << "bit " << i;
  }
  for (std::size_t size = 0; size < wrapped_.size(); ++size) {
    EXPECT_FALSE(master_.Unwrap("purpose", "context", wrapped_.substr(0, size)).ok()) << "cut to " << size;
  }
}

TEST(SecretKeyValue, IsErasedWhenMovedFrom) {
  SecretKey from(std::string(32, 's'));
  const SecretKey to(std::move(from));
  EXPECT_EQ(to, SecretKey(std::string(32, 's')));
  EXPECT_EQ(from, SecretKey());  // NOLINT(bugprone-use-after-move): the rule under test
}

}  // namespace
}  // namespace wangge::vault
