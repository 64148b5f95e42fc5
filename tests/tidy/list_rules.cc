#include "tests/tidy/list_rules.h"

#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>

namespace wangge::tidy {
namespace {

// The words of a CMake list: everything between blanks, parentheses and quotes, comments left out.
std::set<std::string, std::less<>> ListedWords(std::string_view text) {
  std::set<std::string, std::less<>> words;
  for (std::string_view line : Lines(text)) {
    line = line.substr(0, line.find('#'));
    std::string word;
    for (const char c : std::string(line) + " ") {
      if (std::string_view(" \t()\"").find(c) == std::string_view::npos) {
        word += c;
      } else if (!word.empty()) {
        words.insert(word);
        word.clear();
      }
    }
  }
  return words;
}

bool IsBuilt(std::string_view path) {
  return path.ends_with(".cc") && (IsUnder(path, "libs") || IsUnder(path, "services") || IsUnder(path, "tests"));
}

}  // namespace

Faults CheckListed(const Tree& tree) {
  std::map<std::string_view, std::set<std::string, std::less<>>> lists;
  for (const File& file : tree) {
    if (FileName(file.path) == "CMakeLists.txt") lists[Folder(file.path)] = ListedWords(file.text);
  }
  Faults faults;
  for (const File& file : tree) {
    if (!IsBuilt(file.path)) continue;
    bool is_listed = false;
    for (std::string_view folder = Folder(file.path); !is_listed && !folder.empty(); folder = Folder(folder)) {
      const auto list = lists.find(folder);
      is_listed = list != lists.end() && list->second.contains(std::string_view(file.path).substr(folder.size() + 1));
    }
    if (!is_listed) faults.push_back({file.path, 0, "Expected the file in a CMakeLists.txt, but none lists it."});
  }
  return faults;
}

Faults CheckLimitsTested(const Tree& tree) {
  constexpr std::string_view kTable = "libs/base/limits.h";
  static const std::regex kWord("\\bk[A-Z][A-Za-z0-9]*\\b");
  static const std::regex kLimit("^inline constexpr [^=]* (k[A-Z][A-Za-z0-9]*) =.*");
  std::set<std::string, std::less<>> named;
  for (const File& file : tree) {
    if (!file.path.ends_with("_test.cc") || file.path == "libs/base/limits_test.cc") continue;
    const std::sregex_iterator words(file.text.begin(), file.text.end(), kWord);
    for (auto word = words; word != std::sregex_iterator(); ++word) named.insert(word->str());
  }
  Faults faults;
  for (const File& file : tree) {
    if (file.path != kTable) continue;
    int number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      std::cmatch limit;
      if (!std::regex_match(line.data(), line.data() + line.size(), limit, kLimit)) continue;
      if (named.contains(limit[1].str())) continue;
      faults.push_back({file.path, number, "Expected a test that names " + limit[1].str() + ", but none does."});
    }
  }
  return faults;
}

}  // namespace wangge::tidy
