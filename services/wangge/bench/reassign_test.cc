#include "services/wangge/bench/reassign.h"

#include <gtest/gtest.h>

namespace wangge::bench {
namespace {

TEST(Reassign, EveryPointIsCountedOnceAndEveryKindOfChangeIsMet) {
  const auto result = Reassign({.points = 50'000, .rounds = 1});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->kept + result->moved + result->orphaned + result->placed + result->nowhere, 50'000u);
  EXPECT_GT(result->kept, 40'000u);
  EXPECT_GT(result->moved, 500u);
  EXPECT_GT(result->orphaned, 20u);
  EXPECT_EQ(result->cells_before, 20'022u);
  // 501 are cut in two, as many are taken in by a neighbour, 50 are gone.
  EXPECT_EQ(result->cells_after, 20'022u + 501 - 501 - 50);
}

}  // namespace
}  // namespace wangge::bench
