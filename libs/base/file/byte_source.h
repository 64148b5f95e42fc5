// Bytes read from front to back in chunks, so that a file larger than memory can be read. A gzip file is inflated on
// the way: it is known by its first two bytes, not by its name. Owned by one reader; thread-compatible.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "absl/status/statusor.h"

namespace wangge {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (a directory); the text names the path.
  static absl::StatusOr<std::unique_ptr<ByteSource>> Open(const std::string& path);

  // Reads a descriptor that stays the caller's and must outlive the source, e.g. 0; `name` stands for it in errors.
  static absl::StatusOr<std::unique_ptr<ByteSource>> OfDescriptor(int fd, const std::string& name);

  // Reads `bytes` as they are, never inflated.
  static std::unique_ptr<ByteSource> OfText(std::string bytes);

  // Fills the front of `room` and returns how many bytes it wrote; 0 means the end (or no room), fewer than asked does
  // not. INVALID_ARGUMENT: gzip content that is damaged or ends early.
  virtual absl::StatusOr<std::size_t> Read(std::span<char> room) = 0;
};

}  // namespace wangge
