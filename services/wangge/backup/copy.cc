#include "services/wangge/backup/copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "base/digest/sha256.h"
#include "base/file/descriptor.h"
#include "base/file/file.h"
#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::backup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunk = 1u << 20;

absl::Status WriteAll(const Descriptor& file, const std::string& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(file.value(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("write", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return absl::OkStatus();
}

// Reads `path` and, where there is one, writes what it read into `out`.
absl::StatusOr<Copied> Pass(const std::string& path, const Descriptor* out, const std::string& out_path,
                            std::uint64_t bytes_max) {
  const Descriptor in(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!in.IsOpen()) return SystemError("read", path, errno);
  std::vector<char> chunk(kChunk);
  Sha256 hash;
  Copied copied;
  while (copied.bytes < bytes_max) {
    const std::size_t room = static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, bytes_max - copied.bytes));
    const ssize_t n = ::read(in.value(), chunk.data(), room);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return SystemError("read", path, errno);
    if (n == 0) break;
    const std::string_view bytes(chunk.data(), static_cast<std::size_t>(n));
    hash.Add(bytes);
    if (out != nullptr) WANGGE_RETURN_IF_ERROR(WriteAll(*out, out_path, bytes));
    copied.bytes += bytes.size();
  }
  copied.sha256 = ToHex(BytesOf(hash.Finish()));
  return copied;
}

}  // namespace

absl::StatusOr<Copied> CopyFile(const std::string& from, const std::string& to, std::uint64_t bytes_max) {
  Descriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out.IsOpen() && errno == EEXIST) return AlreadyExists("Expected no \"" + to + "\" yet, but there is one.");
  if (!out.IsOpen()) return SystemError("write", to, errno);
  WANGGE_ASSIGN_OR_RETURN(const Copied copied, Pass(from, &out, to, bytes_max));
  if (::fdatasync(out.value()) != 0) return SystemError("sync", to, errno);
  WANGGE_RETURN_IF_ERROR(out.Close(to));
  return copied;
}

absl::StatusOr<Copied> HashFile(const std::string& path) { return Pass(path, nullptr, "", kWhole); }

absl::Status MakeFolder(const std::string& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) return absl::OkStatus();
  const std::string parent = fs::path(path).parent_path().string();
  if (!parent.empty()) WANGGE_RETURN_IF_ERROR(MakeFolder(parent));
  fs::create_directory(path, error);
  if (error) return Internal("Expected to make directory \"" + path + "\", but: " + error.message() + ".");
  fs::permissions(path, fs::perms::owner_all, error);
  return SyncDirectory(parent.empty() ? "." : parent);
}

absl::Status MoveDurably(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return Internal("Expected to move \"" + from + "\" to \"" + to + "\", but: " + error.message() + ".");
  const std::string parent = fs::path(to).parent_path().string();
  return SyncDirectory(parent.empty() ? "." : parent);
}

}  // namespace wangge::backup
