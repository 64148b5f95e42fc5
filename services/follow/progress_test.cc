#include "services/follow/progress.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <optional>
#include <vector>

namespace wangge::follow {
namespace {

TEST(DelaysTest, WorkRunsInTheOrderOfItsTimes) {
  std::vector<int> order;
  std::promise<void> last;
  Delays delays;
  delays.After(Milliseconds(30), [&] {
    order.push_back(3);
    last.set_value();
  });
  delays.After(Milliseconds(0), [&] { order.push_back(1); });
  delays.After(Milliseconds(10), [&] { order.push_back(2); });
  last.get_future().wait();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(DelaysTest, WhatIsLeftRunsAtTheEnd) {
  int ran = 0;
  {
    Delays delays;
    for (int i = 0; i < 10; ++i) delays.After(Hours(1), [&ran] { ++ran; });
  }
  EXPECT_EQ(ran, 10);
}

TEST(ProgressTest, AReachedPositionAnswersAtOnce) {
  Delays delays;
  Progress progress(delays);
  progress.AdvanceTo(7);
  progress.AdvanceTo(5);
  EXPECT_EQ(progress.position(), 7u);
  std::optional<bool> reached;
  progress.WhenReached(7, Hours(1), [&](bool r) { reached = r; });
  EXPECT_EQ(reached, true);
}

TEST(ProgressTest, WaitersAnswerWhenTheirPositionComesAndNotBefore) {
  Delays delays;
  Progress progress(delays);
  std::optional<bool> first;
  std::optional<bool> second;
  progress.WhenReached(3, Hours(1), [&](bool r) { first = r; });
  progress.WhenReached(4, Hours(1), [&](bool r) { second = r; });
  progress.AdvanceTo(3);
  EXPECT_EQ(first, true);
  EXPECT_FALSE(second);
  progress.AdvanceTo(9);
  EXPECT_EQ(second, true);
}

TEST(ProgressTest, PatienceEnds) {
  Delays delays;
  Progress progress(delays);
  std::promise<bool> reached;
  progress.WhenReached(3, Milliseconds(1), [&](bool r) { reached.set_value(r); });
  EXPECT_FALSE(reached.get_future().get());
  progress.AdvanceTo(3);  // the waiter is gone
}

TEST(ProgressTest, AWaiterThatOutlivesTheReaderIsAnswered) {
  std::optional<bool> reached;
  {
    Delays delays;
    {
      Progress progress(delays);
      progress.WhenReached(3, Hours(1), [&](bool r) { reached = r; });
    }
  }
  EXPECT_EQ(reached, false);
}

}  // namespace
}  // namespace wangge::follow
