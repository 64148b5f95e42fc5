#include "domain/decide/clockwork.h"

#include <algorithm>
#include <utility>

#include "domain/lamp.h"
#include "domain/run_deadline.h"

namespace wangge::domain {
namespace {

const std::string& CalendarName(const System& system, std::string_view area, std::string_view unit) {
  for (const CalendarRule& rule : system.calendar_rules) {
    const bool is_unit = rule.organisation.empty() || rule.organisation == unit;
    if (is_unit && area.starts_with(rule.area_prefix)) return rule.calendar;
  }
  return system.calendar;
}

}  // namespace

Edition<Calendar> CalendarOf(const Editions& editions, const System& system, std::string_view area,
                             std::string_view unit) {
  const std::string& name = CalendarName(system, area, unit);
  if (name.empty()) return {EditionId{}, {std::shared_ptr<const void>(), &system.local_days}};
  const auto* active = editions.calendars.Active(name);
  return active == nullptr ? Edition<Calendar>{} : *active;
}

Rejection CalendarMissing(const System& system, std::string_view area, std::string_view unit) {
  const std::string& name = CalendarName(system, area, unit);
  return {.kind = RefusalKind::kPrecondition,
          .reason = "SYSTEM_INCOMPLETE",
          .text = "Expected the calendar \"" + name + "\" of system \"" + system.id +
                  "\" to be in force, but it is not. Apply its configuration.",
          .details = {{"system", system.id}, {"calendar", name}}};
}

Clockwork::Clockwork(const Editions& editions, const System& system, const Procedure& procedure,
                     Edition<Calendar> calendar, const Case* c, Timestamp now, std::string by,
                     std::vector<Event>& events)
    : editions_(editions),
      system_(system),
      procedure_(procedure),
      calendar_(std::move(calendar)),
      c_(c),
      now_(now),
      by_(std::move(by)),
      generations_(c == nullptr ? 0 : static_cast<std::uint32_t>(c->clocks.size())),
      events_(events) {}

const Calendar* Clockwork::CalendarOf(const ClockRun& run) const {
  return CalendarOfRun(run, editions_.calendars, system_);
}

std::optional<Rejection> Clockwork::NoDeadlineFor(ClockIndex clock, Limit limit, NoDeadline reason) const {
  const std::string& id = procedure_.clocks[clock].id;
  return Rejection{.kind = RefusalKind::kPrecondition,
                   .reason = std::string(NameOf(reason)),
                   .text = "Expected a calendar that can tell when " + FormatLimit(limit) + " of clock \"" + id +
                           "\" end, but it cannot. Apply a calendar with the years and working hours that are needed.",
                   .details = {{"clock", id}, {"limit", FormatLimit(limit)}}};
}

void Clockwork::Stop(ClockIndex clock) {
  const ClockRun* run = LatestRun(*c_, clock);
  if (run == nullptr || run->stopped) return;
  events_.push_back(ClockStopped{.clock = clock, .at = now_, .late = run->running() && now_ > run->due});
}

void Clockwork::Release(ClockIndex clock) {
  const ClockRun* run = LatestRun(*c_, clock);
  if (run != nullptr && !run->stopped) events_.push_back(ClockReleased{.clock = clock, .at = now_});
}

void Clockwork::Pause(ClockIndex clock) {
  const ClockRun* run = LatestRun(*c_, clock);
  if (run != nullptr && run->running()) events_.push_back(ClockPaused{.clock = clock, .at = now_, .by = by_});
}

std::optional<Rejection> Clockwork::Resume(ClockIndex clock, Timestamp at) {
  const ClockRun* run = LatestRun(*c_, clock);
  if (run == nullptr || !run->paused()) return std::nullopt;
  ClockResumed resumed{.clock = clock, .at = std::max(at, run->pauses.back().from)};
  if (!run->limit) {  // a due time without a limit moves on by what the pause took
    resumed.due = run->due + (resumed.at - run->pauses.back().from);
  } else {
    const Calendar* calendar = CalendarOf(*run);
    if (calendar == nullptr) return CalendarMissing(system_, c_->area, c_->unit);
    const DeadlineOrNot deadline = DeadlineOfRun(*calendar, *run, PausesOf(*run, resumed.at));
    if (const auto* reason = std::get_if<NoDeadline>(&deadline)) return NoDeadlineFor(clock, *run->limit, *reason);
    resumed.due = std::get<Deadline>(deadline).at;
    resumed.provisional = std::get<Deadline>(deadline).provisional;
  }
  events_.push_back(resumed);
  return std::nullopt;
}

std::optional<Rejection> Clockwork::Extend(ClockIndex clock) {
  const ClockRun* run = LatestRun(*c_, clock);
  if (run == nullptr || run->stopped) return std::nullopt;
  if (!run->limit) {
    const std::string& id = procedure_.clocks[clock].id;
    return Rejection{.kind = RefusalKind::kPrecondition,
                     .reason = "NO_LIMIT_TO_EXTEND",
                     .text = "Expected a clock with a limit to grant once more, but the deadline of clock \"" + id +
                             "\" was promised by a record and has none.",
                     .details = {{"clock", id}}};
  }
  const Calendar* calendar = CalendarOf(*run);
  if (calendar == nullptr) return CalendarMissing(system_, c_->area, c_->unit);
  const DeadlineOrNot deadline = ExtendedBy(*calendar, {run->due, run->provisional}, *run->limit, PausesOf(*run, now_));
  if (const auto* reason = std::get_if<NoDeadline>(&deadline)) return NoDeadlineFor(clock, *run->limit, *reason);
  events_.push_back(ClockExtended{.clock = clock,
                                  .at = now_,
                                  .limit = *run->limit,
                                  .due = std::get<Deadline>(deadline).at,
                                  .provisional = std::get<Deadline>(deadline).provisional,
                                  .by = by_});
  return std::nullopt;
}

std::optional<Limit> Clockwork::LimitOf(const ClockRule& rule, const ClockSources& sources) const {
  if (rule.limit) return rule.limit;
  switch (rule.span) {
    case Span::kCondition:
      return sources.condition == nullptr ? std::nullopt : sources.condition->limit;
    case Span::kSecure:
      return sources.condition == nullptr ? std::nullopt : sources.condition->secure_limit;
    case Span::kUntil:
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Rejection> Clockwork::Start(ClockIndex clock, const ClockSources& sources) {
  const ClockRule& rule = procedure_.clocks[clock];
  if (rule.once && c_ != nullptr && LatestRun(*c_, clock) != nullptr) return std::nullopt;
  ClockStarted started{.clock = clock, .start = now_};
  if (clock == procedure_.disposal_clock && sources.recorded_due) {
    started.due = *sources.recorded_due;
    started.due_not_after_start = started.due <= started.start;
  } else if (!rule.limit && rule.span == Span::kUntil) {
    if (!sources.until) return std::nullopt;
    started.due = *sources.until;
  } else {
    started.limit = LimitOf(rule, sources);
    if (!started.limit) return std::nullopt;
    const DeadlineOrNot deadline = DeadlineOf(*calendar_.body, now_, *started.limit);
    if (const auto* reason = std::get_if<NoDeadline>(&deadline)) return NoDeadlineFor(clock, *started.limit, *reason);
    started.due = std::get<Deadline>(deadline).at;
    started.provisional = std::get<Deadline>(deadline).provisional;
    started.calendar = calendar_.id;
  }
  started.generation = ++generations_;
  events_.push_back(started);
  return std::nullopt;
}

std::optional<Rejection> Clockwork::StartRemaining(ClockIndex clock, const ClockSources& sources) {
  const ClockRun* last = LatestRun(*c_, clock);
  if (last == nullptr || !last->stopped || !last->limit) return Start(clock, sources);
  const Calendar* calendar = CalendarOf(*last);
  if (calendar == nullptr) return CalendarMissing(system_, c_->area, c_->unit);
  std::vector<Interval> pauses = PausesOf(*last, now_);
  pauses.push_back({*last->stopped, now_});
  const DeadlineOrNot deadline = DeadlineOfRun(*calendar, *last, pauses);
  if (const auto* reason = std::get_if<NoDeadline>(&deadline)) return NoDeadlineFor(clock, *last->limit, *reason);
  events_.push_back(ClockStarted{.clock = clock,
                                 .generation = ++generations_,
                                 .start = last->start,
                                 .due = last->extensions.empty() ? last->due : last->extensions.front().due_before,
                                 .limit = last->limit,
                                 .due_not_after_start = false,
                                 .calendar = last->calendar,
                                 .provisional = last->provisional});
  for (std::size_t i = 0; i < last->extensions.size(); ++i) {
    const ClockExtension& extension = last->extensions[i];
    const bool is_last = i + 1 == last->extensions.size();
    events_.push_back(ClockExtended{.clock = clock,
                                    .at = extension.at,
                                    .limit = extension.limit,
                                    .due = is_last ? last->due : last->extensions[i + 1].due_before,
                                    .provisional = last->provisional,
                                    .by = extension.by});
  }
  for (const ClockPause& pause : last->pauses) {
    events_.push_back(ClockPaused{.clock = clock, .at = pause.from, .by = pause.by});
    events_.push_back(
        ClockResumed{.clock = clock, .at = *pause.to, .due = last->due, .provisional = last->provisional});
  }
  events_.push_back(ClockPaused{.clock = clock, .at = *last->stopped, .by = by_});
  events_.push_back(ClockResumed{.clock = clock,
                                 .at = now_,
                                 .due = std::get<Deadline>(deadline).at,
                                 .provisional = std::get<Deadline>(deadline).provisional});
  return std::nullopt;
}

}  // namespace wangge::domain
