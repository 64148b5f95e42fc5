#include "tests/tidy/source.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>

namespace wangge::tidy {
namespace {

bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Walks a text once and copies its code into a twin of the same shape, with blanks for all that is no code.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text), code_(text) {}

  void Scan() {
    while (at_ < text_.size()) Step();
  }

  const std::string& code() const { return code_; }
  const std::vector<Literal>& literals() const { return literals_; }

 private:
  void Step() {
    if (Sees("//")) return BlankUntil("\n", 0);
    if (Sees("/*")) return BlankUntil("*/", 2);
    if (Sees("R\"") && !FollowsWord()) return ScanRaw();
    if (text_[at_] == '"') return ScanQuoted('"');
    if (text_[at_] == '\'' && !IsDigitSeparator()) return ScanQuoted('\'');
    Advance();
  }

  bool Sees(std::string_view token) const { return text_.substr(at_, token.size()) == token; }
  bool FollowsWord() const { return at_ > 0 && IsWordChar(text_[at_ - 1]); }

  // In 1'000 the word in front of the quote starts with a digit; in u8'a' it does not.
  bool IsDigitSeparator() const {
    size_t start = at_;
    while (start > 0 && (IsWordChar(text_[start - 1]) || text_[start - 1] == '\'')) --start;
    return start < at_ && std::isdigit(static_cast<unsigned char>(text_[start])) != 0;
  }

  void Advance() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  void BlankTo(size_t end) {
    for (end = std::min(end, text_.size()); at_ < end; Advance()) {
      if (text_[at_] != '\n') code_[at_] = ' ';
    }
  }

  void BlankUntil(std::string_view end, size_t taken) {
    const size_t found = text_.find(end, at_ + 2);
    BlankTo(found == std::string_view::npos ? text_.size() : found + taken);
  }

  void ScanQuoted(char quote) {
    size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\n') end += text_[end] == '\\' ? 2 : 1;
    end = std::min(end, text_.size());
    if (quote == '"') literals_.push_back({line_, std::string(text_.substr(at_ + 1, end - at_ - 1))});
    BlankTo(end + 1);
  }

  void ScanRaw() {
    const size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) return BlankTo(text_.size());
    std::string close(1, ')');
    close.append(text_.substr(at_ + 2, open - at_ - 2)).append(1, '"');
    const size_t end = std::min(text_.find(close, open), text_.size());
    literals_.push_back({line_, std::string(text_.substr(open + 1, end - open - 1))});
    BlankTo(end + close.size());
  }

  std::string_view text_;
  std::string code_;
  std::vector<Literal> literals_;
  size_t at_ = 0;
  int line_ = 1;
};

// The target of an include line, or an empty one.
Include ParseInclude(std::string_view line, int number) {
  const size_t open = line.find_first_of("<\"");
  if (open == std::string_view::npos) return {};
  const bool is_angled = line[open] == '<';
  const size_t close = line.find(is_angled ? '>' : '"', open + 1);
  if (close == std::string_view::npos) return {};
  return {number, std::string(line.substr(open + 1, close - open - 1)), is_angled};
}

bool IsIncludeLine(std::string_view code) {
  code.remove_prefix(std::min(code.find_first_not_of(" \t"), code.size()));
  if (!code.starts_with('#')) return false;
  code.remove_prefix(1);
  code.remove_prefix(std::min(code.find_first_not_of(" \t"), code.size()));
  return code.starts_with("include");
}

// Reads the enumerators from behind the '{' of an enum up to its '}': the first word, and each first word behind a
// comma.
class EnumeratorReader {
 public:
  // True while the enum goes on.
  bool Take(const std::string& token, int line, std::vector<Word>& found) {
    if (token == "}") return false;
    if (token == "(") ++depth_;
    if (token == ")") --depth_;
    if (token == "," && depth_ == 0) expects_name_ = true;
    if (expects_name_ && IsWordChar(token[0])) {
      found.push_back({line, token});
      expects_name_ = false;
    }
    return true;
  }

 private:
  int depth_ = 0;
  bool expects_name_ = true;
};

// Words and single punctuation characters, in order.
std::vector<Word> Tokens(const Source& source) {
  std::vector<Word> tokens;
  for (size_t i = 0; i < source.code.size(); ++i) {
    const std::string& line = source.code[i];
    for (size_t at = 0; at < line.size();) {
      size_t end = at;
      while (end < line.size() && IsWordChar(line[end])) ++end;
      if (end == at) end = at + 1;
      if (line[at] != ' ') tokens.push_back({static_cast<int>(i) + 1, line.substr(at, end - at)});
      at = end;
    }
  }
  return tokens;
}

}  // namespace

Source Parse(const File& file) {
  Scanner scanner(file.text);
  scanner.Scan();
  Source source{.path = file.path, .code = {}, .literals = scanner.literals(), .includes = {}};
  for (const std::string_view line : Lines(scanner.code())) source.code.emplace_back(line);
  const auto raw = Lines(file.text);
  for (size_t i = 0; i < source.code.size(); ++i) {
    if (!IsIncludeLine(source.code[i])) continue;
    Include include = ParseInclude(raw[i], static_cast<int>(i) + 1);
    if (!include.target.empty()) source.includes.push_back(std::move(include));
  }
  std::erase_if(source.literals, [&](const Literal& literal) {
    return std::ranges::find(source.includes, literal.line, &Include::line) != source.includes.end();
  });
  return source;
}

std::vector<Word> Words(const Source& source) {
  std::vector<Word> words = Tokens(source);
  std::erase_if(words, [](const Word& word) {
    return !IsWordChar(word.text[0]) || std::isdigit(static_cast<unsigned char>(word.text[0])) != 0;
  });
  return words;
}

std::vector<Word> Enumerators(const Source& source) {
  const std::vector<Word> tokens = Tokens(source);
  std::vector<Word> found;
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].text != "enum") continue;
    while (i < tokens.size() && tokens[i].text != "{" && tokens[i].text != ";") ++i;
    if (i == tokens.size() || tokens[i].text == ";") continue;
    EnumeratorReader reader;
    for (++i; i < tokens.size() && reader.Take(tokens[i].text, tokens[i].line, found); ++i) {
    }
  }
  return found;
}

}  // namespace wangge::tidy
