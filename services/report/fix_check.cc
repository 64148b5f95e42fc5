#include "services/report/fix_check.h"

#include <cmath>
#include <string>

#include "base/limits.h"
#include "services/grid/point_check.h"
#include "wire/time.h"

namespace wangge::report {
namespace {

constexpr double kCentimetresPerMetre = 100;
constexpr double kSpeedMax = 1'000;  // metres a second: three times the speed of sound
constexpr double kCircle = 360;

// False for what is not a number.
bool IsWithin(double value, double max) { return value >= 0 && value <= max; }

void CheckNumbers(const v1::Fix& fix, wire::Faults& faults) {
  if (fix.sequence() == 0) wire::AddFault(faults, "sequence", "Expected 1 or more, but it is 0 or not given.");
  if (!fix.has_accuracy_m() || !IsWithin(fix.accuracy_m(), limits::kAccuracyMetresMax)) {
    wire::AddFault(faults, "accuracy_m", "Expected 0 to 100,000 metres, but it is something else or not given.");
  }
  if (fix.has_speed_mps() && !IsWithin(fix.speed_mps(), kSpeedMax)) {
    wire::AddFault(faults, "speed_mps", "Expected 0 to 1,000 metres a second, but it is something else.");
  }
  if (fix.has_heading_deg() && !IsWithin(fix.heading_deg(), kCircle)) {
    wire::AddFault(faults, "heading_deg", "Expected 0 to 360 degrees, but it is something else.");
  }
}

std::uint32_t Rounded(double value) { return static_cast<std::uint32_t>(std::llround(value)); }

}  // namespace

std::optional<track::v1::LocatedFix> CheckFix(const v1::Fix& fix, geo::Datum datum, wire::Faults& faults) {
  const std::size_t before = faults.size();
  CheckNumbers(fix, faults);
  const auto time = fix.has_device_time() ? wire::FromProto(fix.device_time()) : std::nullopt;
  if (!time) {
    wire::AddFault(faults, "device_time", "Expected a time in the years 1 to 9999, but it is none or not given.");
  }
  if (!fix.has_longitude() || !fix.has_latitude()) {
    wire::AddFault(faults, fix.has_longitude() ? "latitude" : "longitude", "Expected degrees, but there are none.");
  }
  const auto point = grid::CheckPoint(fix.longitude(), fix.latitude(), datum, "", faults);
  if (faults.size() != before || !point || !time) return std::nullopt;
  track::v1::LocatedFix located;
  located.set_sequence(fix.sequence());
  located.set_lon_e7(point->lon_e7);
  located.set_lat_e7(point->lat_e7);
  located.set_accuracy_cm(Rounded(fix.accuracy_m() * kCentimetresPerMetre));
  located.set_device_time_us(time->micros);
  located.set_mock(fix.mock());
  if (fix.has_speed_mps()) located.set_speed_cm_s(Rounded(fix.speed_mps() * kCentimetresPerMetre));
  if (fix.has_heading_deg()) located.set_heading_deg(Rounded(fix.heading_deg()));
  return located;
}

}  // namespace wangge::report
