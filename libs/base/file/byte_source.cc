#include "base/file/byte_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/file/descriptor.h"
#include "base/file/gzip_source.h"
#include "base/status/text.h"

namespace wangge {
namespace {

class DescriptorSource final : public ByteSource {
 public:
  DescriptorSource(Descriptor owned, int fd, std::string name)
      : owned_(std::move(owned)), fd_(fd), name_(std::move(name)) {}

  absl::StatusOr<std::size_t> Read(std::span<char> room) override {
    while (true) {
      const ssize_t got = ::read(fd_, room.data(), room.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return SystemError("read", name_, errno);
    }
  }

 private:
  Descriptor owned_;  // not open when the descriptor is the caller's
  int fd_;
  std::string name_;
};

class TextSource final : public ByteSource {
 public:
  explicit TextSource(std::string bytes) : bytes_(std::move(bytes)) {}

  absl::StatusOr<std::size_t> Read(std::span<char> room) override {
    const std::size_t count = std::min(room.size(), bytes_.size() - read_);
    if (count > 0) std::memcpy(room.data(), bytes_.data() + read_, count);
    read_ += count;
    return count;
  }

 private:
  std::string bytes_;
  std::size_t read_ = 0;
};

// Gives the bytes that were read to look at them once more, then the rest.
class JoinedSource final : public ByteSource {
 public:
  JoinedSource(std::string seen, std::unique_ptr<ByteSource> rest) : seen_(std::move(seen)), rest_(std::move(rest)) {}

  absl::StatusOr<std::size_t> Read(std::span<char> room) override {
    WANGGE_ASSIGN_OR_RETURN(const std::size_t got, seen_.Read(room));
    if (got > 0) return got;
    return rest_->Read(room);
  }

 private:
  TextSource seen_;
  std::unique_ptr<ByteSource> rest_;
};

// A pipe cannot be rewound, so the first bytes are read, looked at and given again.
absl::StatusOr<std::unique_ptr<ByteSource>> InflateIfPacked(std::unique_ptr<ByteSource> raw, const std::string& name) {
  std::array<char, 2> head{};
  std::size_t size = 0;
  while (size < head.size()) {
    WANGGE_ASSIGN_OR_RETURN(const std::size_t got, raw->Read(std::span(head).subspan(size)));
    if (got == 0) break;
    size += got;
  }
  const bool packed = size == 2 && head[0] == '\x1f' && head[1] == '\x8b';
  std::unique_ptr<ByteSource> whole = std::make_unique<JoinedSource>(std::string(head.data(), size), std::move(raw));
  if (!packed) return whole;
  return std::make_unique<GzipSource>(std::move(whole), name);
}

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> ByteSource::Open(const std::string& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.IsOpen()) return SystemError("open", path, errno);
  const int fd = file.value();
  return InflateIfPacked(std::make_unique<DescriptorSource>(std::move(file), fd, path), path);
}

absl::StatusOr<std::unique_ptr<ByteSource>> ByteSource::OfDescriptor(int fd, const std::string& name) {
  return InflateIfPacked(std::make_unique<DescriptorSource>(Descriptor(), fd, name), name);
}

std::unique_ptr<ByteSource> ByteSource::OfText(std::string bytes) {
  return std::make_unique<TextSource>(std::move(bytes));
}

}  // namespace wangge
