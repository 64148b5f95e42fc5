#include "catalog/editions_lock.h"

#include <filesystem>
#include <set>

#include "base/file/file.h"
#include "base/hex.h"
#include "base/status/text.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace wangge::catalog {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kBytesMax = 64u << 20;
const std::string kConfig = std::string(WANGGE_SOURCE_DIR) + "/config/";

std::vector<LockedFile> Locked() {
  const auto text = ReadFile(kConfig + "systems/editions.lock", kBytesMax);
  EXPECT_TRUE(text.ok()) << text.status();
  if (!text.ok()) return {};
  auto files = ParseEditionsLock(*text, "editions.lock");
  EXPECT_TRUE(files.ok()) << files.status();
  return files.ok() ? *std::move(files) : std::vector<LockedFile>{};
}

TEST(EditionsLock, AReleasedFileNeverChanges) {
  const std::vector<LockedFile> locked = Locked();
  EXPECT_FALSE(locked.empty());
  for (const LockedFile& file : locked) {
    const auto body = ReadFile(kConfig + file.path, kBytesMax);
    ASSERT_TRUE(body.ok()) << body.status();
    EXPECT_EQ(ToHex(BytesOf(Sha256::Of(*body))), ToHex(BytesOf(file.hash)))
        << file.path << " is released and has changed. Restore it and give the change a new edition file; before the "
        << "first release of a file, its line in config/systems/editions.lock is renewed instead.";
  }
}

TEST(EditionsLock, EveryProcedureIsLocked) {
  std::set<std::string> paths;
  for (const LockedFile& file : Locked()) paths.insert(file.path);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kConfig + "systems")) {
    const std::string path = std::filesystem::relative(entry.path(), kConfig).string();
    if (path.find("procedure-") == std::string::npos) continue;
    EXPECT_TRUE(paths.contains(path)) << path;
  }
}

TEST(EditionsLock, ALineOfAnotherFormIsNamed) {
  const std::string hash(64, 'a');
  for (const std::string& line : {std::string("abc"), hash, hash + "  ", hash + " x", std::string(64, 'g') + "  x"}) {
    const auto files = ParseEditionsLock("# comment\n\n" + line + "\n", "lock");
    ASSERT_FALSE(files.ok()) << line;
    EXPECT_THAT(std::string(ToStd(files.status().message())), HasSubstr("lock:3:1: Expected 64 hex digits"));
  }
  EXPECT_FALSE(ParseEditionsLock(hash + "  x\n" + hash + "  x", "lock").ok());
  EXPECT_TRUE(ParseEditionsLock(hash + "  x\n" + hash + "  y", "lock").ok());
}

}  // namespace
}  // namespace wangge::catalog
