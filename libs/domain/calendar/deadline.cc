#include "domain/calendar/deadline.h"

#include <algorithm>
#include <chrono>

#include "base/check.h"

namespace wangge::domain {
namespace {

constexpr int kYearMax = 9999;

// The same day of the month `months` later, or that month's last.
Day MonthsLater(Day start, std::int32_t months) {
  const std::chrono::year_month_day date = DateOf(start);
  const std::chrono::year_month month =
      std::chrono::year_month{date.year(), date.month()} + std::chrono::months{months};
  const std::chrono::year_month_day same{month.year(), month.month(), date.day()};
  if (same.ok()) return DayOf(same);
  return DayOf(std::chrono::year_month_day_last{month.year(), std::chrono::month_day_last{month.month()}});
}

struct RunningTime {
  Duration Between(Timestamp from, Timestamp to) const { return to - from; }
  Calendar::Reached Add(Timestamp t, Duration amount) const { return {t + amount, Day{}}; }
};

struct WorkingTime {
  const Calendar& calendar;
  Duration Between(Timestamp from, Timestamp to) const { return calendar.Measure(from, to); }
  Calendar::Reached Add(Timestamp t, Duration amount) const { return calendar.Add(t, amount); }
};

template <typename Time>
Calendar::Reached Reach(const Time& time, Timestamp start, Duration amount, const std::vector<Interval>& pauses) {
  for (const Interval& pause : pauses) {
    if (pause.to <= start) continue;
    if (pause.from > start) {
      const Duration before = time.Between(start, pause.from);
      if (before >= amount) break;
      amount = amount - before;
    }
    start = pause.to;
  }
  return time.Add(start, amount);
}

Deadline ReachDays(const Calendar& calendar, Timestamp start, Limit limit, const std::vector<Interval>& pauses) {
  const Day first = LocalDay(start, calendar.utc_offset());
  std::int32_t paused_days = 0;
  const auto due = [&] { return LastDayOf(calendar, first, limit, paused_days).rolled; };
  for (const Interval& pause : pauses) {
    if (pause.to <= start) continue;
    const Timestamp from = std::max(pause.from, start);
    if (from >= StartOf(due() + 1, calendar.utc_offset())) break;
    paused_days += LocalDay(pause.to, calendar.utc_offset()) - LocalDay(from, calendar.utc_offset());
  }
  const bool rests_on_list = NeedsWorkingTime(limit.unit) && due() >= calendar.provisional_from();
  return {StartOf(due() + 1, calendar.utc_offset()), rests_on_list};
}

Deadline Reach(const Calendar& calendar, Timestamp start, Limit limit, const std::vector<Interval>& pauses) {
  switch (MeasureOf(calendar, limit.unit)) {
    case Measure::kRunningTime:
      return {Reach(RunningTime{}, start, WorthOf(calendar, limit), pauses).at, false};
    case Measure::kWorkingTime: {
      const auto [at, day] = Reach(WorkingTime{calendar}, start, WorthOf(calendar, limit), pauses);
      return {at, day >= calendar.provisional_from()};
    }
    case Measure::kDays:
      return ReachDays(calendar, start, limit, pauses);
  }
  CHECK(false);
}

bool IsMerged(const std::vector<Interval>& pauses) {
  for (std::size_t i = 0; i < pauses.size(); ++i) {
    if (pauses[i].to <= pauses[i].from || (i > 0 && pauses[i].from <= pauses[i - 1].to)) return false;
  }
  return true;
}

}  // namespace

std::string_view NameOf(NoDeadline reason) {
  switch (reason) {
    case NoDeadline::kBeforeCalendar:
      return "BEFORE_CALENDAR";
    case NoDeadline::kNoWorkingTime:
      return "NO_WORKING_TIME";
    case NoDeadline::kTooFar:
      return "DEADLINE_TOO_FAR";
  }
  CHECK(false);
}

Measure MeasureOf(const Calendar& calendar, LimitUnit unit) {
  switch (unit) {
    case LimitUnit::kUrgentMinute:
    case LimitUnit::kUrgentHour:
      return Measure::kRunningTime;
    case LimitUnit::kUrgentDay:
      return calendar.urgent_day_is_natural() ? Measure::kDays : Measure::kRunningTime;
    case LimitUnit::kWorkingMinute:
    case LimitUnit::kWorkingHour:
    case LimitUnit::kWorkingDay:
      return Measure::kWorkingTime;
    case LimitUnit::kNaturalDay:
    case LimitUnit::kStatutoryDay:
    case LimitUnit::kStatutoryWorkingDay:
    case LimitUnit::kStatutoryMonth:
      return Measure::kDays;
  }
  CHECK(false);
}

Duration WorthOf(const Calendar& calendar, Limit limit) {
  switch (limit.unit) {
    case LimitUnit::kUrgentMinute:
    case LimitUnit::kWorkingMinute:
      return Minutes(limit.amount);
    case LimitUnit::kUrgentHour:
    case LimitUnit::kWorkingHour:
      return Hours(limit.amount);
    case LimitUnit::kUrgentDay:
      return Days(limit.amount);
    case LimitUnit::kWorkingDay:
      return {calendar.working_day().micros * limit.amount};
    default:
      CHECK(false);
  }
}

LastDay LastDayOf(const Calendar& calendar, Day start, Limit limit, std::int32_t paused_days) {
  Day last = start + limit.amount;
  if (limit.unit == LimitUnit::kStatutoryWorkingDay) last = calendar.WorkingDayAfter(start, limit.amount);
  if (limit.unit == LimitUnit::kStatutoryMonth) last = MonthsLater(start, limit.amount);
  last = last + paused_days;
  return {last, IsStatutory(limit.unit) ? calendar.WorkingDayFrom(last) : last};
}

DeadlineOrNot DeadlineOf(const Calendar& calendar, Timestamp start, Limit limit, const std::vector<Interval>& pauses) {
  if (!calendar.Knows(start)) return NoDeadline::kBeforeCalendar;
  if (calendar.bare() && NeedsWorkingTime(limit.unit)) return NoDeadline::kNoWorkingTime;
  // The largest limits would leave what std::chrono can name, and the longest pauses what a Timestamp holds.
  const Timestamp end = StartOf(FirstDayOf(kYearMax + 1), calendar.utc_offset());
  if (start >= end) return NoDeadline::kTooFar;
  for (const Interval& pause : pauses) {
    if (pause.to >= end) return NoDeadline::kTooFar;
  }
  const Deadline deadline =
      IsMerged(pauses) ? Reach(calendar, start, limit, pauses) : Reach(calendar, start, limit, Merged(pauses));
  if (deadline.at >= end) return NoDeadline::kTooFar;
  return deadline;
}

}  // namespace wangge::domain
