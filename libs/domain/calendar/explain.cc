#include "domain/calendar/explain.h"

#include <algorithm>

#include "base/check.h"

namespace wangge::domain {
namespace {

// Collects segments from the start on; what adjoins and has the same rule and note is one segment.
class Way {
 public:
  Way(const Calendar& calendar, Timestamp start) : calendar_(calendar), at_(start) {}

  Timestamp at() const { return at_; }
  Day today() const { return LocalDay(at_, calendar_.utc_offset()); }
  Timestamp EndOf(Day day) const { return StartOf(day + 1, calendar_.utc_offset()); }

  void Go(Timestamp to, SegmentRule rule, std::int64_t count = 0, std::string note = {}) {
    if (to <= at_) return;
    if (!segments_.empty() && segments_.back().rule == rule && segments_.back().note == note) {
      segments_.back().to = to;
      segments_.back().count += count;
    } else {
      segments_.push_back({at_, to, rule, count, std::move(note)});
    }
    at_ = to;
  }

  // Skips up to `to`, day by day, saying why each is not worked.
  void Skip(Timestamp to) {
    while (at_ < to) {
      const Day day = today();
      const Timestamp end = std::min(to, EndOf(day));
      if (calendar_.IsWorkingDay(day)) {
        Go(end, SegmentRule::kOffHours);
      } else {
        SkipRestDay(day, end);
      }
    }
  }

  void SkipRestDay(Day day, Timestamp end) {
    const MarkedDay* mark = calendar_.MarkOf(day);
    const bool holiday = mark != nullptr && mark->mark == DayMark::kHoliday;
    Go(end, holiday ? SegmentRule::kHoliday : SegmentRule::kDayOfRest, 0, holiday ? mark->name : "");
  }

  std::vector<Segment> Take() { return std::move(segments_); }

 private:
  const Calendar& calendar_;
  Timestamp at_;
  std::vector<Segment> segments_;
};

std::string WhoPaused(const std::vector<Pause>& pauses, const Interval& merged) {
  std::string who;
  for (const Pause& pause : pauses) {
    if (pause.by.empty() || pause.interval.to <= merged.from || pause.interval.from >= merged.to) continue;
    who.append(who.empty() ? "" : ", ").append(pause.by);
  }
  return who;
}

// Working time up to `to`: the sessions count, what lies between them is skipped.
void WalkSessions(const Calendar& calendar, Way& way, Timestamp to) {
  const Day yesterday = way.today() - 1;
  for (Day day = yesterday < calendar.first() ? calendar.first() : yesterday; way.at() < to; day = day + 1) {
    const Timestamp midnight = StartOf(day, calendar.utc_offset());
    const MarkedDay* mark = calendar.MarkOf(day);
    const bool make_up = mark != nullptr && mark->mark == DayMark::kMakeUp;
    for (const Session& session : calendar.SessionsOf(day)) {
      const Timestamp from = midnight + Seconds(session.from_s);
      const Timestamp end = std::min(to, midnight + Seconds(session.to_s));
      if (end <= way.at()) continue;
      way.Skip(std::min(from, to));
      const Timestamp counted_from = way.at();
      if (counted_from >= end) continue;
      way.Go(end, make_up ? SegmentRule::kMakeUpDay : SegmentRule::kSession, (end - counted_from).micros,
             make_up ? mark->name : "");
    }
    way.Skip(std::min(to, way.EndOf(day)));
  }
}

void WalkTime(const Calendar& calendar, Way& way, Timestamp deadline, bool running, const std::vector<Pause>& pauses,
              const std::vector<Interval>& merged) {
  const auto walk = [&](Timestamp to) {
    if (running) {
      way.Go(to, SegmentRule::kRunning, (to - way.at()).micros);
    } else {
      WalkSessions(calendar, way, to);
    }
  };
  for (const Interval& pause : merged) {
    if (pause.to <= way.at()) continue;
    if (pause.from >= deadline) break;
    if (pause.from > way.at()) walk(pause.from);
    way.Go(pause.to, SegmentRule::kPause, 0, WhoPaused(pauses, pause));
  }
  if (way.at() < deadline) walk(deadline);
}

// Natural days count one by one; a pause stands where it was.
void WalkNaturalDays(const Calendar& calendar, Way& way, Timestamp start, std::int32_t left,
                     const std::vector<Pause>& pauses, const std::vector<Interval>& counted) {
  const auto count_up_to = [&](Day last) {
    const std::int32_t days = std::min(left, last - way.today() + 1);
    if (days <= 0) return;
    way.Go(way.EndOf(way.today() + (days - 1)), SegmentRule::kDay, days);
    left -= days;
  };
  for (const Interval& pause : counted) {
    const Day from = LocalDay(std::max(pause.from, start), calendar.utc_offset());
    const Day to = LocalDay(pause.to, calendar.utc_offset());
    if (to == from) continue;
    count_up_to(from);
    // A pause that begins in the days that were rolled over moves the last day by its length, before a new roll.
    const Day end = left > 0 ? to : way.today() + (to - from - 1);
    way.Go(way.EndOf(end), SegmentRule::kPause, 0, WhoPaused(pauses, pause));
  }
  count_up_to(way.today() + left);
}

void WalkWorkingDays(const Calendar& calendar, Way& way, std::int32_t left) {
  while (left > 0) {
    const Day day = way.today();
    if (calendar.IsWorkingDay(day)) {
      way.Go(way.EndOf(day), SegmentRule::kWorkingDay, 1);
      --left;
    } else {
      way.SkipRestDay(day, way.EndOf(day));
    }
  }
}

// The pauses that moved the deadline, by the same rule as DeadlineOf.
std::vector<Interval> PausesThatCount(const Explanation& e, const std::vector<Interval>& merged) {
  std::vector<Interval> counted;
  for (const Interval& pause : merged) {
    if (pause.to > e.start && pause.from < e.deadline.at) counted.push_back(pause);
  }
  return counted;
}

void WalkDays(const Calendar& calendar, Way& way, const Explanation& e, const std::vector<Pause>& pauses,
              const std::vector<Interval>& merged) {
  const Day first = LocalDay(e.start, calendar.utc_offset());
  const std::vector<Interval> counted = PausesThatCount(e, merged);
  way.Go(way.EndOf(first), SegmentRule::kStartDay);
  if (e.limit.unit == LimitUnit::kStatutoryMonth) {
    way.Go(way.EndOf(LastDayOf(calendar, first, e.limit, 0).unrolled), SegmentRule::kMonth, e.limit.amount);
  } else if (e.limit.unit == LimitUnit::kStatutoryWorkingDay) {
    WalkWorkingDays(calendar, way, e.limit.amount);
  } else {
    WalkNaturalDays(calendar, way, e.start, e.limit.amount, pauses, counted);
    way.Go(e.deadline.at, SegmentRule::kRoll);
    return;
  }
  for (const Interval& pause : counted) {
    const Day from = LocalDay(std::max(pause.from, e.start), calendar.utc_offset());
    const std::int32_t days = LocalDay(pause.to, calendar.utc_offset()) - from;
    if (days > 0) way.Go(way.EndOf(way.today() + (days - 1)), SegmentRule::kPause, 0, WhoPaused(pauses, pause));
  }
  way.Go(e.deadline.at, SegmentRule::kRoll);
}

}  // namespace

SegmentKind KindOf(SegmentRule rule) {
  if (rule <= SegmentRule::kMonth) return SegmentKind::kCounted;
  return rule == SegmentRule::kPause ? SegmentKind::kPaused : SegmentKind::kSkipped;
}

std::string_view NameOf(SegmentRule rule) {
  switch (rule) {
    case SegmentRule::kRunning:
      return "running";
    case SegmentRule::kSession:
      return "session";
    case SegmentRule::kMakeUpDay:
      return "make_up_day";
    case SegmentRule::kDay:
      return "day";
    case SegmentRule::kWorkingDay:
      return "working_day";
    case SegmentRule::kMonth:
      return "month";
    case SegmentRule::kPause:
      return "pause";
    case SegmentRule::kOffHours:
      return "off_hours";
    case SegmentRule::kDayOfRest:
      return "day_of_rest";
    case SegmentRule::kHoliday:
      return "holiday";
    case SegmentRule::kStartDay:
      return "start_day";
    case SegmentRule::kRoll:
      return "roll";
  }
  CHECK(false);
}

std::string_view NameOf(SegmentKind kind) {
  switch (kind) {
    case SegmentKind::kCounted:
      return "counted";
    case SegmentKind::kPaused:
      return "paused";
    case SegmentKind::kSkipped:
      return "skipped";
  }
  CHECK(false);
}

std::variant<Explanation, NoDeadline> Explain(const Calendar& calendar, Timestamp start, Limit limit,
                                              const std::vector<Pause>& pauses) {
  std::vector<Interval> merged;
  for (const Pause& pause : pauses) merged.push_back(pause.interval);
  merged = Merged(std::move(merged));
  const DeadlineOrNot deadline = DeadlineOf(calendar, start, limit, merged);
  if (const auto* reason = std::get_if<NoDeadline>(&deadline)) return *reason;

  Explanation e{.start = start, .limit = limit, .deadline = std::get<Deadline>(deadline)};
  const Measure measure = MeasureOf(calendar, limit.unit);
  Way way(calendar, start);
  if (measure == Measure::kDays) {
    e.unit = limit.unit == LimitUnit::kStatutoryMonth ? CountUnit::kMonth : CountUnit::kDay;
    e.total = limit.amount;
    WalkDays(calendar, way, e, pauses, merged);
  } else {
    e.total = WorthOf(calendar, limit).micros;
    WalkTime(calendar, way, e.deadline.at, measure == Measure::kRunningTime, pauses, merged);
  }
  e.segments = way.Take();
  return e;
}

}  // namespace wangge::domain
