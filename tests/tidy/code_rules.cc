#include "tests/tidy/code_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace wangge::tidy {
namespace {

constexpr auto kUndecided = std::to_array<std::string_view>({"now",
                                                             "time",
                                                             "clock",
                                                             "gettimeofday",
                                                             "clock_gettime",
                                                             "localtime",
                                                             "rand",
                                                             "srand",
                                                             "rand_r",
                                                             "random",
                                                             "random_device",
                                                             "mt19937",
                                                             "mt19937_64",
                                                             "getenv",
                                                             "setlocale",
                                                             "system_clock",
                                                             "steady_clock",
                                                             "high_resolution_clock",
                                                             "utc_clock",
                                                             "double",
                                                             "float",
                                                             "unordered_map",
                                                             "unordered_set",
                                                             "unordered_multimap",
                                                             "unordered_multiset",
                                                             "cout",
                                                             "cerr",
                                                             "printf",
                                                             "thread",
                                                             "jthread",
                                                             "async",
                                                             "get_id"});

// These are ordinary words too and are banned as calls only.
constexpr auto kOnlyAsCall =
    std::to_array<std::string_view>({"now", "time", "clock", "random", "thread", "async", "printf", "get_id"});

constexpr auto kUndecidedHeaders = std::to_array<std::string_view>(
    {"iostream", "ostream", "istream", "fstream", "sstream", "iomanip", "locale", "random", "ctime", "unordered_map",
     "unordered_set", "thread", "future", "mutex", "filesystem", "cmath"});

constexpr auto kSleeps = std::to_array<std::string_view>(
    {"sleep_for", "sleep_until", "sleep", "usleep", "nanosleep", "clock_nanosleep", "SleepFor"});

template <typename List>
bool IsIn(const List& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

// True when `word` stands in the line in front of an opening parenthesis and is not a member or method of ours.
bool IsCalled(std::string_view line, std::string_view word) {
  for (size_t at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const size_t behind = line.find_first_not_of(' ', at + word.size());
    const bool is_whole =
        at == 0 || (line[at - 1] != '_' && std::isalnum(static_cast<unsigned char>(line[at - 1])) == 0);
    const bool is_member = at > 0 && (line[at - 1] == '.' || line[at - 1] == '>');
    if (is_whole && !is_member && behind != std::string_view::npos && line[behind] == '(') return true;
  }
  return false;
}

}  // namespace

Faults CheckDeterminism(const Source& source) {
  if (!IsUnder(source.path, "libs/domain") || IsTest(source.path)) return {};
  Faults faults;
  for (const Include& include : source.includes) {
    if (!IsIn(kUndecidedHeaders, include.target)) continue;
    faults.push_back({source.path, include.line, "Expected decisions without <" + include.target + ">."});
  }
  for (const Word& word : Words(source)) {
    const std::string& line = source.code[static_cast<size_t>(word.line) - 1];
    if (!IsIn(kUndecided, word.text) || line.find('#') != std::string::npos) continue;
    if (IsIn(kOnlyAsCall, word.text) && !IsCalled(line, word.text)) continue;
    faults.push_back(
        {source.path, word.line, "Expected the same decision at every replay, but found " + word.text + "."});
  }
  return faults;
}

Faults CheckSleeps(const Source& source) {
  if (!IsUnder(source.path, "services") && !IsTest(source.path)) return {};
  Faults faults;
  for (const Word& word : Words(source)) {
    const std::string& line = source.code[static_cast<size_t>(word.line) - 1];
    if (!IsIn(kSleeps, word.text) || !IsCalled(line, word.text)) continue;
    faults.push_back({source.path, word.line, "Expected to wait for a condition, but found " + word.text + "."});
  }
  return faults;
}

Faults CheckDisabledTests(const Source& source) {
  Faults faults;
  for (const Word& word : Words(source)) {
    const bool is_disabled = word.text.starts_with("DISABLED_");
    if (is_disabled)
      faults.push_back({source.path, word.line, "Expected a test that runs, but found " + word.text + "."});
  }
  return faults;
}

}  // namespace wangge::tidy
