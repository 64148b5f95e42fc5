// What a city was asked and what it answered, over all its lives. One line of text a fact, so that what a process wrote
// before it was killed is known to the one who reads its pipe:
//
//   S number case action   about to be asked: a report (case 0, action "-"), or an action on a case
//   A number position      acknowledged
//   R number               refused by the rules
//   X text                 the start was refused
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace wangge::fault {

struct Asked {
  std::uint64_t case_id = 0;   // 0: a report
  std::string action{};        // empty: a report
  std::uint64_t position = 0;  // 0: not acknowledged
  bool refused = false;
};

struct Book {
  std::map<std::uint64_t, Asked> asked{};
  std::string start_refused{};

  // Takes one line, without its end; false when it is none of the above.
  bool Read(std::string_view line);
  std::string ToText() const;
  std::size_t acknowledged() const;
};

// Of the book in the file at `path`; empty when there is none.
Book ReadBook(const std::string& path);

}  // namespace wangge::fault
