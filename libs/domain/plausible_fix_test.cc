#include "domain/plausible_fix.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/limits.h"

namespace wangge::domain {
namespace {

constexpr FixLimits kLimits{.speed_cm_s_max = 1'000, .accuracy_cm_max = 5'000};
constexpr Timestamp kNow{1'770'000'000'000'000};

// Taken now, exact, the first of its shift.
FixEvidence Plain() { return {.device_time = kNow, .received = kNow, .accuracy_cm = 0}; }

FixEvidence After(std::int64_t distance_cm, Duration elapsed, std::uint32_t accuracy_cm = 0) {
  FixEvidence fix = Plain();
  fix.accuracy_cm = accuracy_cm;
  fix.step = FixStep{.distance_cm = distance_cm, .elapsed = elapsed, .accuracy_cm = accuracy_cm};
  return fix;
}

TEST(PlausibleFixTest, AnOrdinaryFixHasNoMark) {
  EXPECT_TRUE(MarksOf(kLimits, Plain()).IsTrusted());
  EXPECT_TRUE(MarksOf(kLimits, After(10'000, Seconds(10))).IsTrusted()) << "just at the greatest speed";
}

TEST(PlausibleFixTest, OneCentimetreFasterThanTheGreatestSpeedIsAJump) {
  EXPECT_TRUE(MarksOf(kLimits, After(10'001, Seconds(10))).Has(FixMark::kJump));
  EXPECT_TRUE(MarksOf(kLimits, After(10'000, Microseconds(9'999'999))).Has(FixMark::kJump));
}

TEST(PlausibleFixTest, NoiseWithinBothAccuraciesIsNoJump) {
  EXPECT_TRUE(MarksOf(kLimits, After(6'000, Seconds(0), 3'000)).IsTrusted());
  EXPECT_TRUE(MarksOf(kLimits, After(6'001, Seconds(0), 3'000)).Has(FixMark::kJump));
}

TEST(PlausibleFixTest, TimeThatWentBackwardsExcusesNoDistanceAndAgesExcuseOnlyOneShift) {
  EXPECT_TRUE(MarksOf(kLimits, After(1, Seconds(-3'600))).Has(FixMark::kJump));
  const std::int64_t in_a_shift = limits::kShiftMax.micros / 1'000'000 * kLimits.speed_cm_s_max;
  EXPECT_TRUE(MarksOf(kLimits, After(in_a_shift, Days(9'000))).IsTrusted());
  EXPECT_TRUE(MarksOf(kLimits, After(in_a_shift + 1, Days(9'000))).Has(FixMark::kJump));
}

TEST(PlausibleFixTest, TheLargestNumbersDoNotOverflow) {
  const FixLimits loose{.speed_cm_s_max = 100'000, .accuracy_cm_max = 5'000};
  FixEvidence fix = After(std::numeric_limits<std::int64_t>::max(), {std::numeric_limits<std::int64_t>::max()});
  EXPECT_TRUE(MarksOf(kLimits, fix).Has(FixMark::kJump));
  EXPECT_FALSE(MarksOf(loose, fix).Has(FixMark::kJump)) << "16 h at 1 km/s leads round the globe";
  fix.step->elapsed = {std::numeric_limits<std::int64_t>::min()};
  fix.accuracy_cm = std::numeric_limits<std::uint32_t>::max();
  EXPECT_FALSE(MarksOf(kLimits, fix).Has(FixMark::kJump)) << "an accuracy that holds the whole globe";
}

TEST(PlausibleFixTest, AnAccuracyAtTheLimitIsTrusted) {
  FixEvidence fix = Plain();
  fix.accuracy_cm = 5'000;
  EXPECT_TRUE(MarksOf(kLimits, fix).IsTrusted());
  fix.accuracy_cm = 5'001;
  EXPECT_EQ(MarksOf(kLimits, fix), FixMarks{.bits = 1u << 1});
}

TEST(PlausibleFixTest, AClockMayBeFiveMinutesAheadAndNoMore) {
  FixEvidence fix = Plain();
  fix.device_time = kNow + limits::kOccurredAheadMax;
  EXPECT_TRUE(MarksOf(kLimits, fix).IsTrusted());
  fix.device_time = fix.device_time + Microseconds(1);
  EXPECT_EQ(MarksOf(kLimits, fix), FixMarks{.bits = 1u << 2});
}

TEST(PlausibleFixTest, AClockThatStandsStillIsNoneThatGoesBackwards) {
  FixEvidence fix = Plain();
  fix.time_before = kNow;
  EXPECT_TRUE(MarksOf(kLimits, fix).IsTrusted());
  fix.time_before = kNow + Microseconds(1);
  EXPECT_EQ(MarksOf(kLimits, fix), FixMarks{.bits = 1u << 2});
}

TEST(PlausibleFixTest, AFixThatComesLateIsTrusted) {
  FixEvidence fix = Plain();
  fix.device_time = kNow - Hours(5);
  EXPECT_TRUE(MarksOf(kLimits, fix).IsTrusted());
}

TEST(PlausibleFixTest, MarksAddUp) {
  FixEvidence fix = After(100'000'000, Seconds(1), 6'000);
  fix.device_time = kNow + Hours(1);
  fix.mock = true;
  FixMarks all;
  for (const FixMark mark : kFixMarks) all.Add(mark);
  EXPECT_EQ(MarksOf(kLimits, fix), all);
  EXPECT_EQ(all.bits, 0b1111);
}

}  // namespace
}  // namespace wangge::domain
