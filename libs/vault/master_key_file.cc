// The file of MasterKey::LoadOrCreate: reading with suspicion, creating so that one of two creators wins.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <vector>

#include "base/file/descriptor.h"
#include "base/file/file.h"
#include "base/hex.h"
#include "base/status/text.h"
#include "vault/master_key.h"

namespace wangge::vault {
namespace {

constexpr std::string_view kFirstWords = "wangge-master-key 1 ";
constexpr std::size_t kLineBytes = kFirstWords.size() + 2 * MasterKeyId::kBytes + 1 + 2 * kKeyBytes + 1;

absl::Status Malformed(const std::string& path, const std::string& but) {
  return FailedPrecondition("Expected one line \"wangge-master-key 1 <id> <key>\" in " + path + ", but " + but);
}

absl::Status CheckMode(const Descriptor& file, const std::string& path) {
  struct stat stat {};
  if (::fstat(file.value(), &stat) != 0) return SystemError("look at", path, errno);
  if (!S_ISREG(stat.st_mode)) return FailedPrecondition("Expected a file at " + path + ", but it is something else");
  if ((stat.st_mode & 077) != 0) {
    std::array<char, 8> octal{};
    std::snprintf(octal.data(), octal.size(), "%04o", static_cast<unsigned>(stat.st_mode & 07777));
    return FailedPrecondition("Expected the master key file " + path +
                              " to be its owner's alone (chmod 600), but its mode is " + octal.data());
  }
  return absl::OkStatus();
}

// Not ReadFile: its buffers are not erased.
absl::StatusOr<std::string> ReadLine(const Descriptor& file, const std::string& path) {
  std::string line(kLineBytes + 1, '\0');
  std::size_t size = 0;
  while (size < line.size()) {
    const ssize_t got = ::read(file.value(), line.data() + size, line.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("read", path, errno);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  line.resize(size);
  return line;
}

// No text of the line ever enters an error: it may be a key with one wrong character.
absl::StatusOr<MasterKey> Parse(std::string_view line, const std::string& path) {
  if (line.substr(0, kFirstWords.size()) != kFirstWords) return Malformed(path, "it begins otherwise");
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.size() != kLineBytes - 1 || line[kFirstWords.size() + 2 * MasterKeyId::kBytes] != ' ') {
    return Malformed(path, "its id or key has another length");
  }
  const auto id = FromHex(line.substr(kFirstWords.size(), 2 * MasterKeyId::kBytes));
  auto key = FromHex(line.substr(line.size() - 2 * kKeyBytes));
  if (!id || !key) return Malformed(path, "its id or key is not hexadecimal");
  MasterKey master{SecretKey(*key)};
  Wipe(*key);
  if (master.id().View() != *id)
    return Malformed(path, "its id is not the id of its key; it may have been cut or mistyped");
  return master;
}

absl::StatusOr<MasterKey> Load(const Descriptor& file, const std::string& path) {
  WANGGE_RETURN_IF_ERROR(CheckMode(file, path));
  WANGGE_ASSIGN_OR_RETURN(std::string line, ReadLine(file, path));
  absl::StatusOr<MasterKey> master = Parse(line, path);
  Wipe(line);
  return master;
}

std::string LineOf(const SecretKey& key) {
  std::string line(kFirstWords);
  std::string hex = ToHex(key.View());
  line.reserve(kLineBytes);  // grown in place, so that no copy of the key stays behind
  line.append(ToHex(MasterKey(key).id().View())).append(" ").append(hex).append("\n");
  Wipe(hex);
  return line;
}

// link(2), unlike rename(2), fails when another process has put its key there first; that key is then the one.
absl::Status Create(const std::string& path, Entropy& entropy) {
  SecretKey key;
  entropy.Fill(key.Bytes());
  std::string line = LineOf(key);
  std::array<char, 8> random{};
  entropy.Fill(random);
  const std::string temporary = path + "." + ToHex({random.data(), random.size()});
  absl::Status status = WriteFileDurably(temporary, line);
  Wipe(line);
  WANGGE_RETURN_IF_ERROR(status);
  const int linked = ::link(temporary.c_str(), path.c_str()) == 0 ? 0 : errno;
  ::unlink(temporary.c_str());
  if (linked != 0 && linked != EEXIST) return SystemError("create", path, linked);
  const std::size_t slash = path.rfind('/');
  return SyncDirectory(slash == std::string::npos ? "." : path.substr(0, slash + 1));
}

}  // namespace

absl::StatusOr<MasterKey> MasterKey::LoadOrCreate(const std::string& path, Entropy& entropy) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.IsOpen() && errno == ENOENT) {
    WANGGE_RETURN_IF_ERROR(WithContext("master key", Create(path, entropy)));
    file = Descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  }
  if (!file.IsOpen()) return WithContext("master key", SystemError("open", path, errno));
  return Load(file, path);
}

}  // namespace wangge::vault
