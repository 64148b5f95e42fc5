#include "domain/calendar/calendar.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace wangge::domain {
namespace {

constexpr std::int32_t kSecondsOfDay = 86'400;

constexpr std::int64_t Micros(std::int32_t seconds) { return Seconds(seconds).micros; }

std::int64_t LengthOf(const Sessions& sessions) {
  std::int64_t total = 0;
  for (const Session& session : sessions) total += Micros(session.to_s - session.from_s);
  return total;
}

// The part of the sessions that lies before `into`, micros after the midnight that begins their day.
std::int64_t WorkedUpTo(const Sessions& sessions, std::int64_t into) {
  std::int64_t total = 0;
  for (const Session& session : sessions) {
    if (into <= Micros(session.from_s)) break;
    total += std::min(into, Micros(session.to_s)) - Micros(session.from_s);
  }
  return total;
}

}  // namespace

std::variant<Calendar, CalendarFault> Calendar::Compile(CalendarSpec spec) {
  if (auto fault = FaultOf(spec)) return *std::move(fault);
  // A list may name an ordinary working day as worked (in 2020 one did): it says nothing new.
  std::erase_if(spec.days, [&spec](const MarkedDay& marked) {
    const Sessions& usual = HoursOf(spec, marked.day).week[static_cast<std::size_t>(WeekdayOf(marked.day))];
    return marked.mark == DayMark::kMakeUp && !usual.empty();
  });
  std::ranges::sort(spec.days, {}, &MarkedDay::day);
  Calendar calendar;
  calendar.utc_offset_ = spec.utc_offset;
  calendar.first_ = FirstDayOf(spec.first_year);
  calendar.provisional_from_ = FirstDayOf(spec.last_year + 1);
  calendar.unsettled_from_ = calendar.provisional_from_;
  if (spec.next_list_from) {
    calendar.unsettled_from_ =
        DayOf({std::chrono::year{spec.last_year}, spec.next_list_from->month(), spec.next_list_from->day()});
  }
  calendar.spec_ = std::make_shared<const CalendarSpec>(std::move(spec));
  calendar.Build();
  return calendar;
}

Calendar Calendar::Bare(Duration utc_offset) {
  Calendar calendar;
  calendar.utc_offset_ = utc_offset;
  static const auto kNothing = std::make_shared<const CalendarSpec>();
  calendar.spec_ = kNothing;
  return calendar;
}

std::int8_t Calendar::InternSet(const Sessions& sessions) {
  if (sessions.empty()) return kNotWorked;
  const auto found = std::ranges::find(sets_, sessions);
  if (found != sets_.end()) return static_cast<std::int8_t>(found - sets_.begin());
  sets_.push_back(sessions);
  lengths_.push_back(LengthOf(sessions));
  crosses_midnight_ = crosses_midnight_ || sessions.back().to_s > kSecondsOfDay;
  return static_cast<std::int8_t>(sets_.size() - 1);
}

void Calendar::Build() {
  const Day tabled_end = std::max(provisional_from_, spec_->hours.back().from);
  Row row;
  const auto append = [&](std::int8_t set) {
    row.sessions = set;
    rows_.push_back(row);
    row.worked_before += LengthOfSet(set);
    row.working_days_before += set == kNotWorked ? 0 : 1;
  };
  append(kNotWorked);  // the day before the first: nothing is known of it
  auto marked = std::ranges::lower_bound(spec_->days, first_, {}, &MarkedDay::day);
  for (Day day = first_; day < tabled_end + kDaysOfWeek; day = day + 1) {
    const WorkingHours& hours = HoursOf(*spec_, day);
    const Sessions* sessions = &hours.week[static_cast<std::size_t>(WeekdayOf(day))];
    if (day == tabled_end) week_total_ = row;
    if (marked != spec_->days.end() && marked->day == day) {
      sessions = marked->mark == DayMark::kHoliday ? nullptr : &hours.make_up;
      ++marked;
    }
    append(sessions == nullptr ? kNotWorked : InternSet(*sessions));
  }
  week_total_.worked_before = row.worked_before - week_total_.worked_before;
  week_total_.working_days_before = row.working_days_before - week_total_.working_days_before;
}

Calendar::Row Calendar::RowOf(Day day) const {
  const std::int32_t index = day - first_ + 1;
  CHECK(index >= 0);
  const auto size = static_cast<std::int32_t>(rows_.size());
  if (index < size) return rows_[static_cast<std::size_t>(index)];
  const std::int32_t weeks = (index - size) / kDaysOfWeek + 1;
  Row row = rows_[static_cast<std::size_t>(index - weeks * kDaysOfWeek)];
  row.worked_before += weeks * week_total_.worked_before;
  row.working_days_before += weeks * week_total_.working_days_before;
  return row;
}

Day Calendar::WorkingDayAfter(Day day, std::int32_t n) const {
  CHECK(n >= 1);
  const std::int32_t target = RowOf(day + 1).working_days_before + n;
  return FirstDayWith(day + 1, [&](Day d) { return RowOf(d + 1).working_days_before >= target; });
}

Duration Calendar::WorkedBefore(Timestamp t) const {
  const Day day = LocalDay(t, utc_offset_);
  const std::int64_t into = (t - StartOf(day, utc_offset_)).micros;
  const Row row = RowOf(day);
  std::int64_t worked = row.worked_before;
  if (row.sessions != kNotWorked) worked += WorkedUpTo(sets_[static_cast<std::size_t>(row.sessions)], into);
  if (crosses_midnight_ && day > first_) {
    const Row before = RowOf(day - 1);
    if (before.sessions != kNotWorked) {
      const Sessions& sessions = sets_[static_cast<std::size_t>(before.sessions)];
      worked -= LengthOfSet(before.sessions) - WorkedUpTo(sessions, into + Micros(kSecondsOfDay));
    }
  }
  return {worked};
}

Calendar::Reached Calendar::Add(Timestamp t, Duration work) const {
  CHECK(work.micros > 0);
  const std::int64_t target = WorkedBefore(t).micros + work.micros;
  const Day today = LocalDay(t, utc_offset_);
  const Day day = FirstDayWith(crosses_midnight_ && today > first_ ? today - 1 : today,
                               [&](Day d) { return RowOf(d + 1).worked_before >= target; });
  const Row row = RowOf(day);
  std::int64_t left = target - row.worked_before;
  for (const Session& session : sets_[static_cast<std::size_t>(row.sessions)]) {
    const std::int64_t length = Micros(session.to_s - session.from_s);
    if (left <= length) return {StartOf(day, utc_offset_) + Duration{Micros(session.from_s) + left}, day};
    left -= length;
  }
  CHECK(false);
}

const Sessions& Calendar::SessionsOf(Day day) const {
  static const Sessions kNone;
  const Row row = RowOf(day);
  return row.sessions == kNotWorked ? kNone : sets_[static_cast<std::size_t>(row.sessions)];
}

std::optional<int> MissingYear(const Calendar& calendar, Timestamp now) {
  if (calendar.bare()) return std::nullopt;
  constexpr std::int32_t kDaysFromNovember = 61;
  const Day today = LocalDay(now, calendar.utc_offset());
  if (today < calendar.provisional_from() - kDaysFromNovember) return std::nullopt;
  return YearOf(calendar.provisional_from());
}

const MarkedDay* Calendar::MarkOf(Day day) const {
  const auto found = std::ranges::lower_bound(spec_->days, day, {}, &MarkedDay::day);
  return found != spec_->days.end() && found->day == day ? &*found : nullptr;
}

}  // namespace wangge::domain
