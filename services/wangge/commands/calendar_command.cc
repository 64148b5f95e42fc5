#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/file/byte_source.h"
#include "base/file/file.h"
#include "base/limits.h"
#include "base/rfc3339.h"
#include "base/status/clock.h"
#include "base/status/text.h"
#include "catalog/load.h"
#include "services/wangge/calendar/calendar_folder.h"
#include "services/wangge/calendar/due_lines.h"
#include "services/wangge/calendar/impact.h"
#include "services/wangge/calendar/published_year.h"
#include "services/wangge/commands/command.h"
#include "services/wangge/state_files.h"

namespace wangge::commands {
namespace {

using calendars::CalendarFile;
using calendars::CalendarFolder;

struct Options {
  std::string folder{};
  bool explain = false;
  bool json = false;
  std::string calendar{};
  std::string from{};
  std::string to{};
  std::string file{};
  std::string state{};
};

absl::StatusOr<const CalendarFile*> Find(const CalendarFolder& folder, const std::string& id) {
  if (const CalendarFile* file = folder.Find(id)) return file;
  return InvalidArgument("Expected the id of a calendar in " + folder.path() + ", but \"" + id + "\" is none.");
}

absl::Status Flush(std::string& out) {
  const bool written = std::fwrite(out.data(), 1, out.size(), stdout) == out.size() && std::fflush(stdout) == 0;
  out.clear();
  return written ? absl::OkStatus() : Internal("Expected to write the answers, but the output is closed.");
}

// Answers what has come before it waits for more, so that a person at a terminal sees each answer.
absl::Status DueLines(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const CalendarFolder folder, CalendarFolder::Open(options.folder));
  WANGGE_ASSIGN_OR_RETURN(const auto bytes, ByteSource::OfDescriptor(STDIN_FILENO, "stdin"));
  const auto append = !options.explain ? calendars::AppendDue
                      : options.json   ? calendars::AppendExplainedJson
                                       : calendars::AppendExplainedText;
  constexpr std::size_t kChunk = 1u << 16;
  std::string buffer(kChunk, '\0');
  std::string rest;
  bool is_too_long = false;  // the line that `rest` is the beginning of
  std::string out;
  const auto answer = [&](std::string_view line) {
    if (is_too_long) {
      calendars::AppendRefusal("LINE_TOO_LONG", options.explain && options.json, out);
    } else {
      append(folder, line, out);
    }
    is_too_long = false;
    out.push_back('\n');
  };
  // Of a line that is too long only that it is so is kept: the run goes on with the next.
  const auto keep = [&](std::string_view part) {
    is_too_long = is_too_long || rest.size() + part.size() > limits::kCsvLineBytesMax;
    if (!is_too_long) rest.append(part);
  };
  for (;;) {
    WANGGE_ASSIGN_OR_RETURN(const std::size_t size, bytes->Read(buffer));
    if (size == 0) break;
    std::string_view left(buffer.data(), size);
    for (std::size_t end = left.find('\n'); end != std::string_view::npos; end = left.find('\n')) {
      if (rest.empty() && !is_too_long) {
        answer(left.substr(0, end));
      } else {
        keep(left.substr(0, end));
        answer(rest);
        rest.clear();
      }
      left.remove_prefix(end + 1);
    }
    keep(left);
    WANGGE_RETURN_IF_ERROR(Flush(out));
  }
  if (!rest.empty() || is_too_long) answer(rest);
  return Flush(out);
}

absl::Status Measure(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const CalendarFolder folder, CalendarFolder::Open(options.folder));
  WANGGE_ASSIGN_OR_RETURN(const CalendarFile* file, Find(folder, options.calendar));
  const auto from = ParseRfc3339(options.from);
  const auto to = ParseRfc3339(options.to);
  if (!from || !to || *to < *from) {
    return InvalidArgument("Expected two instants such as 2026-02-13T17:00:00+08:00 in order, but got \"" +
                           options.from + "\" and \"" + options.to + "\".");
  }
  if (!file->calendar.Knows(*from)) {
    return InvalidArgument("Expected an instant from " + domain::FormatDay(file->calendar.first()) +
                           " on, where the calendar begins, but got \"" + options.from + "\".");
  }
  const std::int64_t micros = file->calendar.Measure(*from, *to).micros;
  const std::int64_t second = Seconds(1).micros;
  if (micros % second == 0) {
    std::printf("%lld\n", static_cast<long long>(micros / second));
  } else {
    std::printf("%.6f\n", static_cast<double>(micros) / static_cast<double>(second));
  }
  return absl::OkStatus();
}

absl::Status List(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const CalendarFolder folder, CalendarFolder::Open(options.folder));
  const Timestamp now = SystemClock().Now();
  for (const CalendarFile& file : folder.files()) {
    const domain::Calendar& calendar = file.calendar;
    std::printf("%s  %d-%d  edition %s  %s\n", calendar.id().c_str(), domain::YearOf(calendar.first()),
                domain::YearOf(calendar.provisional_from()) - 1, file.edition.c_str(), calendar.label().zh.c_str());
    if (const auto missing = domain::MissingYear(calendar, now)) {
      std::fprintf(stderr,
                   "wangge: %s: Expected the list of holidays of %d from 1 November on, but it is missing. "
                   "Deadlines beyond the year's end are provisional; import it with: wangge calendar import\n",
                   file.path.c_str(), *missing);
    }
  }
  return absl::OkStatus();
}

absl::Status Import(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const CalendarFolder folder, CalendarFolder::Open(options.folder));
  WANGGE_ASSIGN_OR_RETURN(const CalendarFile* file, Find(folder, options.calendar));
  WANGGE_ASSIGN_OR_RETURN(const std::string json, ReadFile(options.file, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(const calendars::PublishedYear year, calendars::ReadPublishedYear(json, options.file));
  const int expected = domain::YearOf(file->calendar.provisional_from());
  if (year.year != expected) {
    return InvalidArgument(options.file + ": Expected the list of " + std::to_string(expected) +
                           ", the year after the calendar's last, but it is that of " + std::to_string(year.year) +
                           ".");
  }
  WANGGE_ASSIGN_OR_RETURN(std::string body, ReadFile(file->path, limits::kConfigBodyBytesMax));
  if (!body.empty() && body.back() != '\n') body.push_back('\n');
  body.append(year.block);
  const auto checked = catalog::LoadCalendar(body, file->path);
  if (!checked.ok()) return checked.status();
  WANGGE_RETURN_IF_ERROR(WriteFileDurably(file->path, body));
  std::printf("%s: %d appended. Bring it into force with: wangge config apply\n", file->path.c_str(), year.year);
  return absl::OkStatus();
}

absl::Status PrintImpact(const Options& options) {
  WANGGE_ASSIGN_OR_RETURN(const std::string body, ReadFile(options.file, limits::kConfigBodyBytesMax));
  WANGGE_ASSIGN_OR_RETURN(domain::Calendar changed, catalog::LoadCalendar(body, options.file));
  const Duration offset = changed.utc_offset();
  WANGGE_ASSIGN_OR_RETURN(const OpenState state, OpenStateFiles(options.state, OpenFor::kExisting));
  const auto impact = calendars::ImpactOf(std::make_shared<const domain::Calendar>(std::move(changed)), state);
  if (!impact.ok()) return impact.status();
  for (const calendars::MovedDeadline& moved : impact->moved) {
    const std::string name = "cases/" + std::to_string(moved.case_id.value);
    const std::string due = FormatRfc3339(moved.due, offset);
    const std::string then = FormatRfc3339(moved.due_then, offset);
    if (options.json) {
      const nlohmann::ordered_json line{{"case", name},
                                        {"clock", moved.clock},
                                        {"due", due},
                                        {"due_then", then},
                                        {"provisional_then", moved.provisional_then}};
      std::printf("%s\n", line.dump().c_str());
    } else {
      std::printf("%-20s %-12s %s -> %s%s\n", name.c_str(), moved.clock.c_str(), due.c_str(), then.c_str(),
                  moved.provisional_then ? " provisional" : "");
    }
  }
  std::fprintf(stderr, "%zu deadlines of %zu open cases would be counted anew\n", impact->moved.size(),
               impact->open_cases);
  return absl::OkStatus();
}

CLI::App* Add(CLI::App& calendar, const std::shared_ptr<Options>& options, const char* name, const char* help,
              absl::Status (*run)(const Options&)) {
  CLI::App* command = calendar.add_subcommand(name, help);
  command->add_option("--calendars", options->folder, "Folder of calendar files (default: config/calendars)");
  OnRun(*command, [options, run] { return run(*options); });
  return command;
}

}  // namespace

void AddCalendar(CLI::App& app) {
  CLI::App* calendar = app.add_subcommand("calendar", "Working time and deadlines");
  calendar->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  CLI::App* due =
      Add(*calendar, options, "due",
          "Deadlines: stdin lines `CALENDAR START LIMIT [PAUSE_FROM PAUSE_TO]...` give one line each", DueLines);
  auto* explain = due->add_flag("--explain", options->explain, "Say how: start, limit, and every segment");
  due->add_flag("--json", options->json, "The explanation as one line of JSON")->needs(explain);
  CLI::App* measure = Add(*calendar, options, "measure", "Seconds of working time between two instants", Measure);
  measure->add_option("calendar", options->calendar, "Id of the calendar")->required();
  measure->add_option("from", options->from, "RFC 3339")->required();
  measure->add_option("to", options->to, "RFC 3339")->required();
  Add(*calendar, options, "list", "The calendars, their years, and which year is missing", List);
  CLI::App* impact = calendar->add_subcommand("impact", "Which open cases' deadlines a changed calendar would move");
  impact->add_option("file", options->file, "The changed calendar file")->required();
  impact->add_option("--state", options->state, "Directory of the state, which no server has open")->required();
  impact->add_flag("--json", options->json, "One line of JSON each");
  OnRun(*impact, [options] { return PrintImpact(*options); });
  CLI::App* import = Add(*calendar, options, "import", "Append the published holidays of the next year", Import);
  import->add_option("calendar", options->calendar, "Id of the calendar")->required();
  import->add_option("file", options->file, "The year's list in JSON")->required();
}

}  // namespace wangge::commands
