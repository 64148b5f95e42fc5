#include "catalog/names.h"

#include <algorithm>
#include <cstdint>

#include "base/limits.h"

namespace wangge::catalog {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Bytes of the UTF-8 character at the front (RFC 3629: shortest form, no surrogates, at most U+10FFFF); 0: none.
std::size_t CharacterBytes(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const auto follows = [&](std::size_t i, std::uint8_t low, std::uint8_t high) {
    return i < text.size() && byte(i) >= low && byte(i) <= high;
  };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return follows(1, 0x80, 0xBF) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool second = follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
    return second && follows(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool second = follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2, 0x80, 0xBF) && follows(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool IsId(std::string_view text) {
  if (text.empty() || text.size() > limits::kIdBytesMax || !IsLower(text.front())) return false;
  return std::ranges::all_of(text, [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; });
}

std::size_t FirstLineNotUtf8(std::string_view text) {
  std::size_t line = 1;
  while (!text.empty()) {
    const std::size_t bytes = CharacterBytes(text);
    if (bytes == 0) return line;
    if (text.front() == '\n') ++line;
    text.remove_prefix(bytes);
  }
  return 0;
}

bool IsCode(std::string_view text) {
  if (text.empty() || text.size() > limits::kIdBytesMax) return false;
  if (text.front() == ' ' || text.back() == ' ' || FirstLineNotUtf8(text) != 0) return false;
  return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

}  // namespace wangge::catalog
