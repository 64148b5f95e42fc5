// An explained deadline as one line of JSON (the members stand in due_lines.h) and as lines for people. Pure;
// thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/calendar/explain.h"
#include "services/wangge/calendar/calendar_folder.h"

namespace wangge::calendars {

void AppendExplanationJson(const CalendarFile& file, const domain::Explanation& explanation, std::string& out);
// A line a segment, each after a line end: from, to, what it did to the limit, by which rule, and a name.
void AppendSegmentsText(const CalendarFile& file, const domain::Explanation& explanation, std::string& out);
// A segment as people read it, from wherever it comes.
struct SegmentLine {
  Timestamp from{};
  Timestamp to{};
  std::string_view kind{};
  std::int64_t count = 0;  // 0: it does not count
  domain::CountUnit unit = domain::CountUnit::kMicrosecond;
  std::string_view rule{};
  std::string_view note{};
  std::int32_t moved_days = 0;
};
void AppendSegmentLine(const SegmentLine& line, Duration offset, std::string& out);  // without a line end
// "57600 s", "3 d", "1 months".
std::string CountText(domain::CountUnit unit, std::int64_t count);
// Why a firm deadline may move all the same: "may still move: the list of holidays of 2027 ...".
std::string MayMoveText(std::string_view may_move_from);
void AppendErrorJson(std::string_view reason, std::string& out);

}  // namespace wangge::calendars
