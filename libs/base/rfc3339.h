// RFC 3339 text of an instant, both ways. Pure functions, thread-safe, std only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace wangge {

// "2026-02-13T17:00:00+08:00". Fractions are written only when there are any (up to six digits). `offset` is in
// whole minutes, |offset| < 24 h; zero is written "Z".
std::string FormatRfc3339(Timestamp t, Duration offset = {});
void AppendRfc3339(Timestamp t, Duration offset, std::string& out);

// Needs a date, a time and an offset ("Z" or "+hh:mm"); fractions up to six digits. nullopt for anything else,
// 24:00 and second 60 included.
std::optional<Timestamp> ParseRfc3339(std::string_view text);

}  // namespace wangge
