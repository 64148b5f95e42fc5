#include "rpc/transport_log.h"

#include <gmock/gmock.h>
#include <grpc/support/log.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wangge::rpc {
namespace {

TEST(TransportLog, LinesOfTheTransportGoToTheSinkAndNeverToStandardError) {
  gpr_set_log_verbosity(GPR_LOG_SEVERITY_ERROR);  // what gRPC sets when it starts
  std::vector<std::string> lines;
  ::testing::internal::CaptureStderr();
  SendTransportLog([&lines](std::string_view line) { lines.emplace_back(line); });
  gpr_log(GPR_ERROR, "a port is taken");
  SendTransportLog();
  gpr_log(GPR_ERROR, "nobody listens");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_THAT(lines, ::testing::ElementsAre("a port is taken"));
}

}  // namespace
}  // namespace wangge::rpc
