#include "rpc/signals.h"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace wangge::rpc {
namespace {

TEST(SignalsTest, ASignalEndsOneWait) {
  Signals signals;
  ASSERT_EQ(::kill(::getpid(), SIGTERM), 0);
  EXPECT_EQ(signals.Wait(), SIGTERM);
  ASSERT_EQ(::kill(::getpid(), SIGINT), 0);
  EXPECT_EQ(signals.Wait(), SIGINT);
}

TEST(SignalsTest, StopEndsAWaitWithoutASignal) {
  Signals signals;
  std::thread stopper([&] { signals.Stop(); });
  EXPECT_EQ(signals.Wait(), 0);
  stopper.join();
}

}  // namespace
}  // namespace wangge::rpc
