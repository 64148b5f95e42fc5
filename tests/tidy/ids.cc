#include "tests/tidy/ids.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string>

namespace wangge::tidy {
namespace {

bool IsWordChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// kBeforeCheck and BEFORE_CHECK → before_check.
std::string SnakeCase(std::string_view name) {
  const bool is_constant = name.size() > 1 && name[0] == 'k' && std::isupper(static_cast<unsigned char>(name[1])) != 0;
  if (is_constant) name.remove_prefix(1);
  std::string snake;
  for (size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool follows_small = i > 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
    if (std::isupper(c) != 0 && follows_small) snake += '_';
    snake += static_cast<char>(std::tolower(c));
  }
  return snake;
}

bool Covers(const AllowedId& entry, std::string_view id, std::string_view path) {
  return entry.id == id && (entry.place == path || IsUnder(path, entry.place));
}

bool IsChecked(std::string_view path) { return !IsTest(path) && (IsUnder(path, "libs") || IsUnder(path, "services")); }

}  // namespace

Ids IdsOf(std::string_view textproto) {
  Ids ids;
  for (std::string_view line : Lines(textproto)) {
    for (size_t at = line.find("id:"); at != std::string_view::npos; at = line.find("id:", at + 1)) {
      const bool is_field = at == 0 || !IsWordChar(line[at - 1]);
      const size_t open = line.find_first_not_of(' ', at + 3);
      const bool is_comment = line.substr(0, at).find('#') != std::string_view::npos;
      if (!is_field || is_comment || open == std::string_view::npos || line[open] != '"') continue;
      const size_t close = line.find('"', open + 1);
      if (close != std::string_view::npos) ids.emplace(line.substr(open + 1, close - open - 1));
    }
  }
  return ids;
}

Ids IdsOf(const Tree& tree) {
  Ids ids;
  for (const File& file : tree) {
    if (IsUnder(file.path, "config/systems") && file.path.ends_with(".textproto")) ids.merge(IdsOf(file.text));
  }
  return ids;
}

AllowedIds ParseAllowedIds(const File& list) {
  AllowedIds allowed;
  int number = 0;
  for (const std::string_view line : Lines(list.text)) {
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    AllowedId entry{.line = number, .id = {}, .place = {}, .reason = {}};
    std::istringstream words{std::string(line)};
    words >> entry.id >> entry.place >> std::ws;
    std::getline(words, entry.reason);
    if (entry.reason.empty()) {
      allowed.faults.push_back(
          {list.path, number, "Expected 'id place reason', but found '" + std::string(line) + "'."});
    } else {
      allowed.entries.push_back(std::move(entry));
    }
  }
  return allowed;
}

Faults CheckIds(const Source& source, const Ids& ids, const AllowedIds& allowed) {
  Faults faults;
  if (!IsChecked(source.path)) return faults;
  const auto check = [&](const std::string& id, int line, const std::string& found) {
    const auto covers = [&](const AllowedId& entry) { return Covers(entry, id, source.path); };
    if (!ids.contains(id) || std::ranges::any_of(allowed.entries, covers)) return;
    faults.push_back({source.path, line, "Expected the ids of config/systems in data only, but found " + found + "."});
  };
  for (const Literal& literal : source.literals) check(literal.text, literal.line, "\"" + literal.text + "\"");
  for (const Word& name : Enumerators(source)) check(SnakeCase(name.text), name.line, "the enumerator " + name.text);
  return faults;
}

Faults CheckAllowedIdsAreNeeded(const std::vector<Source>& sources, const Ids& ids, const AllowedIds& allowed,
                                std::string_view list) {
  Faults faults;
  for (const AllowedId& entry : allowed.entries) {
    const auto needs = [&](const Source& source) {
      return (entry.place == source.path || IsUnder(source.path, entry.place)) &&
             !CheckIds(source, ids.contains(entry.id) ? Ids{entry.id} : Ids{}, {}).empty();
    };
    if (std::ranges::any_of(sources, needs)) continue;
    faults.push_back(
        {std::string(list), entry.line, "Expected an exception in use, but nothing needs '" + entry.id + "'."});
  }
  return faults;
}

}  // namespace wangge::tidy
