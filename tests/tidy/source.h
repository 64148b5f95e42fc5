// A C++ file taken apart far enough for the tidy rules: code, strings and includes, without comments.
#pragma once

#include <string>
#include <vector>

#include "tests/tidy/tree.h"

namespace wangge::tidy {

struct Literal {
  int line = 0;
  std::string text;  // as written between the quotes, escapes not resolved
};

struct Include {
  int line = 0;
  std::string target;
  bool is_angled = false;
};

struct Word {
  int line = 0;
  std::string text;  // one identifier or keyword
};

struct Source {
  std::string path;
  std::vector<std::string> code;  // one entry a line; comments, strings and characters are blanks
  std::vector<Literal> literals;  // not those of include lines
  std::vector<Include> includes;
};

// Never fails: a text that is no C++ gives a Source that says little.
Source Parse(const File& file);

// The identifiers of the code, in order.
std::vector<Word> Words(const Source& source);

// The enumerators that the file declares, in order.
std::vector<Word> Enumerators(const Source& source);

}  // namespace wangge::tidy
