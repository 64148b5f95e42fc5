#include "services/wangge/replay/civil_time.h"

#include <utility>

namespace wangge::replay {

Reading Resolve(const CivilTime& time, const absl::TimeZone& zone) {
  const auto instant = [&](absl::Time t) { return Timestamp{absl::ToUnixMicros(t) + time.micros}; };
  if (time.offset_s) {
    return {instant(absl::FromCivil(time.second, absl::FixedTimeZone(*time.offset_s)))};
  }
  // `pre` uses the offset before the change: the first occurrence of a repeated hour, and gap-forward of a skipped one.
  const absl::TimeZone::TimeInfo read = zone.At(time.second);
  if (read.kind == absl::TimeZone::TimeInfo::REPEATED) return {instant(read.pre), instant(read.post)};
  // The change is a whole second: the part of one belongs to the time that was left out.
  if (read.kind == absl::TimeZone::TimeInfo::SKIPPED) {
    return {instant(read.pre), std::nullopt, Timestamp{absl::ToUnixMicros(read.trans)}};
  }
  return {instant(read.pre)};
}

LocalTimeReader::LocalTimeReader(absl::TimeZone zone, std::vector<TimeFormat> formats)
    : zone_(zone), formats_(std::move(formats)) {}

std::optional<Reading> LocalTimeReader::Read(std::string_view text) const {
  for (const TimeFormat& format : formats_) {
    if (const std::optional<CivilTime> time = format.Read(text)) return Resolve(*time, zone_);
  }
  return std::nullopt;
}

Span SpanOf(const Reading& opened, const std::optional<Reading>& closed) {
  if (!closed) return {opened.instant, std::nullopt};
  if (closed->instant >= opened.instant) return {opened.instant, closed->instant};
  if (closed->later && *closed->later >= opened.instant) return {opened.instant, *closed->later};
  // Two times of one gap move together, so that their order is the record's own; a closing moves away from its opening.
  if (opened.gap && !closed->gap && closed->instant >= *opened.gap) return {*opened.gap, closed->instant};
  return {opened.instant, closed->instant};
}

}  // namespace wangge::replay
