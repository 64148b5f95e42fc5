#include <charconv>
#include <set>

#include "base/rfc3339.h"
#include "catalog/load.h"
#include "catalog/text_fields.h"
#include "wangge/config/v1/calendar.pb.h"

namespace wangge::catalog {
namespace {

namespace v1 = wangge::config::v1;

constexpr std::int32_t kSecondsOfDay = 86'400;
constexpr std::int32_t kWorkingDaySeconds = 28'800;

// Exactly two digits.
std::optional<int> TwoDigits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.size() != 2 || text[0] == '-' || error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

// "hh:mm", up to 24:00, in seconds.
std::optional<std::int32_t> ClockTime(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = TwoDigits(text.substr(0, 2));
  const auto minute = TwoDigits(text.substr(3));
  if (!hour || !minute || *minute > 59) return std::nullopt;
  const std::int32_t seconds = *hour * 3600 + *minute * 60;
  return seconds > kSecondsOfDay ? std::nullopt : std::optional(seconds);
}

std::optional<domain::Session> ParseSession(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = ClockTime(text.substr(0, 5));
  const auto to = ClockTime(text.substr(6));
  if (!from || !to || *from == kSecondsOfDay) return std::nullopt;
  return domain::Session{*from, *to > *from ? *to : *to + kSecondsOfDay};
}

// "+08:00", as in an instant.
std::optional<Duration> ParseOffset(std::string_view text) {
  const auto local_epoch = ParseRfc3339(std::string("1970-01-01T00:00:00").append(text));
  if (!local_epoch) return std::nullopt;
  return Timestamp{} - *local_epoch;
}

class Reader {
 public:
  Reader(const v1::Calendar& text, const ParsedText& parsed) : text_(text), root_(text, parsed) {}

  absl::StatusOr<domain::Calendar> Read() {
    WANGGE_RETURN_IF_ERROR(CheckId(root_, "id", -1, text_.id()));
    spec_.id = text_.id();
    WANGGE_ASSIGN_OR_RETURN(spec_.label, ReadLabel(root_, text_));
    WANGGE_RETURN_IF_ERROR(ReadScales());
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "hours", text_.hours_size() > 0));
    for (int i = 0; i < text_.hours_size(); ++i) WANGGE_RETURN_IF_ERROR(ReadHours(i));
    WANGGE_RETURN_IF_ERROR(CheckPresent(root_, "years", text_.years_size() > 0));
    for (int i = 0; i < text_.years_size(); ++i) WANGGE_RETURN_IF_ERROR(ReadYear(i));
    auto compiled = domain::Calendar::Compile(std::move(spec_));
    if (const auto* fault = std::get_if<domain::CalendarFault>(&compiled)) return Fault(*fault);
    return std::get<domain::Calendar>(std::move(compiled));
  }

 private:
  struct Place {
    TextNode node;
    std::string field{};
    int index = 0;
  };

  absl::Status ReadScales() {
    const auto offset = ParseOffset(text_.utc_offset());
    if (!offset) {
      return root_.Fault("utc_offset",
                         "Expected a fixed offset from UTC as \"+08:00\" (a zone with daylight saving has "
                         "none), but got \"" +
                             text_.utc_offset() + "\".");
    }
    spec_.utc_offset = *offset;
    const std::int32_t seconds = text_.working_day_seconds() == 0 ? kWorkingDaySeconds : text_.working_day_seconds();
    if (seconds < 1 || seconds > kSecondsOfDay) {
      return root_.Fault("working_day_seconds",
                         "Expected a working day of 1 to 86400 seconds, but got " + std::to_string(seconds) + ".");
    }
    spec_.working_day = Seconds(seconds);
    spec_.urgent_day_is_natural = text_.urgent_day_is_natural();
    return ReadNextListFrom();
  }

  absl::Status ReadNextListFrom() {
    const std::string& text = text_.next_list_from();
    if (text.empty()) return absl::OkStatus();
    const auto day = domain::ParseDay("2000-" + text);
    if (!day || domain::DateOf(*day).month() != std::chrono::December) {
      return root_.Fault("next_list_from", "Expected a day of December as \"12-25\", but got \"" + text + "\".");
    }
    const std::chrono::year_month_day date = domain::DateOf(*day);
    spec_.next_list_from = date.month() / date.day();
    return absl::OkStatus();
  }

  template <typename Strings>
  static absl::StatusOr<domain::Sessions> ReadSessions(const TextNode& node, const std::string& field,
                                                       const Strings& texts) {
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, field, !texts.empty()));
    domain::Sessions sessions;
    for (int i = 0; i < texts.size(); ++i) {
      const auto session = ParseSession(texts[i]);
      if (!session) {
        return node.Fault(field, i, "Expected a session as \"08:00-12:00\", but got \"" + texts[i] + "\".");
      }
      // Named here, at its own place; what lies across days is found when the calendar is compiled.
      if (!sessions.empty() && session->from_s < sessions.back().to_s) {
        return node.Fault(field, i,
                          "Expected sessions in order that do not overlap, but \"" + texts[i] +
                              "\" begins before the one before it has ended.");
      }
      sessions.push_back(*session);
    }
    return sessions;
  }

  absl::StatusOr<domain::Day> ReadDay(const TextNode& node, const std::string& field, int index,
                                      std::string_view text) const {
    if (const auto day = domain::ParseDay(text)) return *day;
    return node.Fault(field, index, "Expected a day as \"2026-02-17\", but got \"" + std::string(text) + "\".");
  }

  absl::Status ReadHours(int index) {
    const v1::Hours& text = text_.hours(index);
    const TextNode node = root_.Child("hours", index, text);
    domain::WorkingHours hours;
    WANGGE_ASSIGN_OR_RETURN(hours.from, ReadDay(node, "from", -1, text.from()));
    WANGGE_RETURN_IF_ERROR(CheckPresent(node, "week", text.week_size() > 0));
    for (int i = 0; i < text.week_size(); ++i) {
      const TextNode week = node.Child("week", i, text.week(i));
      WANGGE_ASSIGN_OR_RETURN(const domain::Sessions sessions, ReadSessions(week, "sessions", text.week(i).sessions()));
      WANGGE_RETURN_IF_ERROR(CheckPresent(week, "weekdays", text.week(i).weekdays_size() > 0));
      for (int day = 0; day < text.week(i).weekdays_size(); ++day) {
        const int weekday = text.week(i).weekdays(day);
        if (weekday < v1::WEEKDAY_MONDAY || weekday > v1::WEEKDAY_SUNDAY) {
          return week.Fault("weekdays", day, "Expected a weekday, but got none that counts.");
        }
        domain::Sessions& place = hours.week[static_cast<std::size_t>(weekday - v1::WEEKDAY_MONDAY)];
        if (!place.empty())
          return week.Fault("weekdays", day, "Expected each weekday once, but this one stands twice.");
        place = sessions;
      }
    }
    WANGGE_ASSIGN_OR_RETURN(hours.make_up, ReadSessions(node, "make_up_sessions", text.make_up_sessions()));
    spec_.hours.push_back(std::move(hours));
    return absl::OkStatus();
  }

  absl::Status ReadYear(int index) {
    const v1::Year& text = text_.years(index);
    const TextNode node = root_.Child("years", index, text);
    if (index == 0) spec_.first_year = text.year();
    if (index > 0 && text.year() != spec_.last_year + 1) {
      return node.Fault("year", "Expected the year " + std::to_string(spec_.last_year + 1) +
                                    " after the one before it, but got " + std::to_string(text.year()) + ".");
    }
    spec_.last_year = text.year();
    for (int i = 0; i < text.holidays_size(); ++i) {
      const v1::Holiday& holiday = text.holidays(i);
      const TextNode place = node.Child("holidays", i, holiday);
      WANGGE_RETURN_IF_ERROR(CheckPresent(place, "name", !holiday.name().empty()));
      WANGGE_RETURN_IF_ERROR(CheckPresent(place, "off", holiday.off_size() > 0 || holiday.work_size() > 0));
      for (int day = 0; day < holiday.off_size(); ++day) {
        WANGGE_RETURN_IF_ERROR(
            MarkDays(place, "off", day, holiday.off(day), domain::DayMark::kHoliday, holiday.name()));
      }
      for (int day = 0; day < holiday.work_size(); ++day) {
        WANGGE_RETURN_IF_ERROR(
            MarkDays(place, "work", day, holiday.work(day), domain::DayMark::kMakeUp, holiday.name()));
      }
    }
    return absl::OkStatus();
  }

  // "2026-02-17", or "2026-02-15..2026-02-23".
  absl::Status MarkDays(const TextNode& node, const std::string& field, int index, const std::string& text,
                        domain::DayMark mark, const std::string& name) {
    constexpr std::string_view kTo = "..";
    constexpr std::int32_t kDaysMax = 60;
    const std::size_t to = text.find(kTo);
    WANGGE_ASSIGN_OR_RETURN(const domain::Day first, ReadDay(node, field, index, std::string_view(text).substr(0, to)));
    domain::Day last = first;
    if (to != std::string::npos) {
      WANGGE_ASSIGN_OR_RETURN(last, ReadDay(node, field, index, std::string_view(text).substr(to + kTo.size())));
    }
    if (last < first || last - first >= kDaysMax) {
      return node.Fault(field, index, "Expected up to 60 days in order, but got \"" + text + "\".");
    }
    for (domain::Day day = first; day <= last; day = day + 1) {
      spec_.days.push_back({day, mark, name});
      places_.push_back({node, field, index});
    }
    return absl::OkStatus();
  }

  absl::Status Fault(const domain::CalendarFault& fault) const {
    switch (fault.where) {
      case domain::CalendarFault::Where::kCalendar:
        return root_.Fault(fault.text);
      case domain::CalendarFault::Where::kHours:
        return root_.Fault("hours", static_cast<int>(fault.index), fault.text);
      case domain::CalendarFault::Where::kDay:
        return places_[fault.index].node.Fault(places_[fault.index].field, places_[fault.index].index, fault.text);
    }
    return root_.Fault(fault.text);
  }

  const v1::Calendar& text_;
  const TextNode root_;
  domain::CalendarSpec spec_;
  std::vector<Place> places_;  // of spec_.days
};

}  // namespace

absl::StatusOr<domain::Calendar> LoadCalendar(std::string_view body, std::string_view file_name) {
  v1::Calendar text;
  ParsedText parsed{.file_name = std::string(file_name)};
  WANGGE_RETURN_IF_ERROR(ParseTextFormat(body, text, parsed));
  return Reader(text, parsed).Read();
}

}  // namespace wangge::catalog
