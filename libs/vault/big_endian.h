// Eight-byte big-endian numbers in stored bytes. Pure, thread-safe, std only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wangge::vault {

inline void AppendBigEndian(std::uint64_t number, std::string& out) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<char>(number >> shift));
}

// `bytes` has at least eight.
inline std::uint64_t ReadBigEndian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

}  // namespace wangge::vault
