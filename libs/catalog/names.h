// What names and texts in configuration may look like. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace wangge::catalog {

// An id that configuration chooses for stages, roles ...: [a-z][a-z0-9_]*, at most limits::kIdBytesMax.
bool IsId(std::string_view text);

// A code that a city brings, as it writes it: UTF-8 without control characters and without blanks at its ends, at most
// limits::kIdBytesMax.
bool IsCode(std::string_view text);

// The line (from 1) that holds the first byte that is not UTF-8; 0 when there is none.
std::size_t FirstLineNotUtf8(std::string_view text);

}  // namespace wangge::catalog
