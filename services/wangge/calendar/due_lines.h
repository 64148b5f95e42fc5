// Deadlines line by line, as `wangge calendar due` answers them. Pure; thread-safe.
//
// in  = CALENDAR " " START " " LIMIT { " " PAUSE_FROM " " PAUSE_TO }
// out = deadline (RFC 3339 in the calendar's offset) [" provisional"] | "error " REASON
//
// Fields are separated by blanks or tabs; instants are RFC 3339 with their own offset. REASON is MISSING_FIELD,
// UNKNOWN_CALENDAR, BAD_START, BAD_LIMIT, BAD_PAUSE, BEFORE_CALENDAR, NO_WORKING_TIME or DEADLINE_TOO_FAR; of a line
// that whoever reads the lines does not take, LINE_TOO_LONG.
#pragma once

#include <string>
#include <string_view>

#include "services/wangge/calendar/calendar_folder.h"

namespace wangge::calendars {

// The answer to one line, without its end.
void AppendDue(const CalendarFolder& calendars, std::string_view line, std::string& out);

// The same, as one line of JSON that explains itself: {"calendar","edition","start","limit","deadline","provisional",
// "unit","total","segments":[{"from","to","kind","rule","count","note","moved_days"}],"may_move_from"}, or
// {"error":REASON}. `unit` is second, day or month; the counts of the segments sum to `total`. What is 0 or empty is
// left out: `count` of what does not count, `note`, `moved_days` (explain.h), and `may_move_from`, the day from which
// on the list of the following year may change what a firm deadline rests on.
void AppendExplainedJson(const CalendarFolder& calendars, std::string_view line, std::string& out);

// The answer to a line that was not even read, in either form.
void AppendRefusal(std::string_view reason, bool json, std::string& out);

// The answer to the line, and below it one indented line a segment.
void AppendExplainedText(const CalendarFolder& calendars, std::string_view line, std::string& out);

}  // namespace wangge::calendars
