// The kinds of attachment that are accepted, told by their first bytes and never by what a sender says. Pure,
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wangge::vault {

// Numbers stand in stored secrets: never changed, never reused.
enum class MediaType : std::uint8_t { kJpeg = 1, kPng = 2, kWebp = 3, kHeic = 4 };

// No more than this many first bytes are looked at.
inline constexpr std::size_t kSniffBytes = 64;

// The type that content beginning with `head` has; nullopt when it is none of ours or too short to tell.
std::optional<MediaType> SniffMediaType(std::string_view head);

// "image/jpeg" ...
std::string_view TextOf(MediaType type);

// Of a declared text; "image/heif" is HEIC too. Nullopt for a type that is not accepted.
std::optional<MediaType> ParseMediaType(std::string_view text);

// Of a stored number.
std::optional<MediaType> MediaTypeOf(std::uint8_t number);

}  // namespace wangge::vault
