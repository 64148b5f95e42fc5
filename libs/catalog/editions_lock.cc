#include "catalog/editions_lock.h"

#include <algorithm>
#include <set>

#include "base/hex.h"
#include "base/status/text.h"

namespace wangge::catalog {
namespace {

constexpr std::size_t kHexBytes = 64;
constexpr std::string_view kBetween = "  ";

}  // namespace

absl::StatusOr<std::vector<LockedFile>> ParseEditionsLock(std::string_view text, std::string_view file_name) {
  std::vector<LockedFile> files;
  std::set<std::string, std::less<>> seen;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::string at = std::string(file_name) + ":" + std::to_string(number) + ":";
    const auto bytes = FromHex(line.substr(0, kHexBytes));
    const bool is_entry =
        line.size() > kHexBytes + kBetween.size() && line.substr(kHexBytes, kBetween.size()) == kBetween;
    if (!is_entry || !bytes || bytes->size() != std::tuple_size_v<Hash>) {
      return InvalidArgument(at + "1: Expected 64 hex digits, two blanks and a path, but got \"" + std::string(line) +
                             "\".");
    }
    LockedFile file{.path = std::string(line.substr(kHexBytes + kBetween.size()))};
    std::ranges::copy(*bytes, file.hash.begin());
    if (!seen.insert(file.path).second) {
      return InvalidArgument(at + "67: Expected each path once, but \"" + file.path + "\" stands twice.");
    }
    files.push_back(std::move(file));
  }
  return files;
}

}  // namespace wangge::catalog
