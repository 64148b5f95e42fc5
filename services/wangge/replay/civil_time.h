// Times of an export become instants by the real rules of its zone. Immutable; thread-safe.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "base/time.h"
#include "services/wangge/replay/time_format.h"

namespace wangge::replay {

// What a time on the wall can mean. An hour that occurs twice (clocks set back) has a `later` reading besides its
// first; an hour that is left out (clocks set forward) is read with the offset before the change, which moves it
// forward by the width of the gap: 02:30 becomes 03:30. Its `gap` is the instant of the change itself.
struct Reading {
  Timestamp instant;
  std::optional<Timestamp> later{};
  std::optional<Timestamp> gap{};
};

Reading Resolve(const CivilTime& time, const absl::TimeZone& zone);

class LocalTimeReader {
 public:
  LocalTimeReader(absl::TimeZone zone, std::vector<TimeFormat> formats);

  // The first format that matches the whole text; nullopt when none does.
  std::optional<Reading> Read(std::string_view text) const;

 private:
  absl::TimeZone zone_;
  std::vector<TimeFormat> formats_;
};

// What the opening and the closing of one record mean together.
struct Span {
  Timestamp opened;
  std::optional<Timestamp> closed;
};
// First readings, unless they alone put the closing before the opening: then a repeated hour closes at its later
// reading, and an opening that was left out is the instant of the change. What stays the wrong way round was told so.
Span SpanOf(const Reading& opened, const std::optional<Reading>& closed);

}  // namespace wangge::replay
