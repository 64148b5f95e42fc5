#include "services/wangge/commands/released.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>

#include "base/digest/sha256.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/status/text.h"
#include "catalog/editions_lock.h"

namespace wangge::commands {
namespace {

namespace fs = std::filesystem;

constexpr char kLockName[] = "editions.lock";
constexpr std::size_t kLockBytesMax = 1u << 20;

// Empty: there is none.
fs::path LockOf(const fs::path& file) {
  std::error_code ignored;
  for (fs::path folder = file.parent_path();; folder = folder.parent_path()) {
    if (fs::is_regular_file(folder / kLockName, ignored)) return folder / kLockName;
    if (folder == folder.parent_path()) return {};
  }
}

absl::Status CheckAgainst(const fs::path& lock, const fs::path& file) {
  WANGGE_ASSIGN_OR_RETURN(const std::string text, ReadFile(lock.string(), kLockBytesMax));
  WANGGE_ASSIGN_OR_RETURN(const auto locked, catalog::ParseEditionsLock(text, lock.string()));
  // Its paths begin at the folder above its own.
  const std::string name = file.lexically_relative(lock.parent_path().parent_path()).generic_string();
  const auto known = std::ranges::find(locked, name, &catalog::LockedFile::path);
  if (known == locked.end()) return absl::OkStatus();
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(file.string(), limits::kConfigBodyBytesMax));
  if (Sha256::Of(body) == known->hash) return absl::OkStatus();
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(name)), '\n');
  return FailedPrecondition(
      lock.string() + ":" + std::to_string(line) + ":1: Expected the released file " + file.string() +
      " as this line has it, but it was changed. Undo the change; a new edition " + "is a new file.");
}

}  // namespace

absl::Status CheckReleased(const std::vector<catalog::ConfigEdition>& editions) {
  for (const catalog::ConfigEdition& edition : editions) {
    std::error_code error;
    const fs::path file = fs::weakly_canonical(edition.file, error);
    if (error) return Internal("Expected to find " + edition.file + ", but: " + error.message() + ".");
    const fs::path lock = LockOf(file);
    if (!lock.empty()) WANGGE_RETURN_IF_ERROR(CheckAgainst(lock, file));
  }
  return absl::OkStatus();
}

}  // namespace wangge::commands
