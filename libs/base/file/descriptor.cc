#include "base/file/descriptor.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "base/status/text.h"

namespace wangge {
namespace {

absl::StatusCode CodeOf(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return absl::StatusCode::kNotFound;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
      return absl::StatusCode::kInvalidArgument;
    case ENOSPC:
    case EDQUOT:
    case EMFILE:
    case ENFILE:
      return absl::StatusCode::kResourceExhausted;
    default:
      return absl::StatusCode::kInternal;
  }
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Descriptor::~Descriptor() {
  if (fd_ >= 0) ::close(fd_);
}

absl::Status Descriptor::Close(const std::string& path) {
  const int fd = std::exchange(fd_, -1);
  // Linux has released the descriptor even when close fails, so it is never tried again.
  if (fd >= 0 && ::close(fd) != 0 && errno != EINTR) return SystemError("close", path, errno);
  return absl::OkStatus();
}

absl::Status SystemError(std::string_view action, const std::string& path, int error) {
  std::string text = "Expected to ";
  text.append(action).append(" ").append(path).append(", but the system says: ");
  text.append(std::generic_category().message(error));
  return absl::Status(CodeOf(error), text);
}

}  // namespace wangge
