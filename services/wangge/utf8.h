// Whether bytes are UTF-8 (RFC 3629). Pure, thread-safe.
#pragma once

#include <string_view>

namespace wangge {

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view bytes);

}  // namespace wangge
