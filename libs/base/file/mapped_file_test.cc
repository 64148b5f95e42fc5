#include "base/file/mapped_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file/file.h"

namespace wangge {
namespace {

class MappedFileTest : public ::testing::Test {
 protected:
  MappedFileTest() {
    std::string pattern = ::testing::TempDir() + "/mapped_XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
  }
  ~MappedFileTest() override { std::filesystem::remove_all(folder_); }

  std::string Path(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_;
};

TEST_F(MappedFileTest, TheBytesAreThoseOfTheFileAndStayWhenItIsReplacedOrRemoved) {
  ASSERT_TRUE(WriteFileDurably(Path("f"), std::string_view("a\0b", 3)).ok());
  const auto mapped = MappedFile::Open(Path("f"));
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  ASSERT_TRUE(WriteFileDurably(Path("f"), "another").ok());
  std::filesystem::remove(Path("f"));
  EXPECT_EQ((*mapped)->bytes(), std::string_view("a\0b", 3));
}

TEST_F(MappedFileTest, AnEmptyFileHasNoBytes) {
  ASSERT_TRUE(WriteFileDurably(Path("f"), "").ok());
  const auto mapped = MappedFile::Open(Path("f"));
  ASSERT_TRUE(mapped.ok()) << mapped.status();
  EXPECT_TRUE((*mapped)->bytes().empty());
}

TEST_F(MappedFileTest, AMissingFileAndADirectoryAreRefusedAndNamed) {
  const auto missing = MappedFile::Open(Path("none")).status();
  EXPECT_EQ(missing.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(missing.message()), ::testing::HasSubstr(Path("none")));
  EXPECT_EQ(MappedFile::Open(folder_).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace wangge
