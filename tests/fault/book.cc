#include "tests/fault/book.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace wangge::fault {

bool Book::Read(std::string_view line) {
  std::istringstream in{std::string(line)};
  char kind = 0;
  if (!in.get(kind) || in.get() != ' ') return false;
  if (kind == 'X') return static_cast<bool>(std::getline(in, start_refused));
  std::uint64_t number = 0;
  if (!(in >> number)) return false;
  Asked& entry = asked[number];
  if (kind == 'A') return static_cast<bool>(in >> entry.position);
  if (kind == 'R') return entry.refused = true;
  if (kind != 'S' || !(in >> entry.case_id >> entry.action)) return false;
  if (entry.action == "-") entry.action.clear();
  return true;
}

std::string Book::ToText() const {
  std::string text;
  for (const auto& [number, entry] : asked) {
    const std::string name = std::to_string(number);
    text +=
        "S " + name + " " + std::to_string(entry.case_id) + " " + (entry.action.empty() ? "-" : entry.action) + "\n";
    if (entry.position != 0) text += "A " + name + " " + std::to_string(entry.position) + "\n";
    if (entry.refused) text += "R " + name + "\n";
  }
  return text;
}

std::size_t Book::acknowledged() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(asked, [](const auto& entry) { return entry.second.position != 0; }));
}

Book ReadBook(const std::string& path) {
  Book book;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) book.Read(line);
  return book;
}

}  // namespace wangge::fault
