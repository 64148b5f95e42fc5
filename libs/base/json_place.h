// Where in a text something stands, so that a fault in a file of JSON is named "file:line:column". The parser is a
// library's; it tells a byte where the text is no JSON, and nothing of what it has read. Pure; std only; O(text).
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace wangge {

struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;  // in bytes
  std::size_t byte = 0;    // from 0
  friend bool operator==(const TextPlace&, const TextPlace&) = default;
};

// At most the end of the text.
TextPlace PlaceAt(std::string_view text, std::size_t byte);

// "file:line:column"; the file's name as it is given.
std::string NameOf(std::string_view file_name, const TextPlace& place);

// One step into JSON: to the value of a member, or to an element.
struct JsonStep {
  // Implicit: that is how a path is written. A literal 0 is an element, and no pointer.
  JsonStep(const char* name) : member(name) {}                         // NOLINT(google-explicit-constructor)
  JsonStep(std::size_t number) : element(number) {}                    // NOLINT(google-explicit-constructor)
  JsonStep(int number) : element(static_cast<std::size_t>(number)) {}  // NOLINT(google-explicit-constructor)
  std::string_view member{};                                           // plain ASCII; empty: an element
  std::size_t element = 0;                                             // from 0
};

// Where the value at the end of the path begins, in JSON that has been parsed: {"days", 3, "date"}. As far as the path
// leads; the first of members of one name.
TextPlace PlaceOfJson(std::string_view text, std::initializer_list<JsonStep> path);

// What a parser says of text that is no JSON. `byte` as nlohmann::json counts it: read so far, from 1.
struct JsonFault {
  TextPlace place{};
  std::string text{};  // "Expected ..., but ..."
};
JsonFault NotJson(std::string_view text, std::size_t byte, std::string_view what);

}  // namespace wangge
