// Instants and spans, the only ones that state knows: whole microseconds, UTC, no leap seconds (POSIX time).
// Immutable values; std only; no clock is read here (see base/status/clock.h).
#pragma once

#include <compare>
#include <cstdint>

namespace wangge {

struct Duration {
  std::int64_t micros = 0;
  friend constexpr auto operator<=>(const Duration&, const Duration&) = default;
};

struct Timestamp {
  std::int64_t micros = 0;  // since 1970-01-01T00:00:00Z; negative before
  friend constexpr auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

constexpr Duration Microseconds(std::int64_t n) { return {n}; }
constexpr Duration Milliseconds(std::int64_t n) { return {n * 1'000}; }
constexpr Duration Seconds(std::int64_t n) { return {n * 1'000'000}; }
constexpr Duration Minutes(std::int64_t n) { return Seconds(n * 60); }
constexpr Duration Hours(std::int64_t n) { return Minutes(n * 60); }
constexpr Duration Days(std::int64_t n) { return Hours(n * 24); }

constexpr Timestamp operator+(Timestamp t, Duration d) { return {t.micros + d.micros}; }
constexpr Timestamp operator-(Timestamp t, Duration d) { return {t.micros - d.micros}; }
constexpr Duration operator-(Timestamp a, Timestamp b) { return {a.micros - b.micros}; }
constexpr Duration operator+(Duration a, Duration b) { return {a.micros + b.micros}; }
constexpr Duration operator-(Duration a, Duration b) { return {a.micros - b.micros}; }

}  // namespace wangge
