#include "services/wangge/calendar/explanation.h"

#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/rfc3339.h"

namespace wangge::calendars {
namespace {

using Json = nlohmann::ordered_json;

std::string_view NameOf(domain::CountUnit unit) {
  switch (unit) {
    case domain::CountUnit::kMicrosecond:
      return "second";
    case domain::CountUnit::kDay:
      return "day";
    case domain::CountUnit::kMonth:
      return "month";
  }
  CHECK(false);
}

std::string_view SymbolOf(domain::CountUnit unit) {
  switch (unit) {
    case domain::CountUnit::kMicrosecond:
      return "s";
    case domain::CountUnit::kDay:
      return "d";
    case domain::CountUnit::kMonth:
      return "months";
  }
  CHECK(false);
}

// Seconds are whole numbers unless an instant was not.
Json CountOf(domain::CountUnit unit, std::int64_t count) {
  if (unit != domain::CountUnit::kMicrosecond) return count;
  const std::int64_t second = Seconds(1).micros;
  if (count % second == 0) return count / second;
  return static_cast<double>(count) / static_cast<double>(second);
}

Json SegmentsOf(const domain::Explanation& explanation, Duration offset) {
  Json segments = Json::array();
  for (const domain::Segment& segment : explanation.segments) {
    Json json{{"from", FormatRfc3339(segment.from, offset)},
              {"to", FormatRfc3339(segment.to, offset)},
              {"kind", domain::NameOf(domain::KindOf(segment.rule))},
              {"rule", domain::NameOf(segment.rule)}};
    if (segment.count != 0) json["count"] = CountOf(explanation.unit, segment.count);
    if (!segment.note.empty()) json["note"] = segment.note;
    if (segment.moved_days != 0) json["moved_days"] = segment.moved_days;
    segments.push_back(std::move(json));
  }
  return segments;
}

}  // namespace

void AppendExplanationJson(const CalendarFile& file, const domain::Explanation& explanation, std::string& out) {
  const Duration offset = file.calendar.utc_offset();
  Json json{{"calendar", file.calendar.id()},
            {"edition", file.edition},
            {"start", FormatRfc3339(explanation.start, offset)},
            {"limit", domain::FormatLimit(explanation.limit)},
            {"deadline", FormatRfc3339(explanation.deadline.at, offset)},
            {"provisional", explanation.deadline.provisional},
            {"unit", NameOf(explanation.unit)},
            {"total", CountOf(explanation.unit, explanation.total)},
            {"segments", SegmentsOf(explanation, offset)}};
  if (explanation.may_move_from) json["may_move_from"] = domain::FormatDay(*explanation.may_move_from);
  out.append(json.dump());
}

std::string CountText(domain::CountUnit unit, std::int64_t count) {
  return CountOf(unit, count).dump().append(" ").append(SymbolOf(unit));
}

std::string MayMoveText(std::string_view may_move_from) {
  const auto day = domain::ParseDay(may_move_from);
  return "may still move: the list of holidays of " + (day ? std::to_string(domain::YearOf(*day) + 1) : "next year") +
         " has not come, and may change days from " + std::string(may_move_from) + " on";
}

void AppendSegmentLine(const SegmentLine& line, Duration offset, std::string& out) {
  constexpr std::size_t kDoneWidth = 16;
  out.append(FormatRfc3339(line.from, offset)).append("  ").append(FormatRfc3339(line.to, offset)).append("  ");
  std::string done(line.kind);
  if (line.count != 0) done.append(" ").append(CountText(line.unit, line.count));
  done.resize(std::max(done.size() + 1, kDoneWidth), ' ');
  out.append(done).append(line.rule);
  if (!line.note.empty()) out.append("  ").append(line.note);
  if (line.moved_days != 0) out.append("  moved ").append(std::to_string(line.moved_days)).append(" d");
}

void AppendSegmentsText(const CalendarFile& file, const domain::Explanation& explanation, std::string& out) {
  for (const domain::Segment& segment : explanation.segments) {
    out.append("\n  ");
    AppendSegmentLine({.from = segment.from,
                       .to = segment.to,
                       .kind = domain::NameOf(domain::KindOf(segment.rule)),
                       .count = segment.count,
                       .unit = explanation.unit,
                       .rule = domain::NameOf(segment.rule),
                       .note = segment.note,
                       .moved_days = segment.moved_days},
                      file.calendar.utc_offset(), out);
  }
  if (explanation.may_move_from) {
    out.append("\n  ").append(MayMoveText(domain::FormatDay(*explanation.may_move_from)));
  }
}

void AppendErrorJson(std::string_view reason, std::string& out) { out.append(Json{{"error", reason}}.dump()); }

}  // namespace wangge::calendars
