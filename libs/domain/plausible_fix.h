// Which positions of a device are believed. Whole numbers only: centimetres and microseconds. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"

namespace wangge::domain {

// Why a fix is not believed. Numbers are bits on disk: never changed, never used again.
enum class FixMark : std::uint8_t {
  kJump = 0,      // nobody moves so fast
  kAccuracy = 1,  // it could be anywhere around
  kClock = 2,     // ahead of the server, or backwards
  kMock = 3,      // the device itself says so
};

inline constexpr FixMark kFixMarks[] = {FixMark::kJump, FixMark::kAccuracy, FixMark::kClock, FixMark::kMock};

// A set of marks; none: the fix is trusted.
struct FixMarks {
  std::uint8_t bits = 0;

  constexpr bool IsTrusted() const { return bits == 0; }
  constexpr bool Has(FixMark mark) const { return (bits >> static_cast<unsigned>(mark) & 1u) != 0; }
  constexpr void Add(FixMark mark) { bits = static_cast<std::uint8_t>(bits | 1u << static_cast<unsigned>(mark)); }
  friend bool operator==(const FixMarks&, const FixMarks&) = default;
};

// A city's settings.
struct FixLimits {
  std::int64_t speed_cm_s_max = 4'000;     // 144 km/h: faster than any patrol car in a town
  std::uint32_t accuracy_cm_max = 10'000;  // 100 m: about the size of a unit grid
};

// The way from the last trusted fix of the shift.
struct FixStep {
  std::int64_t distance_cm = 0;
  Duration elapsed{};             // by the device's clock
  std::uint32_t accuracy_cm = 0;  // of the fix before
};

// Everything that the rule looks at.
struct FixEvidence {
  Timestamp device_time{};
  Timestamp received{};
  std::uint32_t accuracy_cm = 0;
  bool mock = false;
  std::optional<Timestamp> time_before{};  // device time of the last fix without kClock
  std::optional<FixStep> step{};           // absent for the first
};

// A step is a jump when it is longer than the greatest speed makes it, both accuracies taken off: noise around a place
// is none. An elapsed time below nothing counts as nothing, one above limits::kShiftMax as that.
FixMarks MarksOf(const FixLimits& limits, const FixEvidence& fix);

}  // namespace wangge::domain
