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

  void Go(Timestamp to, SegmentRule rule, std::int64_t count = 0, std::string note = {}, std::int32_t moved_days = 0) {
    if (to <= at_) return;
    Segment* last = segments_.empty() ? nullptr : &segments_.back();
    if (last != nullptr && last->rule == rule && last->note == note && last->moved_days == moved_days) {
      last->to = to;
      last->count += count;
    } else {
      segments_.push_back({at_, to, rule, count, std::move(note), moved_days});
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

  // `day` is not worked; the way goes on to `end`, whichever days it passes.
  void SkipRestDay(Day day, Timestamp end, std::int32_t moved_days = 0) {
    const MarkedDay* mark = calendar_.MarkOf(day);
    const bool holiday = mark != nullptr && mark->mark == DayMark::kHoliday;
    Go(end, holiday ? SegmentRule::kHoliday : SegmentRule::kDayOfRest, 0, holiday ? mark->name : "", moved_days);
  }

  std::vector<Segment> Take() { return std::move(segments_); }

 private:
  const Calendar& calendar_;
  Timestamp at_;
  std::vector<Segment> segments_;
};

// Everyone whose pauses were merged into this one, each once.
std::string WhoPaused(const std::vector<Pause>& pauses, const Interval& merged) {
  std::vector<std::string_view> names;
  for (const Pause& pause : pauses) {
    if (pause.by.empty() || pause.interval.to <= merged.from || pause.interval.from >= merged.to) continue;
    if (std::ranges::find(names, pause.by) == names.end()) names.push_back(pause.by);
  }
  std::string who;
  for (const std::string_view name : names) who.append(who.empty() ? "" : ", ").append(name);
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

// A pause that moved the deadline, in local days.
struct PausedDays {
  Day from{};
  Day to{};  // it adds `to - from` days
  std::string who{};
};

// By the same rule as DeadlineOf.
std::vector<PausedDays> PausesThatCount(const Calendar& calendar, const Explanation& e,
                                        const std::vector<Pause>& pauses, const std::vector<Interval>& merged) {
  std::vector<PausedDays> counted;
  for (const Interval& pause : merged) {
    if (pause.to <= e.start || pause.from >= e.deadline.at) continue;
    const Day from = LocalDay(std::max(pause.from, e.start), calendar.utc_offset());
    const Day to = LocalDay(pause.to, calendar.utc_offset());
    if (to > from) counted.push_back({from, to, WhoPaused(pauses, pause)});
  }
  return counted;
}

// The days of a limit as they would have come without a pause, each told where the pauses have moved it.
class DayWalk {
 public:
  DayWalk(const Calendar& calendar, Way& way, const Explanation& e)
      : calendar_(calendar), way_(way), limit_(e.limit), first_(LocalDay(e.start, calendar.utc_offset())) {}

  // To the last day before the roll, except for pauses that began only after it: those are left in `pauses`.
  void Run(std::vector<PausedDays>& pauses) {
    way_.Go(way_.EndOf(first_), SegmentRule::kStartDay);
    auto pause = pauses.begin();
    const auto take_pauses = [&] {
      for (; pause != pauses.end() && pause->from < way_.today(); ++pause) {
        way_.Go(way_.EndOf(pause->to), SegmentRule::kPause, 0, pause->who);
        moved_ += pause->to - pause->from;
      }
    };
    const Day last = LastDayOf(calendar_, first_, limit_, 0).unrolled;
    for (Day day = first_ + 1; day <= last; day = day + 1) {
      take_pauses();
      Tell(day);
    }
    take_pauses();
    pauses.erase(pauses.begin(), pause);
  }

 private:
  void Tell(Day day) {
    const Timestamp end = way_.EndOf(day + moved_);
    if (limit_.unit == LimitUnit::kStatutoryMonth) {
      const bool is_corresponding = day == LastDayOf(calendar_, first_, {limit_.unit, months_ + 1}, 0).unrolled;
      months_ += is_corresponding ? 1 : 0;
      way_.Go(end, SegmentRule::kMonth, is_corresponding ? 1 : 0);
    } else if (limit_.unit != LimitUnit::kStatutoryWorkingDay) {
      way_.Go(end, SegmentRule::kDay, 1);
    } else if (calendar_.IsWorkingDay(day)) {
      way_.Go(end, SegmentRule::kWorkingDay, 1, {}, moved_);
    } else {
      way_.SkipRestDay(day, end, moved_);
    }
  }

  const Calendar& calendar_;
  Way& way_;
  const Limit limit_;
  const Day first_;
  std::int32_t moved_ = 0;
  std::int32_t months_ = 0;  // that are over
};

void WalkDays(const Calendar& calendar, Way& way, const Explanation& e, const std::vector<Pause>& pauses,
              const std::vector<Interval>& merged) {
  std::vector<PausedDays> counted = PausesThatCount(calendar, e, pauses, merged);
  DayWalk(calendar, way, e).Run(counted);
  // Pauses that began in the days that were rolled over: they move the last day too, before a new roll, which may end
  // before they do.
  const auto go = [&](Day last, SegmentRule rule, std::string who) {
    way.Go(std::min(way.EndOf(last), e.deadline.at), rule, 0, std::move(who));
  };
  for (PausedDays& pause : counted) {
    go(pause.from - 1, SegmentRule::kRoll, {});
    go(pause.to - 1, SegmentRule::kPause, std::move(pause.who));
  }
  way.Go(e.deadline.at, SegmentRule::kRoll);
}

// Where the list of the following year may still change what a firm deadline rests on.
std::optional<Day> MayMoveFrom(const Calendar& calendar, const Explanation& e) {
  if (e.deadline.provisional || !NeedsWorkingTime(e.limit.unit)) return std::nullopt;
  const Day last = LocalDay(e.deadline.at - Microseconds(1), calendar.utc_offset());
  if (last < calendar.unsettled_from()) return std::nullopt;
  return calendar.unsettled_from();
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
  e.may_move_from = MayMoveFrom(calendar, e);
  return e;
}

}  // namespace wangge::domain
