#include "domain/lamp.h"

#include <algorithm>

#include "domain/calendar/deadline.h"

namespace wangge::domain {
namespace {

class Meter {
 public:
  Meter(const ClockRun& run, const Calendar* calendar) : run_(run), calendar_(calendar) {
    is_working_ = calendar != nullptr && run.limit && MeasureOf(*calendar, run.limit->unit) == Measure::kWorkingTime &&
                  calendar->Knows(run.start);
  }

  // From the start to `to`, without the pauses.
  Duration To(Timestamp to) const {
    Duration used = Between(run_.start, to);
    for (const ClockPause& pause : run_.pauses) {
      if (!pause.to) break;  // the deadline does not know of it yet
      const Timestamp from = std::max(pause.from, run_.start);
      const Timestamp until = std::min(*pause.to, to);
      if (from < until) used = used - Between(from, until);
    }
    return used;
  }

 private:
  Duration Between(Timestamp from, Timestamp to) const {
    if (to <= from) return {};
    return is_working_ ? calendar_->Measure(from, to) : to - from;
  }

  const ClockRun& run_;
  const Calendar* calendar_;
  bool is_working_ = false;
};

}  // namespace

Lamp LampOf(const ClockRun& run, const Calendar* calendar, std::uint8_t warning_percent, Timestamp now) {
  if (run.stopped) return Lamp::kNone;
  const Timestamp at = run.paused() ? run.pauses.back().from : now;
  if (at > run.due) return Lamp::kRed;
  const Meter meter(run, calendar);
  // Divided first: a limit of years in microseconds times a hundred still fits.
  const std::int64_t warning = meter.To(run.due).micros / 100 * warning_percent;
  return meter.To(at).micros >= warning ? Lamp::kYellow : Lamp::kGreen;
}

const Calendar* CalendarOfRun(const ClockRun& run, const EditionLine<Calendar>& calendars, const System& system) {
  return run.calendar.value == 0 ? &system.local_days : calendars.Find(run.calendar);
}

}  // namespace wangge::domain
