#include "base/file/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/file/byte_source.h"
#include "base/file/descriptor.h"
#include "base/status/text.h"

namespace wangge {
namespace {

constexpr std::size_t kFirstBytes = 64u << 10;

std::string DirectoryOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

absl::Status WriteAll(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return SystemError("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return absl::OkStatus();
}

absl::Status WriteAndSync(Descriptor file, std::string_view bytes, const std::string& path) {
  WANGGE_RETURN_IF_ERROR(WriteAll(file.value(), bytes, path));
  if (::fsync(file.value()) != 0) return SystemError("sync", path, errno);
  return file.Close(path);
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t bytes_max) {
  WANGGE_ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, ByteSource::Open(path));
  std::string bytes(std::min(bytes_max, kFirstBytes) + 1, '\0');  // one more than allowed shows that there is more
  std::size_t size = 0;
  while (true) {
    WANGGE_ASSIGN_OR_RETURN(const std::size_t got, source->Read(std::span(bytes).subspan(size)));
    size += got;
    if (size > bytes_max) {
      return ResourceExhausted("Expected at most " + std::to_string(bytes_max) + " bytes, but " + path + " has more");
    }
    if (got == 0) break;
    if (size == bytes.size()) bytes.resize(size > bytes_max / 2 ? bytes_max + 1 : size * 2);
  }
  bytes.resize(size);
  return bytes;
}

absl::Status WriteFileDurably(const std::string& path, std::string_view bytes) {
  std::string temporary = path + ".XXXXXX";
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.IsOpen()) return SystemError("create a file beside", path, errno);
  absl::Status written = WriteAndSync(std::move(file), bytes, temporary);
  if (written.ok() && ::rename(temporary.c_str(), path.c_str()) != 0) written = SystemError("replace", path, errno);
  if (!written.ok()) {
    ::unlink(temporary.c_str());
    return written;
  }
  return SyncDirectory(DirectoryOf(path));
}

absl::Status SyncDirectory(const std::string& path) {
  Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.IsOpen()) return SystemError("open the directory", path, errno);
  if (::fsync(directory.value()) != 0) return SystemError("sync the directory", path, errno);
  return absl::OkStatus();
}

}  // namespace wangge
