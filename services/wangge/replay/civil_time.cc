#include "services/wangge/replay/civil_time.h"

#include <utility>

namespace wangge::replay {

Reading Resolve(const CivilTime& time, const absl::TimeZone& zone) {
  const auto instant = [&](absl::Time t) { return Timestamp{absl::ToUnixMicros(t) + time.micros}; };
  if (time.offset_s) {
    return {instant(absl::FromCivil(time.second, absl::FixedTimeZone(*time.offset_s))), std::nullopt};
  }
  // `pre` uses the offset before the change: the first occurrence of a repeated hour, and gap-forward of a skipped one.
  const absl::TimeZone::TimeInfo read = zone.At(time.second);
  if (read.kind == absl::TimeZone::TimeInfo::REPEATED) return {instant(read.pre), instant(read.post)};
  return {instant(read.pre), std::nullopt};
}

LocalTimeReader::LocalTimeReader(absl::TimeZone zone, std::vector<TimeFormat> formats)
    : zone_(zone), formats_(std::move(formats)) {}

std::optional<Reading> LocalTimeReader::Read(std::string_view text) const {
  for (const TimeFormat& format : formats_) {
    if (const std::optional<CivilTime> time = format.Read(text)) return Resolve(*time, zone_);
  }
  return std::nullopt;
}

Timestamp ClosingOf(const Reading& reading, Timestamp opened) {
  if (reading.instant < opened && reading.later && *reading.later >= opened) return *reading.later;
  return reading.instant;
}

}  // namespace wangge::replay
