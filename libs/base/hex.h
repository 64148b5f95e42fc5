// Lower-case hexadecimal text of bytes, both ways. Pure, thread-safe, std only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wangge {

std::string ToHex(std::string_view bytes);

// Accepts upper and lower case; nullopt for an odd length or any other character.
std::optional<std::string> FromHex(std::string_view text);

}  // namespace wangge
