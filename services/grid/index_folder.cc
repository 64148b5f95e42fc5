#include "services/grid/index_folder.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/digest/sha256.h"
#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::grid {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnd = ".index";
constexpr std::size_t kHashDigits = 64;

// Of ours, whole or behind it the six letters of a file that was being written.
bool IsIndexFile(std::string_view name) {
  if (name.size() < kHashDigits + kEnd.size() || name.substr(kHashDigits, kEnd.size()) != kEnd) return false;
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!std::ranges::all_of(name.substr(0, kHashDigits), is_digit)) return false;
  const std::string_view rest = name.substr(kHashDigits + kEnd.size());
  return rest.empty() || (rest.size() == 7 && rest.front() == '.');
}

}  // namespace

geo::KeptIndex IndexFolder::For(std::string_view name, std::string_view body) const {
  const Hash hash = Sha256::Of(body);
  return {.file = path_ + "/" + ToHex(BytesOf(hash)) + std::string(kEnd),
          .body = hash,
          .on_fault = [this, layer = std::string(name)](const absl::Status& status) {
            log_.Warning("index file not used", {{"layer", layer}, {"text", ToStd(status.message())}});
          }};
}

void IndexFolder::KeepOnly(const std::set<std::string>& files) const {
  if (!IsUsed()) return;
  std::error_code error;
  std::vector<fs::path> old;
  for (fs::directory_iterator entry(path_, error), end; !error && entry != end; entry.increment(error)) {
    if (IsIndexFile(entry->path().filename().string()) && !files.contains(entry->path().string())) {
      old.push_back(entry->path());
    }
  }
  for (const fs::path& path : old) {
    std::error_code failed;
    if (!fs::remove(path, failed)) error = failed;
  }
  if (error) log_.Warning("old index files not removed", {{"text", error.message()}});
}

}  // namespace wangge::grid
