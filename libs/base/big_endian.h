// Unsigned numbers as big-endian bytes, so that the order of the bytes is the order of the numbers. Pure, thread-safe.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/check.h"

namespace wangge {

template <std::unsigned_integral T>
void AppendBigEndian(T number, std::string& out) {
  for (std::size_t i = sizeof(T); i-- > 0;) out.push_back(static_cast<char>((number >> (8 * i)) & 0xff));
}

// The first sizeof(T) bytes; the caller has looked at the length.
template <std::unsigned_integral T>
T ReadBigEndian(std::string_view bytes) {
  CHECK(bytes.size() >= sizeof(T));
  T number = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    number = static_cast<T>((number << 8) | static_cast<unsigned char>(bytes[i]));
  }
  return number;
}

}  // namespace wangge
