#include "catalog/names.h"

#include <algorithm>

#include "base/limits.h"
#include "base/utf8.h"

namespace wangge::catalog {
namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsId(std::string_view text) {
  if (text.empty() || text.size() > limits::kIdBytesMax || !IsLower(text.front())) return false;
  return std::ranges::all_of(text, [](char c) { return IsLower(c) || IsDigit(c) || c == '_'; });
}

std::size_t FirstLineNotUtf8(std::string_view text) {
  const std::size_t at = FirstNotUtf8(text);
  if (at == std::string_view::npos) return 0;
  return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, at), '\n'));
}

bool IsCode(std::string_view text) {
  if (text.empty() || text.size() > limits::kIdBytesMax) return false;
  if (text.front() == ' ' || text.back() == ' ' || !IsUtf8(text)) return false;
  return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
}

}  // namespace wangge::catalog
