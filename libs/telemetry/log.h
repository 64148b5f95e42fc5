// The log of a process: one line an event, as text for people or JSON for machines. Lines name what happened and carry
// ids, counts and durations; no text that a person wrote, no name, no contact, no token goes into one. Made by main,
// outlives all that it is handed to. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/status/clock.h"

namespace wangge::telemetry {

enum class Level : std::uint8_t { kDebug, kInfo, kWarning, kError };
enum class LogFormat : std::uint8_t { kText, kJson };

// One variable of an event. Views need to hold only during the call.
struct Field {
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  Field(std::string_view n, std::string_view v) : name(n), value(v) {}
  Field(std::string_view n, const std::string& v) : name(n), value(std::string_view(v)) {}
  Field(std::string_view n, const char* v) : name(n), value(std::string_view(v)) {}
  Field(std::string_view n, int v) : name(n), value(std::int64_t{v}) {}
  Field(std::string_view n, std::int64_t v) : name(n), value(v) {}
  Field(std::string_view n, std::uint64_t v) : name(n), value(v) {}
  Field(std::string_view n, double v) : name(n), value(v) {}
  Field(std::string_view n, bool v) : name(n), value(v) {}

  std::string_view name;
  Value value;
};
using Fields = std::initializer_list<Field>;

struct LogOptions {
  LogFormat format = LogFormat::kText;
  Level least = Level::kInfo;
  // Takes each line without its end, one at a time; empty: standard error.
  std::function<void(std::string_view line)> sink = {};
};

class Log {
 public:
  // `clock` is the real one and outlives the log.
  Log(const Clock& clock, LogOptions options);
  ~Log();

  // `event` is a short sentence that is the same each time: what varies is in the fields.
  void Write(Level level, std::string_view event, Fields fields = {});
  void Debug(std::string_view event, Fields fields = {}) { Write(Level::kDebug, event, fields); }
  void Info(std::string_view event, Fields fields = {}) { Write(Level::kInfo, event, fields); }
  void Warning(std::string_view event, Fields fields = {}) { Write(Level::kWarning, event, fields); }
  void Error(std::string_view event, Fields fields = {}) { Write(Level::kError, event, fields); }

 private:
  struct Sink;
  const Clock& clock_;
  const LogFormat format_;
  std::unique_ptr<Sink> sink_;
};

std::string_view TextOf(Level level);
std::optional<Level> ParseLevel(std::string_view text);

// The line of an event, without its end. Bytes that are not UTF-8 are replaced in JSON.
std::string FormatText(Timestamp time, Level level, std::string_view event, Fields fields);
std::string FormatJson(Timestamp time, Level level, std::string_view event, Fields fields);

}  // namespace wangge::telemetry
