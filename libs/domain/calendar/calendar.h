// A calendar (日历) edition: which days are worked and in which sessions, at a fixed offset from UTC. Working time is
// a function of instants that never falls: one primitive measures it, one adds it, and they are each other's inverse
// for every instant inside working time. Compiled from config/calendars/ by libs/catalog. Immutable; thread-safe; std
// only; exact to the microsecond.
//
// Beyond the last year with a published list of holidays the week pattern alone decides, and what depends on it is
// provisional. Before the first year nothing is known. A calendar without years knows only its offset: enough for
// urgent and natural units.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"
#include "domain/calendar/calendar_spec.h"
#include "domain/calendar/day.h"

namespace wangge::domain {

class Calendar {
 public:
  // O(days). What it refuses stands at FaultOf.
  static std::variant<Calendar, CalendarFault> Compile(CalendarSpec spec);

  // Knows the offset alone.
  static Calendar Bare(Duration utc_offset);

  const std::string& id() const { return spec_->id; }
  const Label& label() const { return spec_->label; }
  Duration utc_offset() const { return utc_offset_; }
  Duration working_day() const { return spec_->working_day; }
  bool urgent_day_is_natural() const { return spec_->urgent_day_is_natural; }
  bool bare() const { return spec_->first_year == 0; }

  // The first day that is known, and the first day after the last published list.
  Day first() const { return first_; }
  Day provisional_from() const { return provisional_from_; }
  // The first day that the list of the following year may still change; at most provisional_from.
  Day unsettled_from() const { return unsettled_from_; }
  bool Knows(Timestamp t) const { return bare() || t >= StartOf(first_, utc_offset_); }

  // Below, `t` and days are known (Knows) and the calendar is not bare.
  bool IsWorkingDay(Day day) const { return RowOf(day).sessions != kNotWorked; }
  // The n-th working day after `day`, n >= 1. O(log n).
  Day WorkingDayAfter(Day day, std::int32_t n) const;
  // `day` itself where it is worked, else the next one that is.
  Day WorkingDayFrom(Day day) const { return WorkingDayAfter(day - 1, 1); }

  // Working time from the first known instant up to `t`. O(sessions of a day).
  Duration WorkedBefore(Timestamp t) const;
  Duration Measure(Timestamp from, Timestamp to) const { return WorkedBefore(to) - WorkedBefore(from); }

  struct Reached {
    Timestamp at{};
    Day day{};  // whose session it is: the day before where the session began before midnight
  };
  // The earliest instant at which `work` > 0 has been measured from `t` on. O(log work).
  Reached Add(Timestamp t, Duration work) const;

  // The sessions of a day in order; empty when it is not worked.
  const Sessions& SessionsOf(Day day) const;
  // The mark of a day in a published list, or nullptr.
  const MarkedDay* MarkOf(Day day) const;

 private:
  static constexpr std::int8_t kNotWorked = -1;
  struct Row {
    std::int64_t worked_before = 0;  // micros in sessions of earlier days
    std::int32_t working_days_before = 0;
    std::int8_t sessions = kNotWorked;  // index into sets_
  };

  Calendar() = default;
  void Build();
  std::int8_t InternSet(const Sessions& sessions);
  std::int64_t LengthOfSet(std::int8_t set) const {
    return set == kNotWorked ? 0 : lengths_[static_cast<std::size_t>(set)];
  }
  // The row of any known day: tabled, or by the week pattern beyond the table.
  Row RowOf(Day day) const;

  // The first day from `from` on for which `reached` holds; once it holds it holds for ever. O(log distance).
  template <typename Reached>
  static Day FirstDayWith(Day from, const Reached& reached) {
    std::int32_t step = 1;
    Day low = from;
    while (!reached(low + (step - 1))) {
      low = low + step;
      step *= 2;
    }
    for (Day high = low + (step - 1); low < high;) {
      const Day middle = low + (high - low) / 2;
      if (reached(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  std::shared_ptr<const CalendarSpec> spec_;
  Duration utc_offset_{};
  Day first_{};
  Day provisional_from_{};
  Day unsettled_from_{};
  bool crosses_midnight_ = false;
  std::vector<Sessions> sets_;
  std::vector<std::int64_t> lengths_;  // of sets_, in micros
  std::vector<Row> rows_;              // from the day before first_; the last seven repeat for ever
  Row week_total_{};                   // of those seven
};

// The year whose list of holidays should have been published and is missing: the next one from 1 November on, as the
// State Council publishes it in autumn; later the one that runs. nullopt for a bare calendar.
std::optional<int> MissingYear(const Calendar& calendar, Timestamp now);

}  // namespace wangge::domain
