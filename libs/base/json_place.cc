#include "base/json_place.h"

#include <algorithm>

namespace wangge {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

// Reads over JSON that is known to be whole.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { SkipBlanks(); }

  std::size_t at() const { return at_; }

  // From the beginning of a value to that of one inside it; false: it has none.
  bool Enter(const JsonStep& step) {
    const bool to_member = !step.member.empty();
    if (Next() != (to_member ? '{' : '[')) return false;
    Skip(1);
    for (std::size_t i = 0; at_ < text_.size() && Next() != '}' && Next() != ']'; ++i) {
      std::string_view name;
      if (to_member) {
        name = TakeText();
        SkipBlanks();
        Skip(1);  // the colon
      }
      if (to_member ? name == step.member : i == step.element) return true;
      SkipValue();
      if (Next() == ',') Skip(1);
    }
    return false;
  }

 private:
  char Next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void Skip(std::size_t bytes) {
    at_ = std::min(at_ + bytes, text_.size());
    SkipBlanks();
  }
  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }

  // Without its quotes, as it stands.
  std::string_view TakeText() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(at_, text_.size());
    const std::string_view taken = text_.substr(begin, at_ - begin);
    at_ = std::min(at_ + 1, text_.size());
    return taken;
  }

  // A whole value and the blanks after it.
  void SkipValue() {
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
      if (c == '"') {
        TakeText();
        continue;
      }
      depth += c == '{' || c == '[' ? 1 : 0;
      depth -= c == '}' || c == ']' ? 1 : 0;
      ++at_;
    }
    SkipBlanks();
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

TextPlace PlaceAt(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, std::min(byte, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {static_cast<std::size_t>(lines) + 1, before.size() - line_start + 1, before.size()};
}

std::string NameOf(std::string_view file_name, const TextPlace& place) {
  return std::string(file_name) + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

TextPlace PlaceOfJson(std::string_view text, std::initializer_list<JsonStep> path) {
  Scanner scanner(text);
  std::size_t reached = scanner.at();
  for (const JsonStep& step : path) {
    if (!scanner.Enter(step)) break;
    reached = scanner.at();
  }
  return PlaceAt(text, reached);
}

JsonFault NotJson(std::string_view text, std::size_t byte, std::string_view what) {
  const TextPlace place = PlaceAt(text, byte > 0 ? byte - 1 : 0);
  const std::string named = "line " + std::to_string(place.line) + " column " + std::to_string(place.column) +
                            " (byte " + std::to_string(place.byte) + ")";
  if (place.byte >= text.size()) return {place, "Expected more JSON, but the text ends at " + named};
  return {place, "Expected JSON, but " + named + " is not: " + std::string(what)};
}

}  // namespace wangge
