#include "domain/run_deadline.h"

#include <algorithm>
#include <utility>

namespace wangge::domain {
namespace {

Timestamp ExtensionStart(const Calendar& calendar, Timestamp due, LimitUnit unit) {
  return MeasureOf(calendar, unit) == Measure::kDays ? due - Microseconds(1) : due;
}

// Of each part what counts after `since`, where the run stands still. A pause of two days parts what was counted before
// it from what is left, however short the real one is yet.
std::vector<std::int64_t> LeftOf(const Calendar& calendar, const ClockRun& run, Timestamp since) {
  std::vector<std::int64_t> left;
  if (!run.limit) return left;
  const auto explained = ExplainRun(calendar, run, since + Days(2));
  const auto* parts = std::get_if<std::vector<Explanation>>(&explained);
  if (parts == nullptr) return left;
  for (const Explanation& part : *parts) {
    std::int64_t& sum = left.emplace_back(0);
    for (const Segment& segment : part.segments) sum += segment.from > since ? segment.count : 0;
  }
  return left;
}

// The deadline of a run that stands still, if it went on at `until`.
std::optional<Deadline> ResumedAt(const Calendar& calendar, const ClockRun& run, Timestamp until) {
  if (!run.limit) return Deadline{run.due + (until - run.pauses.back().from), run.provisional};
  const DeadlineOrNot deadline = DeadlineOfRun(calendar, run, PausesOf(run, until));
  if (const auto* known = std::get_if<Deadline>(&deadline)) return *known;
  return std::nullopt;
}

}  // namespace

std::vector<Interval> PausesOf(const ClockRun& run, Timestamp now) {
  std::vector<Interval> pauses;
  for (const ClockPause& pause : run.pauses) pauses.push_back({pause.from, pause.to.value_or(now)});
  return pauses;
}

DeadlineOrNot ExtendedBy(const Calendar& calendar, const Deadline& before, Limit limit,
                         const std::vector<Interval>& pauses) {
  DeadlineOrNot after = DeadlineOf(calendar, ExtensionStart(calendar, before.at, limit.unit), limit, pauses);
  if (auto* deadline = std::get_if<Deadline>(&after)) deadline->provisional |= before.provisional;
  return after;
}

DeadlineOrNot DeadlineOfRun(const Calendar& calendar, const ClockRun& run, const std::vector<Interval>& pauses) {
  DeadlineOrNot deadline = DeadlineOf(calendar, run.start, *run.limit, pauses);
  for (const ClockExtension& extension : run.extensions) {
    const auto* before = std::get_if<Deadline>(&deadline);
    if (before == nullptr) return deadline;
    deadline = ExtendedBy(calendar, *before, extension.limit, pauses);
  }
  return deadline;
}

std::variant<std::vector<Explanation>, NoDeadline> ExplainRun(const Calendar& calendar, const ClockRun& run,
                                                              Timestamp now) {
  std::vector<Pause> pauses;
  for (const ClockPause& pause : run.pauses) pauses.push_back({{pause.from, pause.to.value_or(now)}, pause.by});
  std::vector<Explanation> parts;
  Timestamp start = run.start;
  const auto add = [&](Limit limit) -> std::optional<NoDeadline> {
    auto part = Explain(calendar, start, limit, pauses);
    if (const auto* reason = std::get_if<NoDeadline>(&part)) return *reason;
    parts.push_back(std::get<Explanation>(std::move(part)));
    return std::nullopt;
  };
  if (const auto reason = add(*run.limit)) return *reason;
  for (const ClockExtension& extension : run.extensions) {
    start = ExtensionStart(calendar, parts.back().deadline.at, extension.limit.unit);
    if (const auto reason = add(extension.limit)) return *reason;
  }
  return parts;
}

std::optional<Standstill> StandstillOf(const Calendar& calendar, const Case& c, const ClockRun& run) {
  if (!run.paused()) return std::nullopt;
  const ClockPause& pause = run.pauses.back();
  Standstill standstill{.since = pause.from, .by = pause.by, .left = LeftOf(calendar, run, pause.from)};
  // The step that grants a request is the one that pauses.
  const auto granted = std::ranges::find_if(c.requests, [&pause](const Request& request) {
    return request.state == RequestState::kGranted && request.until && request.decided_at == pause.from;
  });
  if (granted == c.requests.end()) return standstill;
  standstill.until = granted->until;
  standstill.then = ResumedAt(calendar, run, std::max(*granted->until, pause.from));
  return standstill;
}

}  // namespace wangge::domain
