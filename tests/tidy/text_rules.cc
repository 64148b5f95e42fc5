#include "tests/tidy/text_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>

namespace wangge::tidy {
namespace {

constexpr auto kEmptyNames =
    std::to_array<std::string_view>({"util", "utils", "common", "helper", "helpers", "manager", "managers", "misc"});

// Split so that this file does not contain what it looks for.
constexpr auto kLeftovers =
    std::to_array<std::string_view>({"TO"
                                     "DO",
                                     "FIX"
                                     "ME",
                                     "XX"
                                     "X"});
constexpr auto kMachineFolders =
    std::to_array<std::string_view>({"/ro"
                                     "ot/",
                                     "/wo"
                                     "rk/",
                                     "/ho"
                                     "me/"});

bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool IsPathChar(char c) { return IsWordChar(c) || std::string_view(".-/}~").find(c) != std::string_view::npos; }

// Calls f(line number, line) for each line.
template <typename F>
void ForEachLine(const File& file, F f) {
  int number = 0;
  for (const std::string_view line : Lines(file.text)) f(++number, line);
}

bool ContainsWord(std::string_view line, std::string_view word) {
  for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const size_t end = at + word.size();
    const bool starts = at == 0 || !IsWordChar(line[at - 1]);
    if (starts && (end == line.size() || !IsWordChar(line[end]))) return true;
  }
  return false;
}

// True when `folder` stands in the line as the start of an absolute path.
bool ContainsPath(std::string_view line, std::string_view folder) {
  for (size_t at = line.find(folder); at != std::string_view::npos; at = line.find(folder, at + 1)) {
    if (at == 0 || !IsPathChar(line[at - 1])) return true;
  }
  return false;
}

size_t CodePoints(std::string_view text) {
  const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  return static_cast<size_t>(std::ranges::count_if(text, is_first_byte));
}

bool IsProse(std::string_view path) { return path.ends_with(".md"); }

bool HasLineLimit(std::string_view path) {
  const bool is_data = path.ends_with(".proto") || path.ends_with(".textproto");
  return IsCpp(path) || IsCMake(path) || IsScript(path) || IsProse(path) || is_data;
}

bool MayBeLong(std::string_view path, std::string_view line) {
  return IsProse(path) && (line.starts_with('|') || line.find("://") != std::string_view::npos);
}

}  // namespace

Faults CheckName(const File& file) {
  Faults faults;
  std::string word;
  for (const char c : file.path + "/") {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += c;
      continue;
    }
    if (std::ranges::find(kEmptyNames, word) != kEmptyNames.end()) {
      faults.push_back({file.path, 0, "Expected a name that says what is inside, but found '" + word + "'."});
    }
    word.clear();
  }
  return faults;
}

Faults CheckFileLength(const File& file) {
  if (!IsCpp(file.path) && !IsScript(file.path)) return {};
  const size_t allowed = IsTest(file.path) ? kTestLinesMax : kFileLinesMax;
  const size_t found = Lines(file.text).size();
  if (found <= allowed) return {};
  const std::string text =
      "Expected at most " + std::to_string(allowed) + " lines, but found " + std::to_string(found) + ".";
  return {{file.path, static_cast<int>(allowed) + 1, text}};
}

Faults CheckLineLength(const File& file) {
  Faults faults;
  if (!HasLineLimit(file.path) || IsForeign(file.path)) return faults;
  ForEachLine(file, [&](int number, std::string_view line) {
    const size_t found = CodePoints(line);
    if (found <= kLineCharactersMax || MayBeLong(file.path, line)) return;
    const std::string expected = "Expected at most " + std::to_string(kLineCharactersMax) + " characters, but found ";
    faults.push_back({file.path, number, expected + std::to_string(found) + "."});
  });
  return faults;
}

Faults CheckLeftovers(const File& file) {
  Faults faults;
  if (IsForeign(file.path)) return faults;
  ForEachLine(file, [&](int number, std::string_view line) {
    for (const std::string_view word : kLeftovers) {
      if (!ContainsWord(line, word)) continue;
      faults.push_back({file.path, number, "Expected finished work, but found " + std::string(word) + "."});
    }
  });
  return faults;
}

Faults CheckMachinePaths(const File& file) {
  Faults faults;
  ForEachLine(file, [&](int number, std::string_view line) {
    for (const std::string_view folder : kMachineFolders) {
      if (!ContainsPath(line, folder)) continue;
      faults.push_back({file.path, number, "Expected no path of one machine, but found " + std::string(folder) + "."});
    }
  });
  return faults;
}

Faults CheckPragmaOnce(const File& file) {
  if (!IsHeader(file.path)) return {};
  const auto lines = Lines(file.text);
  if (std::ranges::find(lines, "#pragma once") != lines.end()) return {};
  return {{file.path, 1, "Expected '#pragma once', but the header has none."}};
}

}  // namespace wangge::tidy
