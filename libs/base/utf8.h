// Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Pure; thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace wangge {

// Where the first byte stands that begins no character; npos when there is none. O(bytes).
std::size_t FirstNotUtf8(std::string_view bytes);

inline bool IsUtf8(std::string_view bytes) { return FirstNotUtf8(bytes) == std::string_view::npos; }

}  // namespace wangge
