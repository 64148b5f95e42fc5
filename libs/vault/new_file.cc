#include "vault/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <utility>

namespace wangge::vault {

absl::StatusOr<NewFile> NewFile::Create(std::string path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.IsOpen()) return SystemError("create", path, errno);
  return NewFile(std::move(path), std::move(file));
}

NewFile::NewFile(NewFile&& other) noexcept : path_(std::exchange(other.path_, {})), file_(std::move(other.file_)) {}

NewFile& NewFile::operator=(NewFile&& other) noexcept {
  if (this != &other) {
    Discard();
    path_ = std::exchange(other.path_, {});
    file_ = std::move(other.file_);
  }
  return *this;
}

absl::Status NewFile::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file_.value(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return SystemError("write", path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return absl::OkStatus();
}

absl::Status NewFile::Seal() {
  if (::fsync(file_.value()) != 0) return SystemError("sync", path_, errno);
  return file_.Close(path_);
}

absl::Status NewFile::MoveTo(const std::string& path) {
  if (std::rename(path_.c_str(), path.c_str()) != 0) return SystemError("rename to " + path, path_, errno);
  path_.clear();
  return absl::OkStatus();
}

void NewFile::Discard() {
  file_ = Descriptor();
  if (!path_.empty()) ::unlink(path_.c_str());
  path_.clear();
}

}  // namespace wangge::vault
