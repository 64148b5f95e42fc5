#include "services/wangge/replay/time_format.h"

#include <array>
#include <cstddef>
#include <utility>

#include "base/status/text.h"

namespace wangge::replay {
namespace {

constexpr std::string_view kSigns = "YymdHIMSfpbz";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// What has been read so far; a field that no sign names keeps the value that means 00:00:00.
struct Fields {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0;
  std::optional<bool> afternoon;
  std::optional<int> offset_s;
};

// The unread rest of the text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool AtEnd() const { return rest_.empty(); }

  bool Take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  bool TakeBlanks() {
    if (!Take(' ')) return false;
    while (Take(' ')) {
    }
    return true;
  }

  // Between `digits_min` and `digits_max` digits, as many as there are.
  bool TakeNumber(std::size_t digits_min, std::size_t digits_max, int& value) {
    std::size_t n = 0;
    int read = 0;
    while (n < digits_max && n < rest_.size() && IsDigit(rest_[n])) read = read * 10 + (rest_[n++] - '0');
    if (n < digits_min) return false;
    value = read;
    rest_.remove_prefix(n);
    return true;
  }

  // Letters are compared without regard to case.
  bool TakeWord(std::string_view word) {
    if (rest_.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (Lower(rest_[i]) != Lower(word[i])) return false;
    }
    rest_.remove_prefix(word.size());
    return true;
  }

 private:
  std::string_view rest_;
};

bool TakeMonthName(Cursor& text, int& month) {
  constexpr std::array<std::string_view, 12> kNames = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (text.TakeWord(kNames[i]) || text.TakeWord(kNames[i].substr(0, 3))) {
      month = static_cast<int>(i) + 1;
      return true;
    }
  }
  return false;
}

bool TakeFraction(Cursor& text, int& micros) {
  int scale = 100'000;
  int digit = 0;
  int n = 0;
  micros = 0;
  for (; n < 9 && text.TakeNumber(1, 1, digit); ++n, scale /= 10) micros += digit * scale;
  return n > 0;
}

bool TakeOffset(Cursor& text, std::optional<int>& offset_s) {
  if (text.Take('Z') || text.Take('z')) {
    offset_s = 0;
    return true;
  }
  const bool east = text.Take('+');
  if (!east && !text.Take('-')) return false;
  int hours = 0;
  int minutes = 0;
  if (!text.TakeNumber(2, 2, hours)) return false;
  if (text.Take(':')) {
    if (!text.TakeNumber(2, 2, minutes)) return false;
  } else if (!text.TakeNumber(2, 2, minutes)) {
    minutes = 0;  // "+hh"
  }
  if (hours > 23 || minutes > 59) return false;
  offset_s = (hours * 3600 + minutes * 60) * (east ? 1 : -1);
  return true;
}

bool TakeHalfOfDay(Cursor& text, std::optional<bool>& afternoon) {
  if (text.TakeWord("AM")) {
    afternoon = false;
  } else if (text.TakeWord("PM")) {
    afternoon = true;
  } else {
    return false;
  }
  return true;
}

bool TakeTwoDigitYear(Cursor& text, int& year) {
  if (!text.TakeNumber(2, 2, year)) return false;
  year += year >= 69 ? 1900 : 2000;
  return true;
}

bool Take(char sign, Cursor& text, Fields& fields) {
  switch (sign) {
    case 'Y':
      return text.TakeNumber(4, 4, fields.year);
    case 'y':
      return TakeTwoDigitYear(text, fields.year);
    case 'm':
      return text.TakeNumber(1, 2, fields.month);
    case 'b':
      return TakeMonthName(text, fields.month);
    case 'd':
      return text.TakeNumber(1, 2, fields.day);
    case 'H':
      return text.TakeNumber(1, 2, fields.hour);
    case 'I':
      return text.TakeNumber(1, 2, fields.hour) && fields.hour >= 1 && fields.hour <= 12;
    case 'M':
      return text.TakeNumber(1, 2, fields.minute);
    case 'S':
      return text.TakeNumber(1, 2, fields.second);
    case 'f':
      return TakeFraction(text, fields.micros);
    case 'p':
      return TakeHalfOfDay(text, fields.afternoon);
    case 'z':
      return TakeOffset(text, fields.offset_s);
    default:
      return false;
  }
}

std::optional<CivilTime> Combine(Fields fields, bool twelve_hours) {
  if (twelve_hours) fields.hour = fields.hour % 12 + (fields.afternoon.value_or(false) ? 12 : 0);
  const absl::CivilSecond second(fields.year, fields.month, fields.day, fields.hour, fields.minute, fields.second);
  // CivilSecond moves 30 February to 1 March; whatever was moved was no time.
  if (second.year() != fields.year || second.month() != fields.month || second.day() != fields.day ||
      second.hour() != fields.hour || second.minute() != fields.minute || second.second() != fields.second) {
    return std::nullopt;
  }
  return CivilTime{second, fields.micros, fields.offset_s};
}

}  // namespace

absl::StatusOr<TimeFormat> TimeFormat::Parse(std::string_view format) {
  const auto refuse = [&](std::string_view what) {
    return InvalidArgument("Expected a time format, but \"" + std::string(format) + "\" " + std::string(what));
  };
  TimeFormat parsed;
  parsed.text_ = format;
  std::string seen;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      parsed.parts_.push_back({0, format[i]});
      continue;
    }
    if (++i == format.size()) return refuse("ends in a lone %");
    const char sign = format[i];
    if (sign == '%') {
      parsed.parts_.push_back({0, '%'});
      continue;
    }
    if (kSigns.find(sign) == std::string_view::npos) return refuse("has the unknown sign %" + std::string(1, sign));
    if (seen.find(sign) != std::string::npos) return refuse("has the sign %" + std::string(1, sign) + " twice");
    seen.push_back(sign);
    parsed.parts_.push_back({sign, 0});
  }
  const auto has = [&](char sign) { return seen.find(sign) != std::string::npos; };
  if (has('Y') == has('y')) return refuse("does not have exactly one of %Y and %y");
  if (has('m') == has('b')) return refuse("does not have exactly one of %m and %b");
  if (!has('d')) return refuse("has no %d");
  if (has('H') && has('I')) return refuse("has both %H and %I");
  if (has('I') != has('p')) return refuse("has only one of %I and %p");
  return parsed;
}

std::optional<CivilTime> TimeFormat::Read(std::string_view text) const {
  Cursor rest(text);
  Fields fields;
  bool twelve_hours = false;
  for (const Part& part : parts_) {
    if (part.sign == 0) {
      if (!(part.literal == ' ' ? rest.TakeBlanks() : rest.Take(part.literal))) return std::nullopt;
      continue;
    }
    if (!Take(part.sign, rest, fields)) return std::nullopt;
    twelve_hours = twelve_hours || part.sign == 'I';
  }
  if (!rest.AtEnd()) return std::nullopt;
  return Combine(fields, twelve_hours);
}

}  // namespace wangge::replay
