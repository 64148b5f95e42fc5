#include "services/wangge/client/request_id.h"

#include <array>

#include "base/hex.h"
#include "vault/entropy.h"

namespace wangge::client {

std::string NewRequestId() {
  std::array<char, 16> bytes{};
  vault::SystemEntropy().Fill(bytes);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text = ToHex({bytes.data(), bytes.size()});
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

}  // namespace wangge::client
