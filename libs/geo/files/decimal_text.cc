#include "geo/files/decimal_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace wangge::geo {
namespace {

bool IsDigits(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

std::optional<std::string> WholeNumberText(std::string_view number) {
  const bool is_negative = number.starts_with('-');
  if (is_negative || number.starts_with('+')) number.remove_prefix(1);
  int exponent = 0;
  if (const std::size_t e = number.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view text = number.substr(e + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc() || end != text.data() + text.size() || exponent < 0) return std::nullopt;
    number = number.substr(0, e);
  }
  const std::size_t point = std::min(number.find('.'), number.size());
  std::string digits(number.substr(0, point));
  const std::string_view fraction = point == number.size() ? "" : number.substr(point + 1);
  if ((digits.empty() && fraction.empty()) || !IsDigits(digits) || !IsDigits(fraction)) return std::nullopt;
  const auto moved = static_cast<std::size_t>(exponent);
  if (moved > fraction.size()) return std::nullopt;
  digits.append(fraction.substr(0, moved));
  if (fraction.substr(moved).find_first_not_of('0') != std::string_view::npos) return std::nullopt;
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return "0";
  return is_negative ? "-" + digits : digits;
}

}  // namespace wangge::geo
