// Base64 with the URL alphabet and without padding (RFC 4648 section 5), as JSON web tokens write it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wangge::rpc {

std::string ToBase64Url(std::string_view bytes);

// nullopt for any other character, padding, an impossible length, or bits set beyond the last byte: every text has
// one reading and every value one text.
std::optional<std::string> FromBase64Url(std::string_view text);

}  // namespace wangge::rpc
