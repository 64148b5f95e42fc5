#include "services/ledger/reader_pool.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

#include "rpc/error.h"

namespace wangge::ledger {
namespace {

TEST(ReaderPool, RunsAllThatWasTakenBeforeItEnds) {
  std::atomic<int> ran = 0;
  {
    ReaderPool pool;
    for (int i = 0; i < 100; ++i) {
      ASSERT_TRUE(pool.TryRun([&ran] { ++ran; }).ok());
      pool.Run([&ran] { ++ran; });
    }
  }
  EXPECT_EQ(ran, 200);
}

TEST(ReaderPool, RunsAllThatWasTakenBeforeStopReturnsAndTakesNoReadAfterwards) {
  std::atomic<int> ran = 0;
  ReaderPool pool;
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool.TryRun([&ran] { ++ran; }).ok());
  pool.Stop();
  EXPECT_EQ(ran, 100);
  const absl::Status refused = pool.TryRun([&ran] { ++ran; });
  EXPECT_TRUE(absl::IsUnavailable(refused));
  EXPECT_EQ(rpc::ReasonOf(refused), "STATE_STOPPED");
  pool.Stop();
  EXPECT_EQ(ran, 100);
}

TEST(ReaderPool, RefusesNewWorkWhenFullAndStillTakesAnswersFirst) {
  std::promise<void> go;
  std::shared_future<void> gone = go.get_future().share();
  std::vector<int> order;
  {
    ReaderPool pool(1);
    std::promise<void> began;
    ASSERT_TRUE(pool.TryRun([&began, gone] {
                      began.set_value();
                      gone.wait();
                    })
                    .ok());
    began.get_future().wait();
    for (std::size_t i = 0; i < ReaderPool::kWaitingMax; ++i) {
      ASSERT_TRUE(pool.TryRun([&order] { order.push_back(1); }).ok());
    }
    const absl::Status refused = pool.TryRun([] {});
    EXPECT_EQ(rpc::ReasonOf(refused), "QUEUE_FULL");
    EXPECT_TRUE(rpc::RetryAfterOf(refused).has_value());
    pool.Run([&order] { order.push_back(0); });
    go.set_value();
  }
  ASSERT_EQ(order.size(), ReaderPool::kWaitingMax + 1);
  EXPECT_EQ(order.front(), 0);
}

}  // namespace
}  // namespace wangge::ledger
