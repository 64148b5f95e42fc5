// Why a deadline is what it is: the way from the start to the deadline, cut into segments that counted, that were
// paused, and that were skipped, each with its rule. What the segments count sums to the limit. Pure; std only.
//
// A pause stands where it was, for every unit: in running and working time between its own instants; in days, where one
// from day A to day B adds B - A days, it is the days after A up to B. Day A itself counts still where the limit has
// not been used up by then; where it has, A is a day that was rolled over, and the pause is A and the days before B.
// The days of an sw limit that follow a pause are those that would have come without it, moved on: `moved_days` says
// how far.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domain/calendar/deadline.h"

namespace wangge::domain {

struct Pause {
  Interval interval{};
  std::string by{};  // who paused
};

enum class SegmentRule : std::uint8_t {
  kRunning,     // counted: urgent time runs day and night
  kSession,     // counted: inside a session of a working day
  kMakeUpDay,   // counted: inside a session of a make-up day
  kDay,         // counted: a natural day
  kWorkingDay,  // counted: a working day as a whole
  kMonth,       // counted: whole months up to the corresponding day
  kPause,       // paused
  kOffHours,    // skipped: a working day outside its sessions
  kDayOfRest,   // skipped: the week pattern does not work it
  kHoliday,     // skipped: a published holiday
  kStartDay,    // skipped: the start day is not counted
  kRoll,        // skipped: the last day is no working day and rolls on
};

enum class SegmentKind : std::uint8_t { kCounted, kPaused, kSkipped };
SegmentKind KindOf(SegmentRule rule);
// "session", "off_hours" ...; "counted", "paused", "skipped".
std::string_view NameOf(SegmentRule rule);
std::string_view NameOf(SegmentKind kind);

struct Segment {
  Timestamp from{};
  Timestamp to{};  // not contained
  SegmentRule rule = SegmentRule::kRunning;
  // What it adds to the limit, in the explanation's unit; 0 unless counted.
  std::int64_t count = 0;
  std::string note{};  // the holiday's name, or who paused
  // These days stand for those so many days earlier, which pauses have moved; only of sw.
  std::int32_t moved_days = 0;
};

// The unit in which segments count.
enum class CountUnit : std::uint8_t { kMicrosecond, kDay, kMonth };

struct Explanation {
  Timestamp start{};
  Limit limit{};
  Deadline deadline{};
  CountUnit unit = CountUnit::kMicrosecond;
  std::int64_t total = 0;           // of the limit, in `unit`: what the segments' counts sum to
  std::vector<Segment> segments{};  // without gaps from start to deadline
  // Of a deadline that is firm as the calendar stands: it rests on working days of which the list of the following year
  // may change this one and later ones, once it comes.
  std::optional<Day> may_move_from{};
};

// O(days between start and deadline).
std::variant<Explanation, NoDeadline> Explain(const Calendar& calendar, Timestamp start, Limit limit,
                                              const std::vector<Pause>& pauses = {});

}  // namespace wangge::domain
