#include "domain/plausible_fix.h"

#include <algorithm>

#include "base/limits.h"

namespace wangge::domain {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
// Keeps the products below within 64 bits; no two places on Earth are farther apart.
constexpr std::int64_t kDistanceCmMax = 2'100'000'000;

bool IsJump(const FixLimits& limits, const FixStep& step, std::uint32_t accuracy_cm) {
  const std::int64_t elapsed = std::clamp<std::int64_t>(step.elapsed.micros, 0, limits::kShiftMax.micros);
  const std::int64_t certain_cm =
      std::min(step.distance_cm, kDistanceCmMax) - std::int64_t{accuracy_cm} - std::int64_t{step.accuracy_cm};
  // In whole microseconds on one side and centimetres on the other nothing is rounded.
  return certain_cm * kMicrosPerSecond > limits.speed_cm_s_max * elapsed;
}

bool HasWrongClock(const FixEvidence& fix) {
  const bool is_ahead = fix.device_time > fix.received + limits::kOccurredAheadMax;
  return is_ahead || (fix.time_before && fix.device_time < *fix.time_before);
}

}  // namespace

FixMarks MarksOf(const FixLimits& limits, const FixEvidence& fix) {
  FixMarks marks;
  if (fix.step && IsJump(limits, *fix.step, fix.accuracy_cm)) marks.Add(FixMark::kJump);
  if (fix.accuracy_cm > limits.accuracy_cm_max) marks.Add(FixMark::kAccuracy);
  if (HasWrongClock(fix)) marks.Add(FixMark::kClock);
  if (fix.mock) marks.Add(FixMark::kMock);
  return marks;
}

}  // namespace wangge::domain
