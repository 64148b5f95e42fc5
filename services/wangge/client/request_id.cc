#include "services/wangge/client/request_id.h"

#include <array>
#include <cstdint>

#include "base/hex.h"
#include "base/status/clock.h"
#include "vault/entropy.h"

namespace wangge::client {

std::string NewRequestId() {
  std::array<char, 16> bytes{};
  vault::SystemEntropy().Fill(bytes);
  const auto now = static_cast<std::uint64_t>(SystemClock().Now().micros / 1'000);
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<char>(now >> (8 * (5 - i)));
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x70);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string text = ToHex({bytes.data(), bytes.size()});
  for (const std::size_t dash : {8U, 13U, 18U, 23U}) text.insert(dash, 1, '-');
  return text;
}

}  // namespace wangge::client
