// The deadline of a clock's run with its pauses and extensions, and why it is that. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "domain/calendar/deadline.h"
#include "domain/calendar/explain.h"
#include "domain/case.h"

namespace wangge::domain {

// The pauses of a run; one that is open lasts until `now`.
std::vector<Interval> PausesOf(const ClockRun& run, Timestamp now);

// Once more `limit`, from the deadline that stood before. One in days begins on the last day of what stood before: days
// are counted after the start day, and 24:00 is already the next one.
DeadlineOrNot ExtendedBy(const Calendar& calendar, const Deadline& before, Limit limit,
                         const std::vector<Interval>& pauses);

// Of a run that has a limit: each extension is counted from the deadline before it.
DeadlineOrNot DeadlineOfRun(const Calendar& calendar, const ClockRun& run, const std::vector<Interval>& pauses);

// One part for the limit and one for each extension; each part begins at the deadline of the one before, and the last
// one ends at the deadline of the run. Of a run that has a limit. O(days between start and deadline).
std::variant<std::vector<Explanation>, NoDeadline> ExplainRun(const Calendar& calendar, const ClockRun& run,
                                                              Timestamp now);

// A clock that stands still has no deadline, only the one that stood before.
struct Standstill {
  Timestamp since{};
  std::string by{};
  std::optional<Timestamp> until{};  // the end that was asked for and granted with the pause
  std::optional<Deadline> then{};    // the deadline if it went on at `until`
  std::vector<std::int64_t> left{};  // of each part that ExplainRun tells, in its unit; empty: it cannot tell
};

// nullopt: the clock does not stand still. O(days between start and deadline).
std::optional<Standstill> StandstillOf(const Calendar& calendar, const Case& c, const ClockRun& run);

}  // namespace wangge::domain
