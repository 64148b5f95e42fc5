#include "base/rfc3339.h"

#include <array>
#include <chrono>
#include <cstdint>

namespace wangge {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

std::int64_t FloorDiv(std::int64_t a, std::int64_t b) { return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0); }

// Reads exactly `digits` digits and moves on.
std::optional<int> TakeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool Take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

// Writes at least `digits` digits, more where the number has them, and gives the end; a negative year gets its sign.
char* PutNumber(char* at, std::int64_t number, int digits) {
  if (number < 0) {
    *at++ = '-';
    number = -number;
  }
  std::array<char, 20> reversed;
  int size = 0;
  for (; number != 0 || size < digits; number /= 10)
    reversed[static_cast<std::size_t>(size++)] = static_cast<char>('0' + number % 10);
  while (size > 0) *at++ = reversed[static_cast<std::size_t>(--size)];
  return at;
}

std::optional<std::int64_t> TakeFraction(std::string_view& text) {
  if (!Take(text, '.')) return 0;
  std::int64_t micros = 0;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
    if (digits == 6) return std::nullopt;
    micros = micros * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  if (digits == 0) return std::nullopt;
  for (; digits < 6; ++digits) micros *= 10;
  return micros;
}

std::optional<std::int64_t> TakeOffsetMinutes(std::string_view& text) {
  if (Take(text, 'Z') || Take(text, 'z')) return 0;
  const bool negative = !text.empty() && text.front() == '-';
  if (!Take(text, '+') && !Take(text, '-')) return std::nullopt;
  const auto hours = TakeNumber(text, 2);
  if (!hours || !Take(text, ':')) return std::nullopt;
  const auto minutes = TakeNumber(text, 2);
  if (!minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  const std::int64_t total = *hours * 60 + *minutes;
  return negative ? -total : total;
}

}  // namespace

std::string FormatRfc3339(Timestamp t, Duration offset) {
  std::string text;
  AppendRfc3339(t, offset, text);
  return text;
}

void AppendRfc3339(Timestamp t, Duration offset, std::string& out) {
  const std::int64_t local = t.micros + offset.micros;
  const std::int64_t day = FloorDiv(local, kMicrosPerDay);
  const std::int64_t in_day = local - day * kMicrosPerDay;
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const std::int64_t second = in_day / kMicrosPerSecond;

  std::array<char, 64> buffer;
  char* at = buffer.data();
  at = PutNumber(at, static_cast<int>(date.year()), 4);
  *at++ = '-';
  at = PutNumber(at, static_cast<unsigned>(date.month()), 2);
  *at++ = '-';
  at = PutNumber(at, static_cast<unsigned>(date.day()), 2);
  *at++ = 'T';
  at = PutNumber(at, second / 3600, 2);
  *at++ = ':';
  at = PutNumber(at, second / 60 % 60, 2);
  *at++ = ':';
  at = PutNumber(at, second % 60, 2);
  if (const std::int64_t fraction = in_day % kMicrosPerSecond; fraction != 0) {
    *at++ = '.';
    at = PutNumber(at, fraction, 6);
    while (at[-1] == '0') --at;
  }
  if (offset.micros == 0) {
    *at++ = 'Z';
  } else {
    const std::int64_t minutes = offset.micros / (60 * kMicrosPerSecond);
    const std::int64_t magnitude = minutes < 0 ? -minutes : minutes;
    *at++ = minutes < 0 ? '-' : '+';
    at = PutNumber(at, magnitude / 60, 2);
    *at++ = ':';
    at = PutNumber(at, magnitude % 60, 2);
  }
  out.append(buffer.data(), static_cast<std::size_t>(at - buffer.data()));
}

std::optional<Timestamp> ParseRfc3339(std::string_view text) {
  const auto year = TakeNumber(text, 4);
  if (!year || !Take(text, '-')) return std::nullopt;
  const auto month = TakeNumber(text, 2);
  if (!month || !Take(text, '-')) return std::nullopt;
  const auto day = TakeNumber(text, 2);
  if (!day || (!Take(text, 'T') && !Take(text, 't') && !Take(text, ' '))) return std::nullopt;
  const auto hour = TakeNumber(text, 2);
  if (!hour || !Take(text, ':')) return std::nullopt;
  const auto minute = TakeNumber(text, 2);
  if (!minute || !Take(text, ':')) return std::nullopt;
  const auto second = TakeNumber(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  const auto fraction = TakeFraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = TakeOffsetMinutes(text);
  if (!offset || !text.empty()) return std::nullopt;

  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  const std::int64_t days = std::chrono::sys_days{date}.time_since_epoch().count();
  const std::int64_t seconds = days * 86'400 + *hour * 3600 + *minute * 60 + *second - *offset * 60;
  return Timestamp{seconds * kMicrosPerSecond + *fraction};
}

}  // namespace wangge
