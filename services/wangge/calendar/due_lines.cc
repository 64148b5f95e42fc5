#include "services/wangge/calendar/due_lines.h"

#include <variant>
#include <vector>

#include "base/rfc3339.h"
#include "domain/calendar/explain.h"
#include "services/wangge/calendar/explanation.h"

namespace wangge::calendars {
namespace {

struct Question {
  const CalendarFile* file = nullptr;
  Timestamp start{};
  domain::Limit limit{};
  std::vector<domain::Interval> pauses{};
};

using QuestionOrReason = std::variant<Question, std::string_view>;

std::string_view TakeField(std::string_view& line) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t from = line.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return line = {};
  line.remove_prefix(from);
  const std::size_t length = std::min(line.find_first_of(kBlanks), line.size());
  const std::string_view field = line.substr(0, length);
  line.remove_prefix(length);
  return field;
}

QuestionOrReason Read(const CalendarFolder& calendars, std::string_view line) {
  const std::string_view calendar = TakeField(line);
  const std::string_view start = TakeField(line);
  const std::string_view limit = TakeField(line);
  if (limit.empty()) return "MISSING_FIELD";
  Question question{.file = calendars.Find(calendar)};
  if (question.file == nullptr) return "UNKNOWN_CALENDAR";
  const auto parsed_start = ParseRfc3339(start);
  if (!parsed_start) return "BAD_START";
  question.start = *parsed_start;
  const auto parsed_limit = domain::ParseLimit(limit);
  if (!parsed_limit) return "BAD_LIMIT";
  question.limit = *parsed_limit;
  for (std::string_view from = TakeField(line); !from.empty(); from = TakeField(line)) {
    const auto pause_from = ParseRfc3339(from);
    const auto pause_to = ParseRfc3339(TakeField(line));
    if (!pause_from || !pause_to || *pause_to < *pause_from) return "BAD_PAUSE";
    question.pauses.push_back({*pause_from, *pause_to});
  }
  return question;
}

void AppendError(std::string_view reason, std::string& out) { out.append("error ").append(reason); }

void AppendDeadline(const CalendarFile& file, const domain::Deadline& deadline, std::string& out) {
  AppendRfc3339(deadline.at, file.calendar.utc_offset(), out);
  if (deadline.provisional) out.append(" provisional");
}

using ExplanationOrReason = std::variant<domain::Explanation, std::string_view>;

ExplanationOrReason Explain(const Question& question) {
  std::vector<domain::Pause> pauses;
  for (const domain::Interval& interval : question.pauses) pauses.push_back({interval, {}});
  auto result = domain::Explain(question.file->calendar, question.start, question.limit, pauses);
  if (const auto* none = std::get_if<domain::NoDeadline>(&result)) return domain::NameOf(*none);
  return std::get<domain::Explanation>(std::move(result));
}

// Reads and explains; `tell(file, explanation)` or `refuse(reason)`.
template <typename Tell, typename Refuse>
void Answer(const CalendarFolder& calendars, std::string_view line, const Tell& tell, const Refuse& refuse) {
  const QuestionOrReason read = Read(calendars, line);
  if (const auto* reason = std::get_if<std::string_view>(&read)) return refuse(*reason);
  const auto& question = std::get<Question>(read);
  const ExplanationOrReason result = Explain(question);
  if (const auto* reason = std::get_if<std::string_view>(&result)) return refuse(*reason);
  tell(*question.file, std::get<domain::Explanation>(result));
}

}  // namespace

void AppendRefusal(std::string_view reason, bool json, std::string& out) {
  if (json) {
    AppendErrorJson(reason, out);
  } else {
    AppendError(reason, out);
  }
}

void AppendDue(const CalendarFolder& calendars, std::string_view line, std::string& out) {
  const QuestionOrReason read = Read(calendars, line);
  if (const auto* reason = std::get_if<std::string_view>(&read)) return AppendError(*reason, out);
  const auto& [file, start, limit, pauses] = std::get<Question>(read);
  const domain::DeadlineOrNot result = domain::DeadlineOf(file->calendar, start, limit, pauses);
  if (const auto* none = std::get_if<domain::NoDeadline>(&result)) return AppendError(domain::NameOf(*none), out);
  AppendDeadline(*file, std::get<domain::Deadline>(result), out);
}

void AppendExplainedJson(const CalendarFolder& calendars, std::string_view line, std::string& out) {
  Answer(
      calendars, line,
      [&out](const CalendarFile& file, const domain::Explanation& e) { AppendExplanationJson(file, e, out); },
      [&out](std::string_view reason) { AppendErrorJson(reason, out); });
}

void AppendExplainedText(const CalendarFolder& calendars, std::string_view line, std::string& out) {
  Answer(
      calendars, line,
      [&out](const CalendarFile& file, const domain::Explanation& e) {
        AppendDeadline(file, e.deadline, out);
        AppendSegmentsText(file, e, out);
      },
      [&out](std::string_view reason) { AppendError(reason, out); });
}

}  // namespace wangge::calendars
