// Kinds of time limit (时限) and their text. What a limit means on a calendar stands in deadline.h. Pure; std only.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wangge::domain {

// The numbers are written to disk; never changed or reused.
enum class LimitUnit : std::uint8_t {
  kUrgentMinute = 1,         // um  紧急工作分: nights and holidays count
  kUrgentHour = 2,           // uh  紧急工作时
  kUrgentDay = 3,            // ud  紧急工作日: 24 urgent hours, or a natural day where the calendar says so
  kNaturalDay = 4,           // nd  自然日: the start day is not counted; ends at 24:00 of the last day
  kWorkingMinute = 5,        // wm  工作分: time inside the calendar's sessions
  kWorkingHour = 6,          // wh  工作时
  kWorkingDay = 7,           // wd  工作日: so many times 8 h of working time from the very start instant
  kStatutoryDay = 8,         // sd  as nd; a last day that is no working day rolls to the next working day
  kStatutoryWorkingDay = 9,  // sw  the start day is not counted; ends at 24:00 of the n-th working day
  kStatutoryMonth = 10,      // sm  the corresponding day, or the month's last where it has none; rolls as sd
};

struct Limit {
  LimitUnit unit = LimitUnit::kUrgentMinute;
  std::int32_t amount = 0;  // 1 ..= 100,000
  friend auto operator<=>(const Limit&, const Limit&) = default;
};

// "2uh", "30um", "5wd", "60sd". nullopt for an unknown unit, a sign, a fraction, zero or more than 100,000.
std::optional<Limit> ParseLimit(std::string_view text);
std::string FormatLimit(Limit limit);

// Counted by Civil Code rules (sd, sw, sm): the units that a statute's own limits are written in.
bool IsStatutory(LimitUnit unit);

// Needs to know which days and hours are worked; the others need only the offset of the local day.
bool NeedsWorkingTime(LimitUnit unit);

}  // namespace wangge::domain
