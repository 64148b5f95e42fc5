// Kinds of time limit and the deadline each gives. Pure; std only; exact to the microsecond, nothing is truncated.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace wangge::domain {

// The numbers are written to disk; never changed or reused.
enum class LimitUnit : std::uint8_t {
  kUrgentMinute = 1,  // um  紧急工作分: nights and holidays count
  kUrgentHour = 2,    // uh  紧急工作时
  kUrgentDay = 3,     // ud  24 urgent hours
  kNaturalDay = 4,    // nd  自然日: the start day is not counted; ends at 24:00 of the last day
};

struct Limit {
  LimitUnit unit = LimitUnit::kUrgentMinute;
  std::int32_t amount = 0;  // 1 ..= 100,000
  friend auto operator<=>(const Limit&, const Limit&) = default;
};

// "2uh", "30um", "1ud", "5nd". nullopt for an unknown unit, a sign, a fraction, zero or more than 100,000.
std::optional<Limit> ParseLimit(std::string_view text);
std::string FormatLimit(Limit limit);

// The deadline of a limit that begins at `start`; at the deadline itself one is still on time. `utc_offset` is the
// fixed offset of the calendar whose days are counted (nd only). O(1).
Timestamp DeadlineOf(Timestamp start, Limit limit, Duration utc_offset);

}  // namespace wangge::domain
