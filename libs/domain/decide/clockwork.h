// The clocks of one case in one command: each call appends the events that an action's `stops`, `pauses`, `resumes`,
// `extends` and `starts` make. A limit that has no deadline on the calendar (NoDeadline) refuses the whole command.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/calendar/deadline.h"
#include "domain/case.h"
#include "domain/editions.h"
#include "domain/event.h"
#include "domain/rejection.h"

namespace wangge::domain {

// The calendar in force by which a clock of a case in this area, with this responsible unit (empty: none), is counted:
// that of the system's first rule that fits, else the one that the system names, else its local days (without an
// edition id; borrowed from `system`). Null where the edition is not in force.
Edition<Calendar> CalendarOf(const Editions& editions, const System& system, std::string_view area,
                             std::string_view unit);

Rejection CalendarMissing(const System& system, std::string_view area, std::string_view unit);

// What a clock may start with. A rule's own limit wins; the disposal clock takes the record's due time where there is
// one, else the filing condition's limit; a clock that finds none of these does not start.
struct ClockSources {
  const Condition* condition = nullptr;
  std::optional<Timestamp> recorded_due{};
  std::optional<Timestamp> until{};  // of the request that is granted
};

class Clockwork {
 public:
  // `calendar` is that of new runs; a run goes on by the one it was started with. `c` is nullptr for a report. Borrows
  // all of its arguments.
  Clockwork(const Editions& editions, const System& system, const Procedure& procedure, Edition<Calendar> calendar,
            const Case* c, Timestamp now, std::string by, std::vector<Event>& events);

  // Nothing happens to a clock that does not run. Late means after the deadline; at the deadline is on time, and so is
  // a clock that stands still.
  void Stop(ClockIndex clock);
  void Release(ClockIndex clock);  // ends without fault
  void Pause(ClockIndex clock);

  // Nothing happens to a clock that is not paused. The deadline is counted anew, without the pause, which ends at `at`:
  // now, or the deadline that brings the resumption about, however late its timer fires.
  std::optional<Rejection> Resume(ClockIndex clock, Timestamp at);

  // Once more the limit of the run, from the deadline that stands. NO_LIMIT_TO_EXTEND.
  std::optional<Rejection> Extend(ClockIndex clock);

  std::optional<Rejection> Start(ClockIndex clock, const ClockSources& sources);

  // What is left of the clock's last run, which has been stopped: the time since then counts as a pause.
  std::optional<Rejection> StartRemaining(ClockIndex clock, const ClockSources& sources);

 private:
  const Calendar* CalendarOf(const ClockRun& run) const;
  std::optional<Rejection> NoDeadlineFor(ClockIndex clock, Limit limit, NoDeadline reason) const;
  std::optional<Limit> LimitOf(const ClockRule& rule, const ClockSources& sources) const;

  const Editions& editions_;
  const System& system_;
  const Procedure& procedure_;
  Edition<Calendar> calendar_;
  const Case* c_;
  Timestamp now_;
  std::string by_;
  std::uint32_t generations_;
  std::vector<Event>& events_;
};

}  // namespace wangge::domain
