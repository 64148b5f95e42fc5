// A strict, locale-free reading of times by a strptime-like format: the whole text must match, so that "07/01/11" is
// never year 11. The signs are listed in proto/wangge/config/v1/replay.proto. Immutable value; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace wangge::replay {

// A time on the wall, and the offset from UTC when the text tells it.
struct CivilTime {
  absl::CivilSecond second;
  int micros = 0;  // 0 ..= 999'999
  std::optional<int> offset_s;
};

class TimeFormat {
 public:
  // INVALID_ARGUMENT: an unknown sign, one that occurs twice, a format without year, month and day, %I without %p.
  static absl::StatusOr<TimeFormat> Parse(std::string_view format);

  // nullopt when the text does not match or names no day of the calendar (30 February) or no time of day (24:00).
  std::optional<CivilTime> Read(std::string_view text) const;

  const std::string& text() const { return text_; }

 private:
  struct Part {
    char sign = 0;  // 0: a literal character
    char literal = 0;
  };

  std::string text_;
  std::vector<Part> parts_;
};

}  // namespace wangge::replay
