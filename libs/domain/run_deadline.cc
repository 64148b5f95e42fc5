#include "domain/run_deadline.h"

namespace wangge::domain {
namespace {

Timestamp ExtensionStart(const Calendar& calendar, Timestamp due, LimitUnit unit) {
  return MeasureOf(calendar, unit) == Measure::kDays ? due - Microseconds(1) : due;
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

}  // namespace wangge::domain
