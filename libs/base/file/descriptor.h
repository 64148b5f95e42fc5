// An open file descriptor that closes itself, and the status of a failed system call. One owner; thread-compatible.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"

namespace wangge {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  bool IsOpen() const { return fd_ >= 0; }
  int value() const { return fd_; }

  // Closes now and tells whether close(2) failed, which is where some file systems report a lost write.
  absl::Status Close(const std::string& path);

 private:
  int fd_ = -1;
};

// "Expected to <action> <path>, but <text of errno>": NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT (a directory, a
// name too long), RESOURCE_EXHAUSTED (no space, no descriptors), otherwise INTERNAL.
absl::Status SystemError(std::string_view action, const std::string& path, int error);

}  // namespace wangge
