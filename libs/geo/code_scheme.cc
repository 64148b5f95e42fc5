#include "geo/code_scheme.h"

#include <algorithm>

namespace wangge::geo {

std::size_t CodeScheme::digits() const {
  std::size_t sum = 0;
  for (const CodePart& part : parts) sum += part.digits;
  return sum;
}

bool CodeScheme::Fits(std::string_view code) const {
  return code.size() == digits() && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::size_t> CodeScheme::DigitsTo(std::string_view part) const {
  std::size_t sum = 0;
  for (const CodePart& one : parts) {
    sum += one.digits;
    if (one.name == part) return sum;
  }
  return std::nullopt;
}

std::string_view CodeScheme::PartOf(std::string_view code, std::string_view part) const {
  std::size_t at = 0;
  for (const CodePart& one : parts) {
    if (one.name == part) return code.substr(at, one.digits);
    at += one.digits;
  }
  return {};
}

std::string CodeScheme::ToText() const {
  std::string text = std::to_string(digits()) + " digits: ";
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += " + ";
    text += std::to_string(parts[i].digits) + " " + parts[i].name;
  }
  return text;
}

}  // namespace wangge::geo
