// What a command did to the deadlines of a case, from the case before it and after it. Pure; thread-safe.
#pragma once

#include <string>

#include "domain/case.h"
#include "wangge/cases/v1/action.pb.h"
#include "wire/case.h"

namespace wangge::wire {

// "cn/17": the calendar's id and the edition by which the run is counted; the system's id where its local days alone
// count. Empty where the edition is not known.
std::string CalendarName(const domain::ClockRun& run, const Pinned& pinned);

// One for each run that had not stopped and has another deadline, limit or calendar now. `pinned` is of `after`; its
// calendars are not null.
void AddDeadlineMoves(const domain::Case& before, const domain::Case& after, const Pinned& pinned,
                      cases::v1::HistoryEntry& entry);

}  // namespace wangge::wire
