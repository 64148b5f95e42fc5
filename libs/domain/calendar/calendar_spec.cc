#include "domain/calendar/calendar_spec.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace wangge::domain {
namespace {

constexpr std::int32_t kSecondsOfDay = 86'400;
constexpr int kYearMin = 1970;
constexpr int kYearMax = 2200;
constexpr std::size_t kHoursMax = 12;
// A week pattern with less work than this would put the largest limit beyond what a Timestamp holds.
constexpr Duration kWeekMin = Hours(1);

using Where = CalendarFault::Where;

std::int64_t LengthOf(const Sessions& sessions) {
  std::int64_t total = 0;
  for (const Session& session : sessions) total += Seconds(session.to_s - session.from_s).micros;
  return total;
}

std::optional<std::string> FaultOf(const Sessions& sessions) {
  std::int32_t free_from = 0;
  for (const Session& session : sessions) {
    if (session.from_s < 0 || session.from_s >= kSecondsOfDay || session.to_s <= session.from_s ||
        session.to_s > session.from_s + kSecondsOfDay) {
      return "Expected a session that begins in its day and ends after it begins, within 24 hours, but it does not.";
    }
    if (session.from_s < free_from) {
      return "Expected sessions in order that do not overlap, but one begins before the one before it has ended.";
    }
    free_from = session.to_s;
  }
  return std::nullopt;
}

// Any set may be followed by any other on the next day, so the latest end must leave room for the earliest begin.
std::optional<std::string> FaultAcrossMidnight(const std::vector<const Sessions*>& sets) {
  std::int32_t latest = 0;
  std::int32_t earliest = kSecondsOfDay;
  for (const Sessions* set : sets) {
    if (set->empty()) continue;
    latest = std::max(latest, set->back().to_s);
    earliest = std::min(earliest, set->front().from_s);
  }
  if (latest - kSecondsOfDay <= earliest) return std::nullopt;
  return "Expected sessions that do not overlap, but one that runs past midnight reaches into the first session of "
         "the next day.";
}

std::vector<const Sessions*> SetsOf(const WorkingHours& hours) {
  std::vector<const Sessions*> sets{&hours.make_up};
  for (const Sessions& day : hours.week) sets.push_back(&day);
  return sets;
}

std::optional<CalendarFault> FaultOfHours(const CalendarSpec& spec) {
  std::vector<const Sessions*> all;
  for (std::size_t i = 0; i < spec.hours.size(); ++i) {
    const WorkingHours& hours = spec.hours[i];
    if (i > 0 && hours.from <= spec.hours[i - 1].from) {
      return CalendarFault{Where::kHours, i,
                           "Expected hours in the order of their first days, but these begin no later "
                           "than the ones before them."};
    }
    std::int64_t week = 0;
    for (const Sessions* set : SetsOf(hours)) {
      if (auto text = FaultOf(*set)) return CalendarFault{Where::kHours, i, *std::move(text)};
      if (set != &hours.make_up) week += LengthOf(*set);
      all.push_back(set);
    }
    if (week < kWeekMin.micros) {
      return CalendarFault{Where::kHours, i, "Expected a week with at least one hour of sessions, but it has less."};
    }
    if (hours.make_up.empty()) {
      return CalendarFault{Where::kHours, i, "Expected sessions for make-up days, but there are none."};
    }
    if (auto text = FaultAcrossMidnight(all)) return CalendarFault{Where::kHours, i, *std::move(text)};
  }
  return std::nullopt;
}

std::optional<std::string> FaultOfDay(const CalendarSpec& spec, const MarkedDay& marked) {
  // The notice for a year may reach back into the December before it.
  if (marked.day < FirstDayOf(spec.first_year) - 31 || marked.day >= FirstDayOf(spec.last_year + 1)) {
    return "Expected a day in the calendar's years or in the December before them, but " + FormatDay(marked.day) +
           " is not.";
  }
  return std::nullopt;
}

std::optional<CalendarFault> FaultOfDays(const CalendarSpec& spec) {
  std::vector<std::size_t> order(spec.days.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&spec](std::size_t i) { return spec.days[i].day; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    const MarkedDay& marked = spec.days[order[i]];
    if (auto text = FaultOfDay(spec, marked)) return CalendarFault{Where::kDay, order[i], *std::move(text)};
    if (i > 0 && spec.days[order[i - 1]].day == marked.day) {
      const bool same = spec.days[order[i - 1]].mark == marked.mark;
      return CalendarFault{Where::kDay, order[i],
                           "Expected each day once, but " + FormatDay(marked.day) +
                               (same ? " stands twice." : " is both a holiday and a make-up day.")};
    }
  }
  return std::nullopt;
}

}  // namespace

const WorkingHours& HoursOf(const CalendarSpec& spec, Day day) {
  auto later = std::ranges::upper_bound(spec.hours, day, {}, &WorkingHours::from);
  return later == spec.hours.begin() ? *later : *(later - 1);
}

std::optional<CalendarFault> FaultOf(const CalendarSpec& spec) {
  if (spec.hours.empty() || spec.hours.size() > kHoursMax) {
    return CalendarFault{
        Where::kCalendar, 0,
        "Expected working hours, one to twelve times, but they stand " + std::to_string(spec.hours.size()) + " times."};
  }
  if (spec.first_year < kYearMin || spec.last_year < spec.first_year || spec.last_year > kYearMax) {
    return CalendarFault{Where::kCalendar, 0, "Expected years in order within 1970 ..= 2200, but they are not."};
  }
  if (spec.working_day.micros <= 0 || spec.working_day > Hours(24)) {
    return CalendarFault{Where::kCalendar, 0, "Expected a working day of at most 24 hours, but it is not."};
  }
  if (spec.utc_offset < Hours(-15) || spec.utc_offset > Hours(15)) {
    return CalendarFault{Where::kCalendar, 0, "Expected a UTC offset within 15 hours, but it is not."};
  }
  if (spec.next_list_from && (!spec.next_list_from->ok() || spec.next_list_from->month() != std::chrono::December)) {
    return CalendarFault{
        Where::kCalendar, 0,
        "Expected a day of December from which on the next year's list may mark days, but it is none."};
  }
  if (auto fault = FaultOfHours(spec)) return fault;
  return FaultOfDays(spec);
}

}  // namespace wangge::domain
