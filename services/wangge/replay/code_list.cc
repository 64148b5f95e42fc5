#include "services/wangge/replay/code_list.h"

#include <algorithm>

#include "base/digest/sha256.h"
#include "base/hex.h"
#include "base/limits.h"

namespace wangge::replay {
namespace {

constexpr std::size_t kHashDigits = 8;

bool IsControl(char c) { return (c >= 0 && c < ' ') || c == 0x7F; }

std::string IdOf(std::string_view value) {
  if (value.size() <= limits::kIdBytesMax && std::ranges::none_of(value, IsControl)) return std::string(value);
  std::size_t keep = std::min(value.size(), limits::kIdBytesMax - kHashDigits - 1);
  const auto follows = [value](std::size_t i) { return (static_cast<unsigned char>(value[i]) & 0xC0) == 0x80; };
  while (keep > 0 && keep < value.size() && follows(keep)) --keep;  // not inside a UTF-8 character
  std::string id(value.substr(0, keep));
  std::ranges::replace_if(id, IsControl, ' ');
  return id + "~" + ToHex(BytesOf(Sha256::Of(value))).substr(0, kHashDigits);
}

}  // namespace

Code CodeList::Of(std::string_view value) const {
  if (const auto found = codes_.find(value); found != codes_.end()) return found->second;
  if (value.empty()) return none_;
  return {IdOf(value), std::string(value)};
}

}  // namespace wangge::replay
