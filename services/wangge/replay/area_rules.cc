#include "services/wangge/replay/area_rules.h"

#include <algorithm>
#include <optional>

namespace wangge::replay {
namespace {

std::optional<std::string> Apply(const AreaRule& rule, std::string_view area) {
  if (area.substr(0, rule.prefix.size()) != rule.prefix) return std::nullopt;
  area.remove_prefix(rule.prefix.size());
  if (area.size() < rule.suffix.size() || area.substr(area.size() - rule.suffix.size()) != rule.suffix) {
    return std::nullopt;
  }
  area.remove_suffix(rule.suffix.size());
  if (!rule.cut_at.empty()) {
    const std::size_t cut = area.find(rule.cut_at);
    if (cut == std::string_view::npos) return std::nullopt;
    area = area.substr(0, cut);
  }
  return rule.put_before + std::string(area) + rule.put_behind;
}

}  // namespace

std::string AreaRules::OfRecord(std::string_view area) const {
  if (area.empty() || std::find(missing.begin(), missing.end(), area) != missing.end()) return {};
  for (const AreaRule& rule : rules) {
    if (const auto code = Apply(rule, area)) return OfCell(*code);
  }
  return only_matching ? std::string() : OfCell(area);
}

std::string AreaRules::OfCell(std::string_view code) const {
  if (ignore_leading_zeros) {
    while (code.size() > 1 && code.front() == '0') code.remove_prefix(1);
  }
  std::string result(code);
  if (ignore_case) {
    for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

}  // namespace wangge::replay
