#include "base/file/byte_source.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <array>
#include <string_view>

namespace wangge {
namespace {

std::string Drain(ByteSource& source, std::size_t chunk) {
  std::string all;
  std::string room(chunk, '\0');
  while (true) {
    const auto got = source.Read(room);
    EXPECT_TRUE(got.ok()) << got.status();
    if (!got.ok() || *got == 0) return all;
    all.append(room.data(), *got);
  }
}

// A pipe with `bytes` in it and its writing end closed.
int PipeWith(std::string_view bytes) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  ::close(ends[1]);
  return ends[0];
}

TEST(ByteSource, AnyChunkSizeGivesTheSameBytes) {
  for (const std::size_t chunk : {1u, 2u, 3u, 100u}) {
    EXPECT_EQ(Drain(*ByteSource::OfText("hello, world"), chunk), "hello, world");
  }
}

TEST(ByteSource, AFileIsReadInChunks) {
  const std::string path = ::testing::TempDir() + "/byte_source_plain";
  FILE* out = fopen(path.c_str(), "wb");
  fputs("plain text", out);
  fclose(out);
  EXPECT_EQ(Drain(**ByteSource::Open(path), 3), "plain text");
  ::unlink(path.c_str());
}

TEST(ByteSource, GzipIsInflatedInChunks) {
  const std::string path = ::testing::TempDir() + "/byte_source_packed";
  gzFile out = gzopen(path.c_str(), "wb");
  gzputs(out, "packed text");
  gzclose(out);
  EXPECT_EQ(Drain(**ByteSource::Open(path), 1), "packed text");
  EXPECT_EQ(Drain(**ByteSource::Open(path), 4'096), "packed text");
  ::unlink(path.c_str());
}

TEST(ByteSource, APipeIsReadFromItsFirstByte) {
  for (const std::string_view text : {"", "a", "ab", "abc"}) {
    const int fd = PipeWith(text);
    EXPECT_EQ(Drain(**ByteSource::OfDescriptor(fd, "the pipe"), 2), text);
    ::close(fd);
  }
}

TEST(ByteSource, OpeningAMissingFileIsNotFound) {
  EXPECT_EQ(ByteSource::Open("/no/such/file").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace wangge
