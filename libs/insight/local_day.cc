#include "insight/local_day.h"

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/rfc3339.h"

namespace wangge::insight {

std::optional<Timestamp> StartOfDay(std::string_view date, const domain::System& system) {
  const auto midnight = ParseRfc3339(std::string(date) + "T00:00:00Z");
  if (!midnight) return std::nullopt;
  absl::TimeZone zone;
  if (system.time_zone.empty() || !absl::LoadTimeZone(system.time_zone, &zone)) {
    return *midnight - system.local_days.utc_offset();
  }
  const absl::CivilSecond local = absl::ToCivilSecond(absl::FromUnixMicros(midnight->micros), absl::UTCTimeZone());
  const absl::TimeZone::TimeInfo at = zone.At(local);
  return Timestamp{absl::ToUnixMicros(at.kind == absl::TimeZone::TimeInfo::SKIPPED ? at.trans : at.pre)};
}

}  // namespace wangge::insight
