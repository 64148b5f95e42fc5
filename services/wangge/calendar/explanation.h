// An explained deadline as one line of JSON (the members stand in due_lines.h) and as lines for people. Pure;
// thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "domain/calendar/explain.h"
#include "services/wangge/calendar/calendar_folder.h"

namespace wangge::calendars {

void AppendExplanationJson(const CalendarFile& file, const domain::Explanation& explanation, std::string& out);
// A line a segment, each after a line end: from, to, what it did to the limit, by which rule, and a name.
void AppendSegmentsText(const CalendarFile& file, const domain::Explanation& explanation, std::string& out);
void AppendErrorJson(std::string_view reason, std::string& out);

}  // namespace wangge::calendars
