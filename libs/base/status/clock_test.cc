#include "base/status/clock.h"

#include "gtest/gtest.h"

namespace wangge {
namespace {

TEST(ManualClock, NeverRunsBackwards) {
  ManualClock clock{Timestamp{1'000}};
  clock.AdvanceTo(Timestamp{5'000});
  clock.AdvanceTo(Timestamp{2'000});
  EXPECT_EQ(clock.Now(), Timestamp{5'000});
}

}  // namespace
}  // namespace wangge
