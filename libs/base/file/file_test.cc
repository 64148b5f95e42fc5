#include "base/file/file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>

namespace wangge {
namespace {

using ::testing::HasSubstr;
constexpr std::size_t kMebibyte = 1u << 20;

class FileTest : public ::testing::Test {
 protected:
  FileTest() {
    std::string pattern = ::testing::TempDir() + "/file_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~FileTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }
  std::size_t Entries() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder_)) ++count;
    return count;
  }
  std::string Packed(const std::string& content) const {
    gzFile out = gzopen(Path("packed").c_str(), "wb");
    gzwrite(out, content.data(), static_cast<unsigned>(content.size()));
    gzclose(out);
    std::string bytes(std::filesystem::file_size(Path("packed")), '\0');
    FILE* in = fopen(Path("packed").c_str(), "rb");
    EXPECT_EQ(fread(bytes.data(), 1, bytes.size(), in), bytes.size());
    fclose(in);
    return bytes;
  }

  std::string folder_;
};

TEST_F(FileTest, WhatWasWrittenIsRead) {
  const std::string content("a\0b\r\n", 5);
  ASSERT_TRUE(WriteFileDurably(Path("f"), content).ok());
  EXPECT_EQ(ReadFile(Path("f"), kMebibyte).value(), content);
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(FileTest, AnExistingFileIsReplacedWhole) {
  ASSERT_TRUE(WriteFileDurably(Path("f"), "a long first content").ok());
  ASSERT_TRUE(WriteFileDurably(Path("f"), "short").ok());
  EXPECT_EQ(ReadFile(Path("f"), kMebibyte).value(), "short");
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(FileTest, OnlyTheOwnerMayReadAWrittenFile) {
  ASSERT_TRUE(WriteFileDurably(Path("f"), "secret").ok());
  struct stat entry {};
  ASSERT_EQ(::stat(Path("f").c_str(), &entry), 0);
  EXPECT_EQ(entry.st_mode & 0777u, 0600u);
}

TEST_F(FileTest, AFailedReplaceLeavesNoTemporaryFile) {
  std::filesystem::create_directory(Path("taken"));
  const absl::Status status = WriteFileDurably(Path("taken"), "x");
  EXPECT_FALSE(status.ok());
  EXPECT_THAT(std::string(status.message()), HasSubstr(Path("taken")));
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(FileTest, AMissingFileIsNotFoundAndNamed) {
  const auto bytes = ReadFile(Path("none"), kMebibyte);
  EXPECT_EQ(bytes.status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(bytes.status().message()), HasSubstr(Path("none")));
  EXPECT_EQ(WriteFileDurably(Path("no/such/f"), "x").code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(SyncDirectory(Path("none")).code(), absl::StatusCode::kNotFound);
}

TEST_F(FileTest, ADirectoryIsNotAFile) {
  EXPECT_EQ(ReadFile(folder_, kMebibyte).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(FileTest, TheLimitIsInclusive) {
  ASSERT_TRUE(WriteFileDurably(Path("f"), "12345").ok());
  EXPECT_EQ(ReadFile(Path("f"), 5).value(), "12345");
  EXPECT_EQ(ReadFile(Path("f"), 4).status().code(), absl::StatusCode::kResourceExhausted);
  ASSERT_TRUE(WriteFileDurably(Path("empty"), "").ok());
  EXPECT_EQ(ReadFile(Path("empty"), 0).value(), "");
}

TEST_F(FileTest, FilesLargerThanTheFirstRoomAreReadWhole) {
  const std::string content(3 * kMebibyte + 7, 'x');
  ASSERT_TRUE(WriteFileDurably(Path("f"), content).ok());
  EXPECT_EQ(ReadFile(Path("f"), 3 * kMebibyte + 7).value(), content);
  EXPECT_FALSE(ReadFile(Path("f"), 3 * kMebibyte + 6).ok());
}

TEST_F(FileTest, GzipIsInflatedAndTheLimitCountsInflatedBytes) {
  const std::string content(100'000, 'y');
  ASSERT_TRUE(WriteFileDurably(Path("f"), Packed(content)).ok());
  EXPECT_EQ(ReadFile(Path("f"), 100'000).value(), content);
  EXPECT_EQ(ReadFile(Path("f"), 99'999).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(FileTest, GzipCutAnywhereIsBadInput) {
  std::string content;
  for (int i = 0; i < 2'000; ++i) content += std::to_string(i * 7919) + ",";
  const std::string packed = Packed(content);
  for (const std::size_t size :
       {std::size_t{2}, std::size_t{9}, packed.size() / 2, packed.size() - 8, packed.size() - 1}) {
    ASSERT_TRUE(WriteFileDurably(Path("f"), packed.substr(0, size)).ok());
    const auto bytes = ReadFile(Path("f"), kMebibyte);
    EXPECT_EQ(bytes.status().code(), absl::StatusCode::kInvalidArgument) << size;
    EXPECT_THAT(std::string(bytes.status().message()), HasSubstr(Path("f")));
  }
}

TEST_F(FileTest, AFlippedByteInGzipIsBadInput) {
  std::string packed = Packed(std::string(5'000, 'z') + "tail");
  packed[packed.size() - 6] = static_cast<char>(packed[packed.size() - 6] ^ 0x40);
  ASSERT_TRUE(WriteFileDurably(Path("f"), packed).ok());
  EXPECT_EQ(ReadFile(Path("f"), kMebibyte).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(FileTest, GzipMembersFollowEachOther) {
  ASSERT_TRUE(WriteFileDurably(Path("f"), Packed("one,") + Packed("two")).ok());
  EXPECT_EQ(ReadFile(Path("f"), kMebibyte).value(), "one,two");
}

}  // namespace
}  // namespace wangge
