// What the proofs of a procedure look and say things with. For sources of this library.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace wangge::catalog {

inline std::string Quoted(std::string_view id) { return std::string(1, '"').append(id).append(1, '"'); }

template <typename Value>
bool Contains(const std::vector<Value>& values, const Value& value) {
  return std::ranges::find(values, value) != values.end();
}

}  // namespace wangge::catalog
