#include "services/wangge/replay/code_list.h"

#include "base/digest/sha256.h"
#include "base/hex.h"
#include "base/limits.h"

namespace wangge::replay {
namespace {

constexpr std::size_t kHashDigits = 8;

std::string ShortId(std::string_view value) {
  if (value.size() <= limits::kIdBytesMax) return std::string(value);
  std::size_t keep = limits::kIdBytesMax - kHashDigits - 1;
  while (keep > 0 && (static_cast<unsigned char>(value[keep]) & 0xC0) == 0x80) --keep;  // not inside a UTF-8 character
  const Hash hash = Sha256::Of(value);
  return std::string(value.substr(0, keep)) + "~" + ToHex(BytesOf(hash)).substr(0, kHashDigits);
}

}  // namespace

Code CodeList::Of(std::string_view value) const {
  if (const auto found = codes_.find(value); found != codes_.end()) return found->second;
  if (value.empty()) return none_;
  return {ShortId(value), std::string(value)};
}

}  // namespace wangge::replay
