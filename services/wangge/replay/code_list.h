// How values of a column become ids: of categories, units or sources. Immutable once built; thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace wangge::replay {

struct Code {
  std::string id;     // 1 ..= limits::kIdBytesMax bytes, no control characters
  std::string label;  // the value as the export writes it, or the map's name for it
};

class CodeList {
 public:
  // `none` is the id and label of the empty value.
  explicit CodeList(std::string none = "(none)") : none_{none, none} {}

  void Add(std::string value, Code code) { codes_.insert_or_assign(std::move(value), std::move(code)); }

  // A value without an id of its own is its own id; a too long one is cut at a character, one with control characters
  // (a line end in a quoted field) gets blanks for them, and then "~" and the first 8 hex digits of the value's SHA-256
  // follow, so that two of them stay apart.
  Code Of(std::string_view value) const;

 private:
  Code none_;
  std::map<std::string, Code, std::less<>> codes_;
};

}  // namespace wangge::replay
